"""What Kamailio tells about calls: one event a line, each written as a query string.

What a caller has chosen, Call-ID and own number, comes in hexadecimal, so that it cannot pass for anything else.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from urllib.parse import parse_qs

from backend.infra.telephony.adapter import CallEvent

KINDS = ("started", "answered", "missed", "ended")
LONGEST, MOST = 160, 200
DETAILS = ("version", "tried", "reason")


def events_in(body: bytes) -> tuple[CallEvent, ...]:
    """ValueError for what is not understood: nothing of a batch is taken then."""
    try:
        lines = [line for line in body.decode("ascii").splitlines() if line]
    except UnicodeDecodeError:
        raise ValueError("not ASCII") from None
    if not 0 < len(lines) <= MOST:
        raise ValueError("no events, or too many at once")
    return tuple(_event(line) for line in lines)


def _event(line: str) -> CallEvent:
    said = {name: values[0] for name, values in parse_qs(line.replace("+", "%2B")).items()}
    kind, call_id = said.get("kind", ""), _chosen(said.get("call", ""))
    if kind not in KINDS or not call_id:
        raise ValueError("an event has a kind and a call")
    call_id = call_id if len(call_id) <= LONGEST else hashlib.sha256(call_id.encode()).hexdigest()
    try:
        at = datetime.fromtimestamp(int(said["at"]), UTC)
        seconds = max(0, int(said["seconds"])) if "seconds" in said else None
    except (KeyError, ValueError, OverflowError, OSError):
        raise ValueError("an event has a time in seconds") from None
    return CallEvent(
        call_id,
        kind,
        at,
        f"{call_id}:{kind}",  # each happens once to a call: a repetition is the same event
        caller=_chosen(said.get("caller", ""))[:LONGEST],
        target=said.get("target", "")[:LONGEST],
        seconds=seconds,
        details={name: said[name][:LONGEST] for name in DETAILS if name in said},
    )


def _chosen(text: str) -> str:
    """Without what no database keeps and no log should print."""
    read = bytes.fromhex(text).decode("utf-8", "replace")
    return "".join(sign for sign in read if sign.isprintable())
