"""What happened to an order, line by line, in words. The sentence of a line is `order-event-…`; see the catalogues."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.orders.masking import veil_for
from backend.people.viewer import Actor

MOST = 300
"""Lines that a page shows; nothing that people do to one order comes near."""


@dataclass(frozen=True, slots=True)
class Line:
    """`who` did it, None for the program itself. `sentence` is a message id, filled by `args`; `quote` is what somebody
    typed; `moment` belongs to the sentence (a deadline, an agreed call); `made_at`: the phone's time of a tap that
    waited for the network."""

    id: int
    at: datetime
    kind: str
    who: str | None
    sentence: str
    args: dict[str, str | int] = field(default_factory=dict)
    quote: str = ""
    moment: datetime | None = None
    made_at: datetime | None = None


async def history_of(by: Actor, order_id: int) -> tuple[Line, ...]:
    """The newest first; what people typed as `by` may read it. 404 in another department."""
    veil = await veil_for(by, order_id)
    lines = [line_of(row) for row in await db.fetch(_EVENTS, by.department_id, order_id, MOST)]
    return tuple(replace(line, quote=veil(line.quote)) for line in lines)


async def events_so_far(department_id: int, order_id: int) -> int:
    """How many there are. They are never taken away: as many as before are the same as before."""
    return int(await db.fetchval(_SO_FAR, department_id, order_id))


def line_of(row: Any) -> Line:
    """The words for one event; a kind that nobody knows here is told by its name."""
    told = row["details"]
    sentence, args = _VARIANTS.get(row["kind"], _plain)(row["kind"], told)
    if row["person"]:
        args["name"] = row["person"]
    args.setdefault("name", "–")
    quote = _quote(row["kind"], told)
    return Line(
        row["id"], row["at"], row["kind"], row["who"], "order-event-" + sentence, args, quote,
        _instant(told.get("due_at") or told.get("due") or told.get("call_at")), _instant(told.get("made_at")),
    )  # fmt: skip


QUOTES = {"problem": "what", "solved": "outcome", "stopped": "reason", "resumed": "why", "confirmed": "why"}
"""Where an event keeps what somebody typed; any other keeps it as `said`."""

Words = tuple[str, dict[str, Any]]


def _quote(kind: str, told: dict[str, Any]) -> str:
    return str(told.get(QUOTES.get(kind, "said")) or (kind == "case" and told.get("what")) or "")


def _plain(kind: str, told: dict[str, Any]) -> Words:
    return kind, {}


def _checked(kind: str, told: dict[str, Any]) -> Words:
    return ("checked" if told.get("passed") else "unchecked"), {"point": told["point"]}


def _about(kind: str, told: dict[str, Any]) -> Words:
    return kind, {"point": told["point"]}


def _problem(kind: str, told: dict[str, Any]) -> Words:
    return ("problem-finance" if told.get("post") == "finance" else kind), {"point": told["point"]}


def _given(kind: str, told: dict[str, Any]) -> Words:
    post = "" if told.get("person") else told.get("post", "")
    return "-".join(filter(None, (kind, post))), {"point": told["point"]}


def _solved(kind: str, told: dict[str, Any]) -> Words:
    how = next((how for how in ("taken_back", "amended", "stopped") if told.get(how)), "")
    return ("-".join(filter(None, (kind, how.replace("_", "-"))))), {"point": told["point"]}


def _attended(kind: str, told: dict[str, Any]) -> Words:
    return ("attended-amended" if told.get("amended") else kind), {"mark": told["mark"]}


def _amended(kind: str, told: dict[str, Any]) -> Words:
    return kind, {"field": told["field"]}


def _platform(kind: str, told: dict[str, Any]) -> Words:
    return kind, {"fields": "|".join(told.get("fields", ()))}


def _called(kind: str, told: dict[str, Any]) -> Words:
    return f"{kind}-{told['outcome']}", {}


def _reached(kind: str, told: dict[str, Any]) -> Words:
    seconds = int(told.get("seconds", 0))
    return kind, {"minutes": seconds // 60, "seconds": seconds % 60}


def _returned(kind: str, told: dict[str, Any]) -> Words:
    return f"{kind}-{told.get('why') or 'given-back'}", {}


def _handed(kind: str, told: dict[str, Any]) -> Words:
    return kind, {}


def _confirmed(kind: str, told: dict[str, Any]) -> Words:
    return ("confirmed" if told.get("reached", True) else "confirmed-unreached"), {}


def _accepted(kind: str, told: dict[str, Any]) -> Words:
    return f"{kind}-{told.get('source') or 'file'}", {}


def _case(kind: str, told: dict[str, Any]) -> Words:
    return kind, {"of": told.get("of", ""), "step": told.get("step", "")}


_VARIANTS: dict[str, Callable[[str, dict[str, Any]], Words]] = {
    "accepted": _accepted,
    "amended": _amended,
    "attended": _attended,
    "called": _called,
    "case": _case,
    "checked": _checked,
    "confirmed": _confirmed,
    "overdue": _about,
    "platform": _platform,
    "problem": _problem,
    "problem-handed": _given,
    "problem-put-off": _about,
    "reached": _reached,
    "returned": _returned,
    "solved": _solved,
    "told": _about,
}


def _instant(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


_SO_FAR = "SELECT count(*) FROM order_event WHERE department_id = $1 AND order_id = $2"
_EVENTS = """
SELECT event.id, event.at, event.kind, event.details, actor.name AS who, other.name AS person
FROM order_event AS event
LEFT JOIN person AS actor ON actor.id = event.actor_id
LEFT JOIN person AS other ON other.department_id = $1
    AND other.id = coalesce((event.details->>'person')::bigint, (event.details->>'owner')::bigint)
WHERE event.department_id = $1 AND event.order_id = $2
ORDER BY event.at DESC, event.id DESC LIMIT $3
"""
