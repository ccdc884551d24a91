"""Shop systems send their orders by themselves: signed, in time, once; and as the document says it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.infra import db
from backend.infra.telephony.signed import body_signature
from tests.orders.files import orders
from tests.support.shop import Shop, visitor

DOCUMENT = Path(__file__).parents[2] / "docs" / "orders-api.md"
ORDER: dict[str, Any] = {
    "number": "S-1",
    "standing": "paid",
    "items": [{"title": "茶壶"}],
    "phone": "13812345678",
}
TRAIL = "SELECT count(*) FROM audit_event WHERE department_id = $1 AND verb = 'orders.delivery_refused'"


@pytest.fixture
async def source(shop: Shop) -> dict[str, Any]:
    """A shop system of the shop, with its secret."""
    async with await (await shop.manager()).browser(accept="application/json") as browser:
        return (await browser.post("/api/v1/orders/sources", json={"name": "官网商城"})).json()


async def sends(
    source: dict[str, Any], *told: dict[str, Any], late: float = 0, **changes: Any
) -> httpx.Response:
    body = changes.get("body", json.dumps({"orders": told}).encode())
    stamp = changes.get("stamp", str(int(time.time() - late)))
    signature = changes.get("signature", "sha256=" + body_signature(source["secret"], stamp, body))
    head = {"x-dangban-timestamp": stamp, "x-dangban-signature": signature, "accept-language": "en"}
    async with visitor(**{name: value for name, value in head.items() if value}) as system:
        return await system.post(changes.get("path", source["path"]), content=body)


async def test_orders_come_in_each_number_once(shop: Shop, source: dict[str, Any]) -> None:
    first = await sends(source, ORDER, {**ORDER, "number": "S-2", "standing": "unpaid"})
    assert first.status_code == 200, first.text
    said = first.json()
    assert [each["fate"] for each in said["orders"]] == ["new", "new"] and said["work"] == 1
    again = (await sends(source, ORDER, {**ORDER, "number": "S-2"}, late=1)).json()
    assert [each["fate"] for each in again["orders"]] == ["known", "changed"] and again["work"] == 1
    one, other = await orders(shop)
    assert (one["platform"], one["source"]) == (f"shop-{source['id']}", "webhook")
    assert other["standing"] == "unpaid", "the order stays as it came"
    assert one["original"] == {
        **ORDER,
        "items": [{"title": "茶壶", "quantity": 1, "price": None, "sku": "", "spec": ""}],
    }


async def test_the_same_delivery_is_accepted_once_also_at_the_same_moment(
    shop: Shop, source: dict[str, Any]
) -> None:
    stamp = str(int(time.time()))
    answers = await asyncio.gather(*(sends(source, ORDER, stamp=stamp) for _ in range(5)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409, 409]
    refused = next(each for each in answers if each.status_code == 409)
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert refused.json()["type"] == "urn:dangban:intake-signature-seen"
    assert "sign it anew" in refused.json()["title"]
    assert len(await orders(shop)) == 1


WRONG = {
    "intake-signature-missing": {"signature": ""},
    "intake-signature-wrong": {"signature": "sha256=" + "0" * 64},
    "intake-signature-time": {"stamp": "yesterday"},
    "intake-signature-late": {"late": 301},
}


@pytest.mark.parametrize("code", WRONG)
async def test_what_is_not_proved_is_refused_and_in_the_trail(
    shop: Shop, source: dict[str, Any], code: str
) -> None:
    for _ in range(3):
        answer = await sends(source, ORDER, **WRONG[code])
        assert (answer.status_code, answer.json()["type"]) == (401, f"urn:dangban:{code}")
    assert await orders(shop) == []
    assert await db.fetchval(TRAIL, shop.department_id) == 1, "hammering fills no trail"


async def test_a_body_that_was_changed_on_the_way_is_refused(shop: Shop, source: dict[str, Any]) -> None:
    stamp = str(int(time.time()))
    signature = body_signature(source["secret"], stamp, json.dumps({"orders": [ORDER]}).encode())
    answer = await sends(source, {**ORDER, "phone": "13900000000"}, stamp=stamp, signature=signature)
    assert answer.json()["type"] == "urn:dangban:intake-signature-wrong"


async def test_switched_off_renewed_and_unknown(shop: Shop, source: dict[str, Any]) -> None:
    async with await (await shop.manager()).browser(accept="application/json") as browser:
        path = f"/api/v1/orders/sources/{source['id']}"
        assert (await browser.post(f"{path}/end")).json()["ended_at"]
        off = await sends(source, ORDER)
        assert (off.status_code, off.json()["type"]) == (403, "urn:dangban:intake-source-ended")
        await browser.post(f"{path}/start")
        fresh = (await browser.post(f"{path}/secret")).json()
        assert (await sends(source, ORDER)).status_code == 401, "the old secret has ended"
        assert (await sends(fresh, ORDER)).status_code == 200
    unknown = await sends(source, ORDER, path="/api/v1/orders/deliveries/nobody")
    assert (unknown.status_code, unknown.json()["type"]) == (404, "urn:dangban:intake-source-unknown")


BODIES = {
    b"{": ("intake-body-no-json", None),
    b'{"orders": []}': ("intake-body-no-orders", "orders"),
    b'{"orders": [{"number": "1", "standing": "paid", "items": [], "x": 1}]}': (
        "intake-body-wrong",
        "orders[0]",
    ),
    b'{"orders": [{"number": "1", "standing": "paid", "items": []}]}': (
        "intake-fault-no-goods",
        "orders[0].title",
    ),
    b'{"orders": [{"number": "1", "standing": "paid", "items": [{"title": "a"}], "paid": "-1"}]}': (
        "intake-fault-money",
        "orders[0].paid",
    ),
    b'{"orders": [{"number": "1", "standing": "paid", "items": [{"title": "a"}], "buyer_note": "\\u0000"}]}': (
        "intake-fault-signs",
        "orders[0].buyer_note",
    ),
    b'{"orders": [{"number": "1", "standing": "paid", "items": [{"title": "a"}], "paid_at": "2026-11-02T09:20:00"}]}': (
        "intake-fault-offset",
        "orders[0].paid_at",
    ),
    b'{"orders": [{"number": "1", "standing": "paid", "items": [{"title": " "}]}]}': (
        "intake-fault-title",
        "orders[0].title",
    ),
}


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.decode()[:40])
async def test_a_body_that_does_not_fit_says_where_and_may_be_sent_again(
    shop: Shop, source: dict[str, Any], body: bytes
) -> None:
    code, field = BODIES[body]
    for _ in range(2):  # nothing was kept of it, the signature neither
        answer = await sends(source, body=body, stamp=str(int(time.time()) // 60 * 60))
        assert (answer.status_code, answer.json()["type"]) == (422, f"urn:dangban:{code}")
        assert answer.json().get("field") == field
    assert await orders(shop) == []


async def test_one_wrong_order_keeps_out_all_of_its_delivery(shop: Shop, source: dict[str, Any]) -> None:
    answer = await sends(source, ORDER, {**ORDER, "number": "S-2", "total": "1.005"})
    assert (answer.status_code, answer.json()["field"]) == (422, "orders[1].total")
    assert await orders(shop) == []


async def test_a_program_with_a_persons_right(shop: Shop) -> None:
    told = {"platform": "own-shop", "orders": [ORDER]}
    async with await (await shop.manager()).browser(accept="application/json") as browser:
        said = (await browser.post("/api/v1/orders", json=told)).json()
        assert (said["new"], said["work"]) == (1, 1)
        assert (await browser.post("/api/v1/orders", json=told)).json()["known"] == 1
    async with await (await shop.hire("林晓")).browser(accept="application/json") as browser:
        assert (await browser.post("/api/v1/orders", json=told)).status_code == 403
    (order,) = await orders(shop)
    assert order["source"] == "api"


async def test_the_document_says_what_is(shop: Shop, source: dict[str, Any], tmp_path: Path) -> None:
    """Its Python example is saved and run as it stands there, with its own JSON, against a server."""
    from tests.support.house import House, free_port

    text = DOCUMENT.read_text("utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    told, answer = (json.loads(found) for found in re.findall(r"```json\n(.*?)```", text, re.DOTALL))
    house = House(db.engine().config["dsn"], os.environ["DANGBAN_TEST_REDIS_URL"], free_port(), tmp_path)
    await house.open(worker=False)
    try:
        said = await _run(program, tmp_path, house.url + source["path"], source["secret"], told["orders"])
        assert json.loads(said[0]) | {"orders": ...} == answer | {"orders": ...}, said[1]
        assert set(json.loads(said[0])["orders"][0]) == set(answer["orders"][0])
        wrong = await _run(program, tmp_path, house.url + source["path"], "another", told["orders"])
        assert "urn:dangban:intake-signature-wrong" in wrong[1]
    finally:
        house.close()
    (order,) = await orders(shop)
    assert (order["receiver"], str(order["paid"])) == ("林晓雨", "170.00")
    for code in re.findall(r"`(intake-[a-z-]+[a-z])`", text):
        from backend.infra.catalogue import catalogue

        assert catalogue("en").say(code) != code, f"the document names {code}"


async def _run(program: str, folder: Path, address: str, secret: str, told: Any) -> tuple[str, str]:
    path = folder / "send_orders.py"
    path.write_text(program, "utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, path, env={**os.environ, "ADDRESS": address, "SECRET": secret},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate(json.dumps(told).encode())
    return out.decode(), err.decode()
