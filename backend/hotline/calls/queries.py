"""Open call-backs, and the log of calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.infra import db
from backend.infra.together import Read, Rows
from backend.rules.clock import day_interval

PAGE = 50
MOST_EXPORTED = 50_000
OUTCOMES = ("answered", "missed")


@dataclass(frozen=True, slots=True)
class OpenCallback:
    """Somebody who waits for a call. `tries`: how often nobody answered us. `due_from`: where the time began to run.
    `call_id`: the last call of theirs that was missed."""

    id: int
    caller: str
    times: int
    missed_at: datetime
    last_missed_at: datetime
    due_at: datetime
    claimed_by: int | None
    holder: str | None
    claimed_at: datetime | None
    tries: int
    note: str
    due_from: datetime
    call_id: int | None = None

    def late(self, at: datetime) -> bool:
        return self.due_at <= at


@dataclass(frozen=True, slots=True)
class LoggedCall:
    """One line of the log. `task`: what came of a missed one (open, or the outcome of its call-back); "" for none."""

    id: int
    caller: str
    person_id: int | None
    name: str | None
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    seconds: int | None
    outcome: str
    why: str
    task: str
    done_at: datetime | None
    done_by: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which calls: days of the department, from and to inclusive; `outcome` answered or missed; whose."""

    start: date
    end: date
    outcome: str = ""
    person_id: int | None = None

    def values(self, department_id: int, zone: ZoneInfo) -> tuple[Any, ...]:
        first, last = day_interval(self.start, zone), day_interval(self.end, zone)
        return department_id, first.start, last.end, self.outcome, self.person_id


@dataclass(frozen=True, slots=True)
class Totals:
    """Of the calls that were asked for. `wait` and `talk`: the middle one, in seconds. `tasks`: call-backs that are
    done with or whose time is over; `in_time`: those whose caller was called back, or got through, before it was."""

    calls: int
    answered: int
    missed: int
    running: int
    wait: int | None
    talk: int | None
    tasks: int
    in_time: int

    @property
    def answered_share(self) -> int | None:
        known = self.answered + self.missed
        return round(self.answered / known * 100) if known else None


@dataclass(frozen=True, slots=True)
class Hour:
    """How many calls began in one hour of the day, over all days that were asked for."""

    hour: int
    answered: int
    missed: int

    @property
    def calls(self) -> int:
        return self.answered + self.missed


async def open_callbacks(department_id: int) -> tuple[OpenCallback, ...]:
    """Those that are due first, first. One round trip."""
    return tuple(OpenCallback(**row) for row in await db.fetch(_OPEN, department_id))


async def calls_of(
    department_id: int, asked: Asked, zone: ZoneInfo, *, before: int | None = None, limit: int = PAGE
) -> tuple[LoggedCall, ...]:
    """The newest first, one page; `before` is the id of the call to go on from."""
    rows = await db.fetch(_CALLS, *asked.values(department_id, zone), before, limit)
    return tuple(LoggedCall(**row) for row in rows)


async def totals_of(department_id: int, asked: Asked, zone: ZoneInfo) -> Totals:
    row = await db.fetchrow(_TOTALS, *asked.values(department_id, zone))
    assert row is not None
    return Totals(**row)


async def hours_of(department_id: int, asked: Asked, zone: ZoneInfo) -> tuple[Hour, ...]:
    """All 24 of them, on the department's wall."""
    rows = await db.fetch(_HOURS, *asked.values(department_id, zone), str(zone))
    found = {row["hour"]: row for row in rows}
    return tuple(
        Hour(hour, found[hour]["answered"], found[hour]["missed"]) if hour in found else Hour(hour, 0, 0)
        for hour in range(24)
    )


async def people_of_calls(department_id: int, since: datetime) -> list[tuple[int, str]]:
    """Whose calls there are, for the filter."""
    return [(row["id"], row["name"]) for row in await db.fetch(_PEOPLE, department_id, since)]


async def history_of(department_id: int, since: datetime, limit: int = 20) -> tuple[LoggedCall, ...]:
    """The latest calls, for the phone's page."""
    rows = await db.fetch(_RECENT, department_id, since, limit)
    return tuple(LoggedCall(**row) for row in rows)


def lately(at: datetime) -> datetime:
    """How far back the phone's page looks."""
    return at - timedelta(hours=48)


_OPEN = """
SELECT callback.id, callback.caller, callback.times, callback.missed_at, callback.last_missed_at, callback.due_at,
    callback.claimed_by, person.name AS holder, callback.claimed_at, callback.tries, coalesce(attempt.note, '') AS note,
    coalesce(attempt.at, callback.missed_at) AS due_from,
    (SELECT max(call.id) FROM call WHERE call.department_id = callback.department_id AND call.caller = callback.caller
        AND call.callback_id = callback.id) AS call_id
FROM callback
LEFT JOIN person ON person.id = callback.claimed_by
LEFT JOIN LATERAL (
    SELECT note, at FROM callback_attempt
    WHERE department_id = callback.department_id AND callback_id = callback.id ORDER BY at DESC, id DESC LIMIT 1
) AS attempt ON true
WHERE callback.department_id = $1 AND callback.done_at IS NULL
ORDER BY callback.due_at, callback.id
"""
_LINE = """
call.id, call.caller, call.person_id, person.name, call.started_at, call.answered_at, call.ended_at, call.seconds,
    call.outcome, call.why,
    CASE WHEN callback.id IS NULL THEN '' WHEN callback.done_at IS NULL THEN 'open' ELSE callback.outcome END AS task,
    callback.done_at, doer.name AS done_by
FROM call
LEFT JOIN person ON person.id = call.person_id
LEFT JOIN callback ON callback.id = call.callback_id AND callback.department_id = call.department_id
LEFT JOIN person AS doer ON doer.id = callback.done_by
"""
_WHICH = """
call.department_id = $1 AND call.started_at >= $2 AND call.started_at < $3
  AND ($4 = '' OR call.outcome = $4 OR ($4 = 'missed' AND call.outcome = 'ended'))
  AND ($5::bigint IS NULL OR call.person_id = $5)
"""
_CALLS = f"""
SELECT {_LINE}
WHERE {_WHICH}
  AND ($6::bigint IS NULL OR (call.started_at, call.id) < (
    SELECT started_at, id FROM call WHERE id = $6 AND department_id = $1
  ))
ORDER BY call.started_at DESC, call.id DESC LIMIT $7
"""
_RECENT = f"""
SELECT {_LINE} WHERE call.department_id = $1 AND call.started_at >= $2
ORDER BY call.started_at DESC, call.id DESC LIMIT $3
"""
_TOTALS = f"""
SELECT count(*) AS calls, count(*) FILTER (WHERE call.outcome = 'answered') AS answered,
    count(*) FILTER (WHERE call.outcome IN ('missed', 'ended')) AS missed,
    count(*) FILTER (WHERE call.outcome = 'open') AS running,
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM call.answered_at - call.started_at)))::int AS wait,
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY call.seconds))::int AS talk,
    count(DISTINCT callback.id) FILTER (
        WHERE callback.done_at IS NOT NULL OR callback.overdue_for = callback.due_at
    ) AS tasks,
    count(DISTINCT callback.id) FILTER (WHERE callback.done_at <= callback.due_at) AS in_time
FROM call LEFT JOIN callback ON callback.id = call.callback_id AND callback.department_id = call.department_id
WHERE {_WHICH}
"""
_HOURS = f"""
SELECT extract(hour FROM call.started_at AT TIME ZONE $6)::int AS hour,
    count(*) FILTER (WHERE call.outcome = 'answered') AS answered,
    count(*) FILTER (WHERE call.outcome IN ('missed', 'ended')) AS missed
FROM call WHERE {_WHICH} GROUP BY 1
"""
_PEOPLE = """
SELECT person.id, person.name FROM person WHERE person.department_id = $1 AND EXISTS (
    SELECT FROM call WHERE call.department_id = $1 AND call.person_id = person.id AND call.started_at >= $2
) ORDER BY person.name
"""


def _callbacks(rows: Rows, at: datetime) -> tuple[OpenCallback, ...]:
    return tuple(OpenCallback(**row) for row in rows)


OPEN_CALLBACKS = Read(
    "callbacks", _OPEN, _callbacks, ("missed_at", "last_missed_at", "due_at", "claimed_at", "due_from")
)
"""The open ones, read together with others."""
