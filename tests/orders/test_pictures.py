"""R-ORD-1: a screenshot of the chat as evidence: who brings it, who sees it, and that it stays what it was."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest

from backend.infra import db
from backend.orders.amending import amend
from backend.orders.chain import hashed
from backend.orders.masking import LOOK_LASTS, reveal
from backend.orders.pictures import picture
from tests.orders.counter import comes_in, in_hand, refused
from tests.orders.pictures import CHAT, GPS, a_jpeg, a_noted_png, a_png, a_webp, an_amendment, filled_up
from tests.orders.sealed import broken, seals, the_owner
from tests.support.orders import events_of
from tests.support.shop import Colleague, Shop, found_department

NEW = "浙江省杭州市滨江区江南大道 9 号"
REFUSED = asyncpg.IntegrityConstraintViolationError


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


async def kept(order_id: int) -> list[Any]:
    return await db.fetch(
        "SELECT amendment_picture.* FROM amendment_picture JOIN amendment ON amendment.id = amendment_id "
        "WHERE order_id = $1 ORDER BY number",
        order_id,
    )


async def sends(
    who: Colleague, order_id: int, *files: bytes, name: str = "聊天.jpg", **form: str
) -> httpx.Response:
    said = {"field": "address", "after": NEW, "why": "chat", "evidence": "", **form}
    async with await who.browser() as browser:
        return await browser.post(
            f"/orders/{order_id}/amendments", data=said,
            files=[("picture", (name, data, "image/jpeg")) for data in files],
            headers={"HX-Request": "true", "Accept-Language": "zh-CN"},
        )  # fmt: skip


async def address_of(order_id: int, number: int = 1) -> str:
    amendment_id = await db.fetchval("SELECT max(id) FROM amendment WHERE order_id = $1", order_id)
    return f"/orders/{order_id}/amendments/{amendment_id}/pictures/{number}"


async def test_lin_amends_with_two_screenshots_and_no_words(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id = await in_hand(shop, lin, now)
    answer = await sends(lin, order_id, CHAT, a_jpeg())
    assert answer.status_code == 200, answer.text
    first, second = await kept(order_id)
    assert [(each["number"], each["kind"], each["bytes"]) for each in (first, second)] == [
        (1, "image/png", CHAT), (2, "image/jpeg", a_jpeg()),
    ]  # fmt: skip
    (event,) = await events_of(order_id, "amended")
    assert event["details"]["pictures"] == [hashlib.sha256(data).hexdigest() for data in (CHAT, a_jpeg())]
    assert [each["sha256"].hex() for each in (first, second)] == event["details"]["pictures"]
    path = await address_of(order_id)
    assert f'src="{path}"' in answer.text and path[:-1] + "2" in answer.text


async def test_where_it_was_taken_does_not_come_in(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id = await in_hand(shop, lin, now)
    assert (
        await sends(lin, order_id, a_jpeg(noted=True), a_noted_png(), a_webp(noted=True))
    ).status_code == 200
    rows = await kept(order_id)
    assert [row["bytes"] for row in rows] == [a_jpeg(), a_png(), a_webp()]
    assert not any(GPS[:10] in row["bytes"] for row in rows)


TEXT = "顾客 10:02：麻烦改到江南大道 9 号".encode()
TOO_LARGE = filled_up(3_000_001)


@pytest.mark.parametrize(
    ("files", "status", "sentence"),
    [
        ([TEXT], 422, "第 1 张不是能用的图片"),
        ([CHAT, TEXT], 422, "第 2 张不是能用的图片"),
        ([CHAT, CHAT, CHAT, CHAT], 422, "最多附 3 张图片"),
        ([CHAT, TOO_LARGE], 413, "第 2 张图片超过 3 MB"),
        ([TOO_LARGE] * 4, 422, "最多附 3 张图片"),
        ([TOO_LARGE] * 5, 413, ""),
        ([], 422, "请写上依据"),
        ([b""], 422, "第 1 张不是能用的图片"),
    ],
    ids=["text", "second is text", "four", "large", "four large", "a heap", "nothing", "empty"],
)  # fmt: skip
async def test_what_is_not_to_be_used_is_told_and_nothing_is_half_done(
    shop: Shop, now: datetime, files: list[bytes], status: int, sentence: str
) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id = await in_hand(shop, lin, now)
    answer = await sends(lin, order_id, *files)
    assert (answer.status_code, sentence in answer.text) == (status, True), answer.text
    assert "data-refusal" in answer.text and len(answer.text) < 1000, "one sentence for the form"
    assert await events_of(order_id, "amended") == [] and await kept(order_id) == []
    assert not await db.fetchval("SELECT count(*) FROM amendment WHERE order_id = $1", order_id)


async def test_a_form_without_a_picture_is_what_it_was(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id = await in_hand(shop, lin, now)
    assert (await sends(lin, order_id, evidence="10:02 电话里说的")).status_code == 200
    (event,) = await events_of(order_id, "amended")
    assert "pictures" not in event["details"]


async def test_who_holds_the_order_sees_them_and_who_has_looked(shop: Shop, now: datetime) -> None:
    """Lin holds it. Chen sees how many there are; after a look, which is on record, also what they show."""
    lin, chen = await comes_in(shop, "林小满", now), await comes_in(shop, "陈默", now)
    order_id = await in_hand(shop, lin, now)
    await sends(lin, order_id, CHAT, CHAT)
    path = await address_of(order_id)
    async with await lin.browser() as browser:
        answer = await browser.get(path)
        assert (answer.status_code, answer.content) == (200, CHAT)
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
    async with await chen.browser(accept="text/html", **{"accept-language": "zh-CN"}) as browser:
        page = (await browser.get(f"/orders/{order_id}")).text
        assert "图片 2 张" in page and "/pictures/" not in page
        before = await browser.get(path)
        assert before.status_code == 403 and "先点“查看”再看图片" in before.text
        looked = await browser.post(f"/orders/{order_id}/look", headers={"HX-Request": "true"})
        assert f'src="{path}"' in looked.text
        assert (await browser.get(path)).content == CHAT
    (look,) = [each for each in await events_of(order_id, "looked") if each["actor_id"] == chen.person_id]
    later = look["at"] + LOOK_LASTS + timedelta(seconds=1)
    amendment_id = (await kept(order_id))[0]["amendment_id"]
    attempt = picture(await chen.viewer(), order_id, amendment_id, 1, later)
    assert await refused(attempt) == ("order-picture-look", 403)


async def test_nobody_sees_those_of_another_order_or_department(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id, other = await in_hand(shop, lin, now), await in_hand(shop, lin, now)
    await sends(lin, order_id, CHAT)
    path, elsewhere = await address_of(order_id), await found_department("mall-service", "隔壁")
    async with await lin.browser() as browser:
        for wrong in (
            path[:-1] + "2",
            path[:-1] + "0",
            path.replace(f"/orders/{order_id}/", f"/orders/{other}/"),
        ):
            assert (await browser.get(wrong)).status_code == 404, wrong
            assert (await browser.get("/api/v1" + wrong)).status_code == 404, wrong
    async with await (await elsewhere.manager()).browser() as browser:
        for theirs in (path, "/api/v1" + path, "/api/v1" + path.rsplit("/", 1)[0]):
            assert (await browser.get(theirs)).status_code == 404, theirs


async def test_the_same_for_programs(shop: Shop, now: datetime) -> None:
    lin, chen = await comes_in(shop, "林小满", now), await comes_in(shop, "陈默", now)
    order_id = await in_hand(shop, lin, now)
    told = {"field": "address", "after": NEW, "why": "chat"}
    async with await lin.browser(accept="application/json") as browser:
        large = bytes(3_000_001)
        for pictures, status in (([TEXT], 422), ([CHAT] * 4, 422), ([CHAT, CHAT, large], 413), ([], 422)):
            encoded = [base64.b64encode(data).decode() for data in pictures]
            answer = await browser.post(
                f"/api/v1/orders/{order_id}/amendments", json={**told, "pictures": encoded}
            )
            assert answer.status_code == status, answer.text
        encoded = [base64.b64encode(data).decode() for data in (CHAT, a_jpeg(noted=True))]
        answer = await browser.post(
            f"/api/v1/orders/{order_id}/amendments", json={**told, "pictures": encoded}
        )
        (amended,) = answer.json()["amendments"]
        assert amended["pictures"] == 2
        listed = f"/api/v1/orders/{order_id}/amendments/{amended['id']}/pictures"
        first, second = (await browser.get(listed)).json()
        assert (first["number"], first["kind"], first["size"]) == (1, "image/png", len(CHAT))
        assert second["sha256"] == hashlib.sha256(a_jpeg()).hexdigest()
        assert (await browser.get(listed + "/2")).content == a_jpeg()
    async with await chen.browser(accept="application/json") as browser:
        assert (await browser.get(listed + "/1")).status_code == 403
        await browser.post(f"/api/v1/orders/{order_id}/look")
        assert (await browser.get(listed + "/1")).content == CHAT


async def test_largest_pictures_reach_the_house_both_ways(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id = await in_hand(shop, lin, now)
    largest = filled_up(3_000_000)
    assert (await sends(lin, order_id, largest, largest, largest)).status_code == 200
    encoded = [base64.b64encode(largest).decode()] * 3
    async with await lin.browser(accept="application/json") as browser:
        told = {"field": "address", "after": "文三路 9 号", "why": "chat", "pictures": encoded}
        answer = await browser.post(f"/api/v1/orders/{order_id}/amendments", json=told)
        assert answer.status_code == 201, answer.text
    assert len(await kept(order_id)) == 6


async def test_sent_again_it_is_kept_once(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id, key = await in_hand(shop, lin, now), "7f1f3c1e-40a7-4a52-9a68-0a4b35a0a001"
    for _ in range(2):
        assert (await sends(lin, order_id, CHAT, request_key=key)).status_code == 200
    assert len(await kept(order_id)) == 1


async def test_the_owner_alters_one_byte_and_verify_names_the_amendment(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id = await in_hand(shop, lin, now)
    amendment_id = await an_amendment(shop, order_id, now, CHAT, a_jpeg())
    await seals(shop, now)
    assert await broken(shop) is None
    for change in (
        "UPDATE amendment_picture SET bytes = set_byte(bytes, 60, 7) WHERE number = 1 AND amendment_id = $1",
        "UPDATE amendment_picture SET sha256 = sha256('x') WHERE number = 2 AND amendment_id = $1",
        "DELETE FROM amendment_picture WHERE number = 2 AND amendment_id = $1",
        "INSERT INTO amendment_picture (department_id, amendment_id, number, kind, bytes, sha256, at) "
        "SELECT department_id, amendment_id, 3, kind, bytes, sha256, at FROM amendment_picture "
        "WHERE number = 1 AND amendment_id = $1",
    ):
        async with db.transaction() as undone:
            async with the_owner():
                await db.execute(change, amendment_id)
            found = await broken(shop)
            await undone.rollback()
        assert found is not None, change
        assert (found.what, found.table, found.row_id) == ("orders-broken-altered", "amendment", amendment_id)
    assert await broken(shop) is None


async def test_not_even_the_program_changes_one_or_brings_one_later(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id = await in_hand(shop, lin, now)
    amendment_id = await an_amendment(shop, order_id, now, CHAT)
    for statement in (
        "UPDATE amendment_picture SET bytes = '\\x00'", "DELETE FROM amendment_picture", "TRUNCATE amendment_picture",
        "INSERT INTO amendment_picture (department_id, amendment_id, number, kind, bytes, sha256, at) "
        f"SELECT department_id, amendment_id, 2, kind, bytes, sha256, at FROM amendment_picture "
        f"WHERE amendment_id = {amendment_id}",
    ):  # fmt: skip
        with pytest.raises(REFUSED, match="append-only"):
            await db.execute(statement)


async def test_an_amendment_without_pictures_is_hashed_as_ever(shop: Shop, now: datetime) -> None:
    """What was sealed before there were pictures stays whole."""
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    amendment_id = await amend(by, order_id, "address", NEW, now, why="chat", evidence="10:02")
    await seals(shop, now)
    row = await db.fetchrow("SELECT *, tx::text AS tx FROM amendment WHERE id = $1", amendment_id)
    assert row is not None
    digest = hashed(["amendment", {name: value for name, value in row.items() if value is not None}])
    found = "SELECT EXISTS (SELECT FROM order_seal WHERE digests ? $1)"
    assert await db.fetchval(found, digest.hex())


async def test_who_only_looks_is_on_record_once(shop: Shop, now: datetime) -> None:
    """Three thumbnails are one look."""
    lin, chen = await comes_in(shop, "林小满", now), await comes_in(shop, "陈默", now)
    order_id = await in_hand(shop, lin, now)
    amendment_id = await an_amendment(shop, order_id, now, CHAT, CHAT, CHAT)
    by = await chen.viewer()
    await reveal(by, order_id, now)
    for number in (1, 2, 3):
        assert (await picture(by, order_id, amendment_id, number, now)).data == CHAT
    looks = [each for each in await events_of(order_id, "looked") if each["actor_id"] == chen.person_id]
    assert len(looks) == 1
