"""What Kamailio tells us about calls: in order, once, and later where we were away; no call waits for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backend.infra.telephony.adapter import Forged, Inbound
from backend.infra.telephony.sip import CONTROL, EVENTS, Sip, SipSettings, token_of
from tests.sip.conftest import until
from tests.sip.test_calls import _now
from tests.support.calls import CUSTOMER, Exchange, call
from tests.support.kamailio import LINE_TOKEN, Kamailio, wired
from tests.support.told import Told
from tests.telephony.contract import WANG

EVIL = ("139&kind=missed&call=x%0Akind=ended", "139+?/;=$,", "anonymous", "")


async def test_a_call_is_started_answered_and_ended(exchange: Exchange, told: Told) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    async with Kamailio(wired(1, exchange.address, events_url=told.address), _now(WANG)) as kamailio:
        assert (await call(kamailio.port, spoken_ms=2100)).lost == 0
        started, answered, ended = await told.until(3)
    assert [each.kind for each in (started, answered, ended)] == ["started", "answered", "ended"]
    assert len({each.call_id for each in (started, answered, ended)}) == 1
    assert {each.target for each in (started, answered, ended)} == {WANG}
    assert {each.caller for each in (started, answered, ended)} == {CUSTOMER}
    assert 2 <= (ended.seconds or 0) <= 3
    assert before <= started.at <= answered.at < ended.at <= datetime.now(UTC) + timedelta(seconds=1)
    assert started.details["version"] == "1"


@pytest.mark.parametrize("away", ["down", "silent", "failing"])
async def test_while_we_are_away_calls_go_on_and_what_happened_comes_later(
    away: str, exchange: Exchange, measured: Callable[[str], None]
) -> None:
    """We are down, we never answer, we answer with errors: 20 calls, every event once and in order."""
    told = Told()
    async with told:
        address = told.address
        told.silent = away == "silent"
        told.answers = [503, 401, 500] if away == "failing" else []
        if away == "down":
            await told.__aexit__()
        async with Kamailio(wired(1, exchange.address, events_url=address), _now(WANG)) as kamailio:
            calls = await call(kamailio.port, 20, rate=10)
            assert calls.lost == 0 and calls.p99 < 1500
            assert not told.events or away == "failing"
            waiting = (await kamailio.system.standing()).waiting
            assert waiting > 0 or away == "failing"
            told.silent = False
            if away == "down":
                await told.again()
            events = await told.until(60, 20)
            await until(lambda: _all_told(kamailio), 10)
    assert Counter(each.kind for each in events) == {"started": 20, "answered": 20, "ended": 20}
    assert len({each.event_id for each in events}) == 60
    assert [each.at for each in events] == sorted(each.at for each in events)
    measured(
        f"Dangban {away}: answer p99 {calls.p99:.1f} ms, 60 of 60 events came later in {len(told.requests)} requests"
    )


async def test_what_we_call_nonsense_does_not_block_what_follows(exchange: Exchange, told: Told) -> None:
    told.answers = [422]
    async with Kamailio(wired(1, exchange.address, events_url=told.address), _now(WANG)) as kamailio:
        await call(kamailio.port)
        await told.until_asked(1)
        await call(kamailio.port)
        await until(lambda: [each for each in told.events if each.kind == "ended"], 10)
        assert "events refused with 422: kind=started" in kamailio.log, "it is not lost without a trace"


async def test_what_a_stranger_puts_into_a_call_stays_inside_its_place(
    exchange: Exchange, told: Told
) -> None:
    """A name with line ends, ampersands and quotes in it cannot make up an event of its own, and is put through."""
    async with Kamailio(wired(1, exchange.address, events_url=told.address), _now(WANG)) as kamailio:
        for number, evil in enumerate(EVIL, 1):
            calls = await call(kamailio.port, caller=evil)
            assert calls.lost == 0, calls.words
            events = await told.until(3 * number)
            assert [each.kind for each in events[-3:]] == ["started", "answered", "ended"]
            assert {each.target for each in events[-3:]} == {WANG}
    assert {each.caller for each in told.events[:3]} == {EVIL[0]}


async def test_only_kamailios_own_token_is_believed() -> None:
    bearer = {"authorization": f"Bearer {token_of(EVENTS, LINE_TOKEN)}"}
    genuine = Inbound(
        "POST", "/", bearer, b"kind=started&call=6140&at=1795000000&caller=2b38&target=+86138\n"
    )
    system = Sip(SipSettings(), 1, LINE_TOKEN)
    (event,) = system.parse_events(genuine, datetime.now(UTC))
    assert (event.call_id, event.caller, event.target) == ("a@", "+8", "+86138")
    for token in (token_of(CONTROL, LINE_TOKEN), token_of(EVENTS, "another line"), "令牌"):
        with pytest.raises(Forged):
            system.parse_events(
                replace(genuine, headers={"authorization": f"Bearer {token}"}), datetime.now(UTC)
            )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n",
        b"kind=started",
        b"kind=started&call=61",
        b"kind=began&call=61&at=1",
        b"kind=started&call=61&at=soon",
        b"kind=started&call=61&at=99999999999999999999",
        b"kind=ended&call=61&at=1&seconds=long",
        b"kind=ended&call=a-call&at=1",
        b"kind=ended&call=0000&at=1",
        b"\xff\xfe",
        b"kind=started&call=61&at=1\n" * 201,
    ],
)
async def test_nonsense_is_refused_as_a_whole(body: bytes) -> None:
    bearer = {"authorization": f"Bearer {token_of(EVENTS, LINE_TOKEN)}"}
    with pytest.raises(ValueError, match=r"\w"):
        Sip(SipSettings(), 1, LINE_TOKEN).parse_events(Inbound("POST", "/", bearer, body), datetime.now(UTC))


async def test_a_very_long_call_id_keeps_one_name() -> None:
    bearer = {"authorization": f"Bearer {token_of(EVENTS, LINE_TOKEN)}"}
    body = f"kind=started&call={'78' * 500}&at=1795000000".encode()
    read = [
        Sip(SipSettings(), 1, LINE_TOKEN).parse_events(Inbound("POST", "/", bearer, body), datetime.now(UTC))
        for _ in range(2)
    ]
    assert read[0] == read[1] and len(read[0][0].event_id) < 160


async def _all_told(kamailio: Kamailio) -> bool:
    return (await kamailio.system.standing()).waiting == 0
