"""Customers call the 400 number: whom they reach, and who comes next when somebody cannot take it."""

from __future__ import annotations

import asyncio
import random
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from backend.infra.telephony.sip import EVENTS, token_of
from tests.support.calls import Exchange, call
from tests.support.kamailio import LINE_TOKEN, Kamailio, wired
from tests.support.sip_database import SipDatabase
from tests.support.told import Told
from tests.telephony.contract import LI, OFFICE_NUMBER, WANG, ZHAO, plan_of

BUSY, DECLINES, RINGS, ASKS = "4008000486", "4008000603", "4008000180", "13800000407"


async def test_the_rota_changes_and_the_next_call_reaches_somebody_else(
    source: SipDatabase, exchange: Exchange, line: int, measured: Callable[[str], None]
) -> None:
    """R-HOT-3: within 60 seconds; what it really took is printed."""
    await source.hand_over(line, plan_of(1, datetime.now(UTC), WANG))
    async with Kamailio(wired(line, exchange.address, source.kamailios_url)) as kamailio:
        await kamailio.system.apply_plan(plan_of(1, datetime.now(UTC), WANG), datetime.now(UTC))
        assert (await call(kamailio.port)).who == {1: WANG}
        delays = []
        for version in range(2, 8):
            wanted = LI if version % 2 == 0 else WANG
            plan = plan_of(version, datetime.now(UTC), wanted)
            await asyncio.sleep(random.random())  # at any moment of its second
            await source.hand_over(line, plan)
            began = time.monotonic()
            await kamailio.system.apply_plan(plan, datetime.now(UTC))
            delays.append(time.monotonic() - began)
            assert (await call(kamailio.port)).who == {1: wanted}
    measured(
        f"a change reached Kamailio after {min(delays):.2f}–{max(delays):.2f} s ({len(delays)} changes; aim 2 s)"
    )
    assert max(delays) < 2.5


async def test_a_caller_is_told_who_diverted_the_call(exchange: Exchange) -> None:
    async with Kamailio(wired(1, exchange.address), _now(WANG)) as kamailio:
        assert (await call(kamailio.port, 3)).lost == 0
    assert exchange.reached == [f"{WANG} sip:4008001234"] * 3


@pytest.mark.parametrize("first", [BUSY, DECLINES])
async def test_who_is_busy_or_declines_hands_on_to_the_next(
    exchange: Exchange, office: Exchange, first: str
) -> None:
    wiring = wired(1, exchange.address, office_gateway=office.address)
    async with Kamailio(wiring, _now(first, LI)) as kamailio:
        calls = await call(kamailio.port)
    assert calls.who == {1: LI} and calls.p50 < 1000
    assert [reached.split()[0] for reached in office.reached + exchange.reached] == [first, LI]


async def test_who_does_not_answer_in_time_hands_on_to_the_next(exchange: Exchange, office: Exchange) -> None:
    """`hotline.ring_seconds`, three here."""
    async with Kamailio(
        wired(1, exchange.address, office_gateway=office.address), _now(RINGS, LI)
    ) as kamailio:
        calls = await call(kamailio.port)
    assert calls.who == {1: LI} and 2900 < calls.p50 < 4500


async def test_a_dead_office_hands_on_to_the_next(
    exchange: Exchange, measured: Callable[[str], None]
) -> None:
    """Power cut at the office: not even "100 Trying" comes back."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as dead:
        dead.bind(("127.0.0.1", 0))
        office = f"127.0.0.1:{dead.getsockname()[1]}"
        wiring = wired(1, exchange.address, office_gateway=office, ring_seconds=30)
        async with Kamailio(wiring, _now(OFFICE_NUMBER, LI, ZHAO)) as kamailio:
            calls = await call(kamailio.port)
    assert calls.who == {1: LI} and calls.p50 < 5000
    measured(f"a dead first target: the second answered after {calls.p50:.0f} ms")


async def test_a_gateway_whose_name_leads_nowhere_hands_on_to_the_next(exchange: Exchange) -> None:
    wiring = wired(1, exchange.address, office_gateway="pbx.invalid:5060")
    async with Kamailio(wiring, _now(OFFICE_NUMBER, LI)) as kamailio:
        assert (await call(kamailio.port)).who == {1: LI}


async def test_when_nobody_takes_it_the_caller_is_told_and_it_is_a_missed_call(
    exchange: Exchange, office: Exchange, told: Told
) -> None:
    wiring = wired(1, exchange.address, office_gateway=office.address, events_url=told.address)
    async with Kamailio(wiring, _now(BUSY, "13800000603")) as kamailio:
        calls = await call(kamailio.port, scenario="unanswered")
        started, missed = await told.until(2)
    assert calls.lost == 0, calls.words
    assert (started.kind, missed.kind, missed.target) == ("started", "missed", "13800000603")
    assert missed.details["tried"] == "2"


async def test_who_hangs_up_while_it_rings_was_missed(
    exchange: Exchange, office: Exchange, told: Told
) -> None:
    wiring = wired(1, exchange.address, office_gateway=office.address, events_url=told.address)
    async with Kamailio(wiring, _now(RINGS, LI)) as kamailio:
        calls = await call(kamailio.port, scenario="hangs_up")
        _, missed = await told.until(2)
    assert calls.lost == 0, calls.words
    assert (missed.kind, missed.target, missed.details["reason"]) == ("missed", RINGS, "cancelled")
    assert exchange.reached == [], "nobody else is rung for a caller who has gone"


async def test_redirect_points_the_trunk_at_the_targets_in_their_order(
    exchange: Exchange, told: Told
) -> None:
    wiring = wired(
        1, "gw.example:5060", office_gateway="10.0.0.9:5060", mode="redirect", events_url=told.address
    )
    async with Kamailio(wiring, _now(OFFICE_NUMBER, WANG, ZHAO)) as kamailio:
        calls = await call(kamailio.port, scenario="redirected")
        (started,) = await told.until(1)
    assert calls.lost == 0, calls.words
    assert calls.words == (
        f"<sip:{OFFICE_NUMBER}@10.0.0.9:5060>;q=1.0, <sip:{WANG}@gw.example:5060>;q=0.9, "
        f"<sip:{ZHAO}@gw.example:5060>;q=0.8"
    )
    assert (started.kind, started.target) == ("started", OFFICE_NUMBER)


async def test_a_gateway_that_asks_who_we_are_is_told(exchange: Exchange) -> None:
    """Digest: the second INVITE proves it, and counts on by one as the standard wants it."""
    wiring = wired(1, exchange.address, gateway_user="shop", gateway_password="s3cret-word")
    async with Kamailio(wiring, _now(ASKS, LI)) as kamailio:
        calls = await call(kamailio.port)
        log = kamailio.log
    assert calls.who == {1: ASKS}, calls.words + "\n".join(exchange.reached) + log[-3000:]
    assert any("proved" in line and "2 INVITE" in line for line in exchange.reached)
    assert "s3cret-word" not in log


async def test_a_stranger_gets_no_answer(exchange: Exchange) -> None:
    """Everybody on the internet knocks at a SIP port: calls come from the trunk's addresses alone."""
    wiring = wired(1, "gw.example", trusted=("203.0.113.7",))
    async with Kamailio(wiring, _now(WANG)) as kamailio:
        calls = await call(kamailio.port, scenario="stranger")
        log = kamailio.log
    assert calls.lost == 0 and "none of the trunk's addresses" in log
    assert exchange.reached == []


async def test_what_it_has_is_told_to_nobody_without_the_token(exchange: Exchange) -> None:
    async with Kamailio(wired(1, exchange.address), _now(WANG)) as kamailio:
        assert (await kamailio.asked()).status_code == 200
        for token in ("none", "wrong", token_of(EVENTS, LINE_TOKEN)):
            refused = await kamailio.asked(token=token)
            assert refused.status_code == 401 and WANG not in refused.text
        assert (await kamailio.asked("/RPC")).status_code == 404
        assert (await kamailio.asked("/hotline/2")).status_code == 404


def _now(*numbers: str) -> str:
    """A plan whose only segment has begun, as the seed file holds it; 400… is the office."""
    chain = ",".join(("o" if number.startswith("400") else "p") + number for number in numbers)
    return f"1;{int(time.time()) - 60}>{chain}"
