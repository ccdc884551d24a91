"""What a vendor gets from our two addresses, and what nobody gets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from backend.hotline.vendor import known, seed, spool
from backend.infra import bus, db, outbox
from backend.infra.telephony.adapter import Inbound
from backend.settings import settings
from backend.web.logs import _without_secrets
from tests.support.hotline_calls import CALLER, OFFICE_NUMBER, a_line, a_plan, token_of, told
from tests.support.shop import Shop, visitor
from tests.support.vendors import SECRET, json_request, twilio_request

WANG_NUMBER = "13800000001"
HOST = "http://dangban.test"


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder and a memory of the story's own."""
    monkeypatch.setattr(settings(), "data_dir", tmp_path)
    monkeypatch.setattr(settings(), "public_url", HOST)
    known.forget()


@pytest.fixture
async def vendor() -> AsyncIterator[httpx.AsyncClient]:
    async with visitor() as client:
        yield client


async def send(vendor: httpx.AsyncClient, request: Inbound) -> httpx.Response:
    return await vendor.request(
        request.method, request.url, headers=dict(request.headers), content=request.body
    )


async def a_known_line(shop: Shop, now: datetime, **settings: str) -> str:
    """A line with Wang on duty, as this process knows it; its token."""
    wang, line_id = await shop.hire("王敏"), await a_line(shop, **settings)
    await a_plan(shop, line_id, now, (wang, WANG_NUMBER))
    await known.refresh()
    return await token_of(line_id)


async def test_a_vendor_that_asks_is_led_to_who_has_the_hotline(
    shop: Shop, vendor: httpx.AsyncClient
) -> None:
    now = datetime.now(UTC)
    token = await a_known_line(shop, now)
    answer = await send(
        vendor, json_request(f"{HOST}/telephony/{token}/inbound", now, call_id="a1", caller=CALLER)
    )
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/json")
    assert [each["number"] for each in answer.json()["targets"]] == [WANG_NUMBER, OFFICE_NUMBER]
    await spool.settled()
    call = await db.fetchrow("SELECT * FROM call WHERE department_id = $1", shop.department_id)
    assert call is not None and (call["caller"], call["outcome"]) == (CALLER, "open")


async def test_a_whole_twilio_call(shop: Shop, vendor: httpx.AsyncClient) -> None:
    """It rings at Wang's, then at the office, where nobody answers either."""
    now = datetime.now(UTC)
    token = await a_known_line(shop, now, form="twiml")
    url = f"{HOST}/telephony/{token}/inbound"
    asked = {"CallSid": "CA1", "From": f"+86{CALLER}", "CallStatus": "ringing"}
    for number in (WANG_NUMBER, OFFICE_NUMBER):
        answer = await send(vendor, twilio_request(url, **asked))
        assert answer.status_code == 200 and number in answer.text, answer.text
        url = answer.text.split('action="')[1].split('"')[0]
        asked = {
            "CallSid": "CA1",
            "From": f"+86{CALLER}",
            "CallStatus": "in-progress",
            "DialCallStatus": "no-answer",
        }
    assert "<Hangup/>" in (await send(vendor, twilio_request(url, **asked))).text
    await spool.settled()
    call = await db.fetchrow("SELECT * FROM call WHERE department_id = $1", shop.department_id)
    assert call is not None and call["outcome"] == "missed" and call["callback_id"] is not None


async def test_events_are_written_down_before_the_answer(shop: Shop, vendor: httpx.AsyncClient) -> None:
    now = datetime.now(UTC)
    token = await a_known_line(shop, now)
    event = {"event_id": "7", "call_id": "a1", "kind": "missed", "caller": CALLER}
    request = json_request(f"{HOST}/telephony/{token}/events", now, **event)
    assert [(await send(vendor, request)).status_code for _ in range(2)] == [200, 200]
    assert (
        await db.fetchval("SELECT count(*) FROM call_event WHERE department_id = $1", shop.department_id) == 1
    )


@pytest.mark.parametrize("path", ["inbound", "events"])
async def test_a_stranger_learns_nothing(shop: Shop, vendor: httpx.AsyncClient, path: str) -> None:
    now = datetime.now(UTC)
    token = await a_known_line(shop, now)
    said = {"call_id": "a1", "kind": "missed"}
    unknown = await send(vendor, json_request(f"{HOST}/telephony/no-such-token/{path}", now, **said))
    unsigned = await vendor.post(f"/telephony/{token}/{path}", json=said)
    forged = await send(vendor, json_request(f"{HOST}/telephony/{token}/{path}", now, "another", **said))
    old = await send(
        vendor, json_request(f"{HOST}/telephony/{token}/{path}", now - timedelta(minutes=9), **said)
    )
    assert [each.status_code for each in (unknown, unsigned, forged, old)] == [404, 403, 403, 403]
    assert all(
        WANG_NUMBER not in each.text and SECRET not in each.text for each in (unknown, unsigned, forged, old)
    )
    assert (
        await db.fetchval("SELECT count(*) FROM call_event WHERE department_id = $1", shop.department_id) == 0
    )


async def test_a_question_overheard_is_of_no_use_at_another_process_either(
    shop: Shop, vendor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backend.infra.telephony.signed import Seen
    from backend.infra.telephony.webhook import adapter

    now = datetime.now(UTC)
    token = await a_known_line(shop, now)
    request = json_request(f"{HOST}/telephony/{token}/inbound", now, call_id="a1")
    monkeypatch.setattr("backend.hotline.vendor.routes.ASK_SECONDS", 5)
    monkeypatch.setattr("backend.hotline.vendor.routes._redis_away_until", 0.0)
    assert (await send(vendor, request)).status_code == 200
    assert (await send(vendor, request)).status_code == 403
    monkeypatch.setattr(adapter, "_seen", Seen())  # another process remembers nothing of it
    assert (await send(vendor, request)).status_code == 403


async def test_nonsense_is_told_apart_from_forgery(shop: Shop, vendor: httpx.AsyncClient) -> None:
    now = datetime.now(UTC)
    token = await a_known_line(shop, now)
    answer = await send(
        vendor, json_request(f"{HOST}/telephony/{token}/events", now, call_id="a1", kind="exploded")
    )
    assert answer.status_code == 422 and "kind" in answer.text


async def test_a_line_that_is_switched_off_is_nobodys(shop: Shop, vendor: httpx.AsyncClient) -> None:
    now = datetime.now(UTC)
    token = await a_known_line(shop, now)
    await db.execute(
        "UPDATE hotline_line SET enabled = false, changed_at = now() WHERE department_id = $1",
        shop.department_id,
    )
    await known.refresh()
    answer = await send(vendor, json_request(f"{HOST}/telephony/{token}/inbound", now, call_id="a1"))
    assert answer.status_code == 404


async def test_a_new_plan_is_heard_at_once(
    shop: Shop, vendor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the note on the bus; the slow poll is not waited for."""
    monkeypatch.setattr(known, "POLL_SECONDS", 600.0)
    now, stopping = datetime.now(UTC), asyncio.Event()
    token = await a_known_line(shop, now)
    line_id = await db.fetchval("SELECT id FROM hotline_line WHERE token = $1", token)
    tasks = [asyncio.create_task(known.keep_fresh(stopping)), asyncio.create_task(bus.listen(stopping))]
    try:
        li = await shop.hire("李强")
        await a_plan(shop, line_id, now, (li, "13800000002"), version=2)
        async with db.transaction():
            await outbox.record("hotline.planned", shop.department_id, line_id=line_id, version=2)
        await outbox.drain()
        async with asyncio.timeout(10):
            while (line := known.known(token)) is None or line.plan.version != 2:
                await asyncio.sleep(0.01)
    finally:
        stopping.set()
        known._wake.set()
        await asyncio.gather(*tasks)


async def test_the_seed_answers_where_nothing_else_does(shop: Shop, vendor: httpx.AsyncClient) -> None:
    now = datetime.now(UTC)
    token = await a_known_line(shop, now)
    known.forget()
    assert known.known(token) is None
    known._begin_with_the_seed()
    answer = await send(vendor, json_request(f"{HOST}/telephony/{token}/inbound", now, call_id="a1"))
    assert [each["number"] for each in answer.json()["targets"]] == [WANG_NUMBER, OFFICE_NUMBER]


async def test_the_seed_says_nothing_to_who_finds_it(shop: Shop, tmp_path: Path) -> None:
    token = await a_known_line(shop, datetime.now(UTC))
    found = (tmp_path / "hotline" / "seed").read_bytes()
    assert (tmp_path / "hotline" / "seed").stat().st_mode & 0o077 == 0
    assert all(word.encode() not in found for word in (token, SECRET, WANG_NUMBER, OFFICE_NUMBER))


async def test_a_damaged_seed_is_no_seed(tmp_path: Path) -> None:
    (tmp_path / "hotline").mkdir()
    (tmp_path / "hotline" / "seed").write_bytes(b"half a fi")
    assert seed.read() == []


async def test_events_wait_on_the_disk_while_the_database_is_away(
    shop: Shop, vendor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    token = await a_known_line(shop, now)
    event = {"event_id": "7", "call_id": "a1", "kind": "missed", "caller": CALLER}

    async def away(*_: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(spool, "take_events", away)
        request = json_request(f"{HOST}/telephony/{token}/events", now, **event)
        assert (await send(vendor, request)).status_code == 200
        with pytest.raises(ConnectionRefusedError):
            await spool.drain()
    [waiting] = (tmp_path / "hotline" / "events").iterdir()
    assert CALLER.encode() not in waiting.read_bytes() and waiting.stat().st_mode & 0o077 == 0
    assert await spool.drain() == 1 and await spool.drain() == 0
    call = await db.fetchrow("SELECT * FROM call WHERE department_id = $1", shop.department_id)
    assert (
        call is not None
        and call["outcome"] == "missed"
        and abs(call["heard_at"] - now) < timedelta(seconds=5)
    )


async def test_what_never_fits_holds_up_nobody_behind_it(shop: Shop, tmp_path: Path) -> None:
    line_id, now = await a_line(shop), datetime.now(UTC)
    for events in ([told("bad", "exploded", now)], [told("good", "missed", now, caller=CALLER)]):
        assert spool._wait(shop.department_id, line_id, tuple(events), now)
    assert await spool.drain() == 1
    calls = await db.fetch("SELECT vendor_id FROM call WHERE department_id = $1", shop.department_id)
    assert [row["vendor_id"] for row in calls] == ["good"]
    assert [path.name.startswith(".unfit-") for path in (tmp_path / "hotline" / "events").iterdir()] == [True]


async def test_what_nobody_can_keep_is_to_be_told_again(
    shop: Shop, vendor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    token = await a_known_line(shop, now)

    async def away(*_: object) -> int:
        raise ConnectionRefusedError

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(spool, "take_events", away)
    monkeypatch.setattr(spool, "write_whole", full)
    request = json_request(f"{HOST}/telephony/{token}/events", now, event_id="7", call_id="a1", kind="missed")
    assert (await send(vendor, request)).status_code == 503


@pytest.mark.parametrize("token", ["k3y-of_the_line", "k3y.with.dots"])
def test_the_token_stands_in_no_log(token: str) -> None:
    assert "k3y" not in _without_secrets(f"/telephony/{token}/inbound")
