"""Handover logs as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.infra.refusal import not_found
from backend.infra.together import Read, Rows

PAGE = 40


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody by name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a log. `args` have their instants as datetimes; `done_at`: settled, or taken back, meanwhile."""

    id: int
    source: str
    sentence: str
    args: dict[str, Any]
    note: str
    url: str
    due_at: datetime | None
    noted_by: Named | None
    taken_by: Named | None
    done_at: datetime | None
    to_do: bool


@dataclass(frozen=True, slots=True)
class Log:
    """A handover log. `state`: open, confirmed, unconfirmed or dropped."""

    id: int
    ends_at: datetime
    comes_at: datetime | None
    closes_at: datetime
    opened_at: datetime
    state: str
    leaving: tuple[Named, ...]
    coming: tuple[Named, ...]
    handed_over_by: Named | None
    handed_over_at: datetime | None
    taken_over_by: Named | None
    taken_over_at: datetime | None
    closed_at: datetime | None
    items: tuple[Item, ...]

    @property
    def open_items(self) -> tuple[Item, ...]:
        """What is still to be done."""
        return tuple(item for item in self.items if item.done_at is None and item.to_do)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where its items come from, notes last."""
        names = dict.fromkeys(item.source for item in self.items if item.source != "note")
        return (*names, "note") if any(item.source == "note" for item in self.items) else tuple(names)

    def of(self, source: str) -> tuple[Item, ...]:
        """The items of one source, those that are still open first."""
        return tuple(
            sorted(
                (item for item in self.items if item.source == source),
                key=lambda item: item.done_at is not None,
            )
        )

    def leaves(self, person_id: int) -> bool:
        return any(each.id == person_id for each in self.leaving)

    def comes(self, person_id: int) -> bool:
        return any(each.id == person_id for each in self.coming)


async def handover_log(department_id: int, handover_id: int) -> Log:
    """One log with everything in it; of another department: not found."""
    logs = await _logs(_ONE, department_id, handover_id)
    if not logs:
        raise not_found()
    return logs[0]


async def handover_logs(department_id: int, *, before: int | None = None, limit: int = PAGE) -> list[Log]:
    """Logs, the latest first; `before` is the id to go on from."""
    return await _logs(_LATEST, department_id, before, limit)


async def open_logs(department_id: int) -> list[Log]:
    """What is being handed over now, the earliest first."""
    return await _logs(_OPEN, department_id)


async def colleagues(department_id: int) -> list[Named]:
    """Everybody who may take something, by name."""
    return [Named(row["id"], row["name"]) for row in await db.fetch(_PEOPLE, department_id)]


async def _logs(sql: str, *values: Any) -> list[Log]:
    """One round trip: items and names come with their logs."""
    return [_log(row) for row in await db.fetch(sql, *values)]


_LOGS = """
SELECT log.*, (
    SELECT coalesce(jsonb_object_agg(person.id, person.name), '{{}}') FROM person WHERE person.department_id = $1 AND (
        log.leaving @> to_jsonb(person.id) OR log.coming @> to_jsonb(person.id)
        OR person.id IN (log.handed_over_by, log.taken_over_by)
        OR EXISTS (SELECT FROM handover_item AS item WHERE item.department_id = $1 AND item.handover_id = log.id
            AND person.id IN (item.noted_by, item.taken_by)))
) AS names, (
    SELECT coalesce(jsonb_agg(to_jsonb(item) ORDER BY item.to_do, item.due_at NULLS LAST, item.id), '[]')
    FROM handover_item AS item WHERE item.department_id = $1 AND item.handover_id = log.id
) AS items
FROM (SELECT * FROM handover WHERE department_id = $1 AND {where}) AS log {order}
"""
_ONE = _LOGS.format(where="id = $2", order="")
_LATEST = _LOGS.format(
    where="""state <> 'dropped' AND ($2::bigint IS NULL OR (ends_at, id) < (
        SELECT ends_at, id FROM handover AS last WHERE last.department_id = $1 AND last.id = $2))
    ORDER BY ends_at DESC, id DESC LIMIT $3""",
    order="ORDER BY log.ends_at DESC, log.id DESC",
)
_OPEN = _LOGS.format(where="state = 'open'", order="ORDER BY log.ends_at")
_PEOPLE = "SELECT id, name FROM person WHERE department_id = $1 AND left_at IS NULL ORDER BY name, id"


def _log(row: Any) -> Log:
    names = {int(key): name for key, name in row["names"].items()}

    def named(person_id: int | None) -> Named | None:
        return Named(person_id, names.get(person_id, "")) if person_id is not None else None

    return Log(
        row["id"], row["ends_at"], row["comes_at"], row["closes_at"], row["opened_at"], row["state"],
        tuple(Named(each, names.get(each, "")) for each in row["leaving"]),
        tuple(Named(each, names.get(each, "")) for each in row["coming"]),
        named(row["handed_over_by"]), row["handed_over_at"],
        named(row["taken_over_by"]), row["taken_over_at"],
        row["closed_at"],
        tuple(
            Item(
                item["id"], item["source"], item["sentence"],
                {key: _instant(value) for key, value in item["args"].items()},
                item["note"], item["url"], _instant(item["due_at"]),
                named(item["noted_by"]), named(item["taken_by"]), _instant(item["done_at"]),
                item["to_do"],
            )
            for item in row["items"]
        ),
    )  # fmt: skip


def _instant(value: Any) -> Any:
    """ISO text of an instant as the instant; everything else as it is."""
    if isinstance(value, str) and len(value) >= 19 and value[4:5] == "-" and value[10:11] == "T":
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value


def _open(rows: Rows, at: datetime) -> tuple[Log, ...]:
    return tuple(map(_log, rows))


OPEN_LOGS = Read(
    "handovers",
    _OPEN,
    _open,
    ("ends_at", "comes_at", "closes_at", "opened_at", "handed_over_at", "taken_over_at", "closed_at"),
)
"""The open ones, read together with others."""
