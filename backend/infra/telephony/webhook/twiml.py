"""TwiML: one target is dialled, and the `action` address asks us for the next one when it does not answer.

Whom a call has tried already stands in that address as marks that say nothing about the numbers; nothing is kept
between two requests, so any process can answer any of them, and a plan that changes in the middle of a call is no harm.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.sax.saxutils import escape, quoteattr

from backend.infra.telephony.adapter import Answer, CallEvent, Inbound
from backend.infra.telephony.plain import LONGEST_CALL, LONGEST_ID, LONGEST_NUMBER, moment
from backend.rules.hotline import Plan, Target

REACHED = ("completed", "answered")
OVER = ("completed", "busy", "failed", "no-answer", "canceled")
MOST_TRIED = 12

Params = Mapping[str, str]


def pairs(request: Inbound) -> list[tuple[str, str]]:
    """The POST parameters as they were sent."""
    return parse_qsl(
        request.body.decode("utf-8", errors="replace"), keep_blank_values=True, max_num_fields=200
    )


def answer(
    request: Inbound, said: Params, plan: Plan, at: datetime, *, secret: str, addresses: tuple[str, str],
    ring_seconds: int, sorry: str,
) -> Answer:  # fmt: skip
    """The next target of the chain, the end of the call once somebody was reached, or the sentence of regret."""
    tried = _tried(request)
    waiting = _untried(plan, at, tried, secret)
    if _reached(said) or _hung_up(said, tried):
        return _response("<Hangup/>")
    if not waiting:
        return _response((f'<Say language="zh-CN">{escape(sorry)}</Say>' if sorry else "") + "<Hangup/>")
    inbound, events = addresses
    following = f"{inbound}?{urlencode({'tried': '.'.join([*tried, _mark(secret, waiting[0].number)])})}"
    number = (
        f'<Number statusCallback={quoteattr(events)} statusCallbackEvent="answered completed" '
        f'statusCallbackMethod="POST">{escape(waiting[0].number)}</Number>'
    )
    return _response(
        f'<Dial timeout="{ring_seconds}" action={quoteattr(following)} method="POST">{number}</Dial>'
    )


def events_of_question(
    request: Inbound, said: Params, plan: Plan, at: datetime, secret: str
) -> tuple[CallEvent, ...]:
    """What the question tells: a call began; or how the last target went, and with it perhaps the whole call."""
    call_id, caller, tried = _call_id(said), _number(said, "From"), _tried(request)
    if not call_id:
        return ()
    if not tried:
        return (CallEvent(call_id, "started", at, f"{call_id}:started", caller=caller),)
    target = _marked(plan, at, tried[-1], secret)
    if _reached(said):
        seconds = _seconds(said, "DialCallDuration") or 0
        since = at - timedelta(seconds=seconds)
        return (
            CallEvent(call_id, "answered", since, f"{call_id}:reached", caller=caller, target=target),
            CallEvent(call_id, "ended", at, f"{call_id}:done", caller, target, seconds),
        )
    if _hung_up(said, tried) or not _untried(plan, at, tried, secret):
        return (CallEvent(call_id, "missed", at, f"{call_id}:missed", caller=caller, target=target),)
    return ()


def events_of_callback(said: Params, at: datetime) -> tuple[CallEvent, ...]:
    """A status callback: of the call itself, or of the leg to one target (it names its parent). ValueError."""
    own, parent, status = _text(said, "CallSid"), _text(said, "ParentCallSid"), said.get("CallStatus", "")
    if not own or not status:
        raise ValueError("no CallSid or no CallStatus")
    when = _when(said, at)
    if parent:
        return _of_leg(said, parent, own, status, when)
    caller = _number(said, "From")
    kind = {"queued": "started", "initiated": "started", "ringing": "started", "completed": "ended"}.get(
        status
    )
    if status in OVER and kind is None:
        kind = "missed"
    return (CallEvent(own, kind, when, f"{own}:{status}", caller=caller),) if kind else ()


def _of_leg(said: Params, call_id: str, leg: str, status: str, when: datetime) -> tuple[CallEvent, ...]:
    """A leg that nobody answered is no news: the question for the next target tells it."""
    target = _number(said, "To") or _number(said, "Called")
    if status == "in-progress":
        return (CallEvent(call_id, "answered", when, f"{leg}:{status}", target=target),)
    if status == "completed":
        seconds = _seconds(said, "CallDuration")
        return (CallEvent(call_id, "ended", when, f"{leg}:{status}", target=target, seconds=seconds),)
    return ()


def _reached(said: Params) -> bool:
    return said.get("DialCallStatus", "") in REACHED


def _hung_up(said: Params, tried: list[str]) -> bool:
    """The caller is gone: the call itself is over, and nobody was reached."""
    return bool(tried) and said.get("CallStatus", "") in OVER


def _tried(request: Inbound) -> list[str]:
    query = dict(parse_qsl(urlsplit(request.url).query))
    return [mark for mark in query.get("tried", "").split(".") if mark][:MOST_TRIED]


def _untried(plan: Plan, at: datetime, tried: list[str], secret: str) -> list[Target]:
    if len(tried) >= MOST_TRIED:
        return []
    return [each for each in plan.at(at).targets if _mark(secret, each.number) not in tried]


def _mark(secret: str, number: str) -> str:
    return hmac.new(secret.encode(), b"tried:" + number.encode(), hashlib.sha256).hexdigest()[:10]


def _marked(plan: Plan, at: datetime, mark: str, secret: str) -> str:
    """Which number of the plan a mark stands for; empty when it is not in the plan any more."""
    numbers = {each.number for each in plan.at(at).targets} | {
        each.number for segment in plan.segments for each in segment.targets
    }
    return next((number for number in numbers if _mark(secret, number) == mark), "")


def _response(inside: str) -> Answer:
    return Answer(
        f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'.encode(), "application/xml"
    )


def _call_id(said: Params) -> str:
    return _text(said, "CallSid")


def _text(said: Params, name: str) -> str:
    return said.get(name, "").replace("\0", "")[:LONGEST_ID]


def _number(said: Params, name: str) -> str:
    return said.get(name, "").replace("\0", "")[:LONGEST_NUMBER]


def _seconds(said: Params, name: str) -> int | None:
    value = said.get(name, "")
    return min(int(value), LONGEST_CALL) if value.isascii() and value.isdigit() and len(value) < 9 else None


def _when(said: Params, at: datetime) -> datetime:
    try:
        return moment(parsedate_to_datetime(said["Timestamp"]), at)
    except (KeyError, ValueError, TypeError):
        return at
