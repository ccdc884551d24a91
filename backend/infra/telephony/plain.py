"""Our own plain form in JSON: for vendors who can sign and send what we describe, and for scripts in between.

A call: `{"call_id": "a1", "caller": "13800005678"}`. Events: one object or `{"events": […]}` of
`{"event_id", "call_id", "kind": "started|answered|missed|ended", "at", "caller", "target", "seconds"}`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.infra.telephony.adapter import Answer, CallEvent
from backend.rules.hotline import Plan

KINDS = ("started", "answered", "missed", "ended")
LONGEST_ID, LONGEST_NUMBER, MOST_EVENTS = 160, 40, 200
LONGEST_CALL = 24 * 3600
AHEAD, BEHIND = timedelta(minutes=5), timedelta(days=7)
"""How far a vendor's clock may be away from ours; a moment further away than that is taken for now."""


def answer(plan: Plan, at: datetime, ring_seconds: int) -> Answer:
    """The whole chain, to be tried in this order, and until when it holds."""
    segment = plan.at(at)
    targets = [{"number": each.number, "ring_seconds": ring_seconds} for each in segment.targets]
    said = {"version": plan.version, "until": segment.span.end.isoformat(), "targets": targets}
    return Answer(json.dumps(said).encode(), "application/json")


def started(body: bytes, at: datetime) -> tuple[CallEvent, ...]:
    """What the question itself tells: a call has come in. Nothing, where it does not say which. ValueError."""
    said = _read(body)
    if not isinstance(said, dict) or not said.get("call_id"):
        return ()
    call_id = _text(said, "call_id", LONGEST_ID)
    caller = _text(said, "caller", LONGEST_NUMBER)
    return (CallEvent(call_id, "started", at, f"{call_id}:asked", caller=caller),)


def events(body: bytes, at: datetime) -> tuple[CallEvent, ...]:
    """ValueError for what is not understood: nothing of a batch is taken then."""
    said = _read(body)
    listed = said.get("events", [said]) if isinstance(said, dict) else said
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_EVENTS:
        raise ValueError("no events, or too many at once")
    return tuple(_event(each, at) for each in listed)


def moment(said: datetime, at: datetime) -> datetime:
    """A vendor's time in UTC; one without a zone, or far away from ours, is not believed."""
    return said.astimezone(UTC) if said.tzinfo and at - BEHIND <= said <= at + AHEAD else at


def _event(said: Any, at: datetime) -> CallEvent:
    if not isinstance(said, dict):
        raise ValueError("an event is an object")
    kind, call_id = said.get("kind"), _text(said, "call_id", LONGEST_ID)
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}")
    if not call_id:
        raise ValueError("call_id is missing")
    return CallEvent(
        call_id,
        kind,
        moment(datetime.fromisoformat(said["at"]), at) if isinstance(said.get("at"), str) else at,
        _text(said, "event_id", LONGEST_ID) or f"{call_id}:{kind}",
        caller=_text(said, "caller", LONGEST_NUMBER),
        target=_text(said, "target", LONGEST_NUMBER),
        seconds=_seconds(said.get("seconds")),
    )


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise ValueError("not JSON") from None


def _text(said: dict[str, Any], name: str, longest: int) -> str:
    value = said.get(name, "")
    if value is None:
        return ""
    if not isinstance(value, str | int) or len(str(value)) > longest or not _can_be_kept(str(value)):
        raise ValueError(f"{name} is a text of at most {longest} characters")
    return str(value)


def _can_be_kept(text: str) -> bool:
    """Neither a NUL nor half of a character."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _seconds(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_CALL:
        raise ValueError("seconds is a number from 0 to 86400")
    return int(value)
