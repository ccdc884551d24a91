"""A vendor that asks at each call: whom it is led to, what it tells, and that nobody else gets an answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from backend.infra.telephony.adapter import Forged, Inbound
from backend.infra.telephony.signed import Seen, twilio_signature
from backend.infra.telephony.webhook import Webhook, WebhookSettings
from backend.rules.hotline import Plan
from tests.support.vendors import SECRET, json_request, twilio_request
from tests.telephony.contract import LI, OFFICE_NUMBER, WANG, ZHAO, TelephonyContract, plan_of

PLACE = "https://dangban.example.com/telephony/k3y"
INBOUND, EVENTS = f"{PLACE}/inbound", f"{PLACE}/events"
CALLER = "+8613912345678"


def webhook(form: str, sorry: str = "") -> Webhook:
    return Webhook(WebhookSettings(form, SECRET, sorry), INBOUND, EVENTS, ring_seconds=15)


@dataclass
class Asking:
    """A vendor that asks us has nothing of its own to provide or to cut."""

    system: Webhook
    request: Inbound

    async def provide(self, plan: Plan) -> None: ...

    async def cut(self) -> None: ...

    def genuine(self) -> Inbound:
        return self.request


class TestTwiml(TelephonyContract):
    @pytest.fixture
    async def bench(self) -> Asking:
        request = twilio_request(
            EVENTS, CallSid="CA2", ParentCallSid="CA1", CallStatus="in-progress", To=WANG, From=CALLER
        )
        return Asking(webhook("twiml"), request)


class TestPlainJson(TelephonyContract):
    @pytest.fixture
    async def bench(self) -> Asking:
        told = {"event_id": "7", "call_id": "a1", "kind": "missed", "caller": CALLER}
        return Asking(webhook("json"), json_request(EVENTS, datetime.now(UTC), **told))


def read(body: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(body)


def follow(body: bytes, **said: str) -> Inbound:
    """The question that the vendor asks next, at the address that the answer names."""
    dial = read(body).find("Dial")
    assert dial is not None
    return twilio_request(dial.attrib["action"], CallSid="CA1", From=CALLER, **said)


NOW = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
FIRST = twilio_request(INBOUND, CallSid="CA1", From=CALLER, CallStatus="ringing")


def test_twiml_dials_one_after_the_other_until_the_chain_ends() -> None:
    plan, system = plan_of(1, NOW, WANG, chain=(LI, OFFICE_NUMBER)), webhook("twiml", "稍后给您回电")
    request, dialled = FIRST, []
    while (dial := read(system.answer_inbound(request, plan, NOW).body).find("Dial")) is not None:
        number = dial.find("Number")
        assert number is not None and dial.attrib["timeout"] == "15"
        assert number.attrib["statusCallback"] == EVENTS
        dialled.append(number.text)
        answer = system.answer_inbound(request, plan, NOW)
        request = follow(answer.body, CallStatus="in-progress", DialCallStatus="no-answer")
    assert dialled == [WANG, LI, OFFICE_NUMBER]
    last, events = system.received(request, plan, NOW)
    assert [part.tag for part in read(last.body)] == [
        "Say",
        "Hangup",
    ] and "稍后给您回电" in last.body.decode()
    assert [(event.kind, event.call_id, event.caller) for event in events] == [("missed", "CA1", CALLER)]


def test_numbers_stand_in_no_address() -> None:
    body = webhook("twiml").answer_inbound(FIRST, plan_of(1, NOW, WANG), NOW).body
    dial = read(body).find("Dial")
    assert dial is not None and WANG not in dial.attrib["action"]


def test_a_plan_that_changes_in_the_middle_of_a_call_repeats_nobody() -> None:
    """21:00 comes while Wang's mobile rings: whoever is next by then is tried, Wang not once more."""
    system = webhook("twiml")
    before, after = plan_of(1, NOW, WANG, chain=(LI,)), plan_of(2, NOW, ZHAO, chain=(WANG, LI))
    request = follow(system.answer_inbound(FIRST, before, NOW).body, DialCallStatus="busy")
    second = system.answer_inbound(request, after, NOW).body
    assert ZHAO in second.decode() and WANG not in second.decode()
    third = system.answer_inbound(follow(second, DialCallStatus="failed"), after, NOW).body
    assert LI in third.decode()


def test_somebody_reached_is_told_with_who_and_how_long() -> None:
    plan, system = plan_of(1, NOW, WANG), webhook("twiml")
    request = follow(
        system.answer_inbound(FIRST, plan, NOW).body, DialCallStatus="completed", DialCallDuration="95"
    )
    answer, events = system.received(request, plan, NOW)
    assert [part.tag for part in read(answer.body)] == ["Hangup"]
    assert [(event.kind, event.target, event.seconds) for event in events] == [
        ("answered", WANG, None),
        ("ended", WANG, 95),
    ]
    assert events[0].at == NOW - timedelta(seconds=95)


def test_a_caller_who_hangs_up_while_it_rings_was_missed() -> None:
    plan, system = plan_of(1, NOW, WANG, chain=(LI,)), webhook("twiml")
    request = follow(
        system.answer_inbound(FIRST, plan, NOW).body, CallStatus="completed", DialCallStatus="no-answer"
    )
    answer, events = system.received(request, plan, NOW)
    assert read(answer.body).find("Dial") is None and [event.kind for event in events] == ["missed"]


def test_the_signature_is_the_one_that_twilio_documents() -> None:
    """The example of its own documentation, so that we check what they make and not what we make."""
    said = {
        "CallSid": "CA1234567890ABCDE", "Caller": "+12349013030", "Digits": "1234", "From": "+12349013030",
        "To": "+18005551212",
    }  # fmt: skip
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert twilio_signature("12345", url, said.items()) == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="


@pytest.mark.parametrize(
    "asked", [INBOUND.replace(".com/", ".com:443/"), INBOUND], ids=["port written", "port left out"]
)
def test_a_port_that_goes_without_saying_may_be_signed_or_not(asked: str) -> None:
    signed = twilio_request(INBOUND, CallSid="CA1", CallStatus="ringing")
    assert (
        webhook("twiml").answer_inbound(replace(signed, url=asked), plan_of(1, NOW, WANG), NOW).status == 200
    )


@pytest.mark.parametrize("part", ["url", "body", "secret"])
def test_what_was_changed_on_the_way_is_refused(part: str) -> None:
    changed = {
        "url": replace(FIRST, url=INBOUND.replace("k3y", "k3z")),
        "body": replace(FIRST, body=FIRST.body + b"&From=x"),
        "secret": twilio_request(INBOUND, "another secret", CallSid="CA1", CallStatus="ringing"),
    }[part]
    with pytest.raises(Forged):
        webhook("twiml").answer_inbound(changed, plan_of(1, NOW, WANG), NOW)


@pytest.mark.parametrize("form", ["twiml", "json"])
def test_a_line_without_a_secret_is_open_to_nobody(form: str) -> None:
    system = Webhook(WebhookSettings(form), INBOUND, EVENTS)
    request = (
        twilio_request(INBOUND, "", CallSid="CA1") if form == "twiml" else json_request(INBOUND, NOW, "")
    )
    with pytest.raises(Forged):
        system.answer_inbound(request, plan_of(1, NOW, WANG), NOW)


def test_json_gives_the_whole_chain_and_until_when_it_holds() -> None:
    plan = plan_of(4, NOW, WANG, chain=(LI,))
    answer, events = webhook("json").received(
        json_request(INBOUND, NOW, call_id="a1", caller=CALLER), plan, NOW
    )
    assert json.loads(answer.body) == {
        "version": 4,
        "until": (NOW + timedelta(minutes=30)).isoformat(),
        "targets": [{"number": WANG, "ring_seconds": 15}, {"number": LI, "ring_seconds": 15}],
    }
    assert [(event.kind, event.call_id, event.caller) for event in events] == [("started", "a1", CALLER)]


def test_a_question_is_answered_once() -> None:
    request, plan, system = json_request(INBOUND, NOW, call_id="a2"), plan_of(1, NOW, WANG), webhook("json")
    system.answer_inbound(request, plan, NOW)
    with pytest.raises(Forged, match="seen before"):
        system.answer_inbound(request, plan, NOW + timedelta(seconds=9))


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_question_is_refused_and_so_is_one_from_the_future(minutes: int) -> None:
    request = json_request(INBOUND, NOW, call_id="a3")
    with pytest.raises(Forged, match="five minutes"):
        webhook("json").answer_inbound(request, plan_of(1, NOW, WANG), NOW + timedelta(minutes=minutes))


def test_what_was_seen_is_forgotten_when_it_is_too_old_to_count_anyway() -> None:
    seen = Seen(keep_seconds=600, most=3)
    assert [seen.take(key, NOW) for key in "aab"] == [True, False, True]
    assert not seen.take("a", NOW + timedelta(seconds=599)) and seen.take("a", NOW + timedelta(seconds=601))


@pytest.mark.parametrize(
    "told",
    [
        {"call_id": "a1", "kind": "exploded"},
        {"kind": "missed"},
        {"call_id": "a1", "kind": "ended", "seconds": -1},
        {"call_id": "a1", "kind": "ended", "seconds": True},
        {"call_id": "x" * 161, "kind": "missed"},
        {"call_id": "a1", "kind": "missed", "at": "yesterday"},
        {"call_id": "a\0", "kind": "missed"},
        {"call_id": "a\ud800", "kind": "missed"},
        {"events": []},
        {"events": [{"call_id": "a1", "kind": "missed"}] * 201},
        {"events": [7]},
    ],
)
def test_nonsense_is_a_value_error(told: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        webhook("json").parse_events(json_request(EVENTS, NOW, **told), NOW)


@pytest.mark.parametrize("away", [timedelta(hours=8), timedelta(days=-400)])
def test_a_time_far_away_from_ours_is_taken_for_now(away: timedelta) -> None:
    told = {"call_id": "a1", "kind": "missed", "at": (NOW + away).isoformat()}
    assert webhook("json").parse_events(json_request(EVENTS, NOW, **told), NOW)[0].at == NOW


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"CallSid": "CA1", "CallStatus": "ringing"}, [("CA1", "started")]),
        ({"CallSid": "CA1", "CallStatus": "completed"}, [("CA1", "ended")]),
        ({"CallSid": "CA1", "CallStatus": "canceled"}, [("CA1", "missed")]),
        ({"CallSid": "CA2", "ParentCallSid": "CA1", "CallStatus": "in-progress"}, [("CA1", "answered")]),
        ({"CallSid": "CA2", "ParentCallSid": "CA1", "CallStatus": "completed"}, [("CA1", "ended")]),
        ({"CallSid": "CA2", "ParentCallSid": "CA1", "CallStatus": "no-answer"}, []),
        ({"CallSid": "CA1", "CallStatus": "in-progress"}, []),
    ],
)
def test_status_callbacks_say_what_became_of_the_call(
    said: dict[str, str], told: list[tuple[str, str]]
) -> None:
    events = webhook("twiml").parse_events(twilio_request(EVENTS, **said), NOW)
    assert [(event.call_id, event.kind) for event in events] == told
