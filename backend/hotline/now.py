"""The hotline at a moment, in one round trip: whom it reaches, until when, and who is asked to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.infra.together import Read, Rows
from backend.rules.hotline import PERSON, Plan, Segment, nothing_planned
from backend.web.formats import mask_mobile


@dataclass(frozen=True, slots=True)
class Asked:
    """The confirmation of a night that is asked for, or was given."""

    watch_id: int
    starts_at: datetime
    ends_at: datetime
    state: str
    asked_ids: tuple[int, ...]
    person_id: int | None
    confirmed_by: int | None


@dataclass(frozen=True, slots=True)
class HotlineNow:
    """`trouble`: away (the telephone side cannot be reached), drift (it says something else), or nothing."""

    department_id: int
    line_id: int
    number: str
    at: datetime
    plan: Plan
    names: dict[int, str]
    trouble: str
    trouble_since: datetime | None
    asked: tuple[Asked, ...]

    @property
    def segment(self) -> Segment:
        return self.plan.at(self.at)

    @property
    def until(self) -> datetime:
        """When calls next go to another number."""
        return self.next.span.start if self.next else self.plan.span.end

    @property
    def next(self) -> Segment | None:
        """What comes after, at another number; None where the plan ends first."""
        number = self.segment.target.number
        later = (each for each in self.plan.segments if each.span.start > self.at)
        return next((each for each in later if each.target.number != number), None)

    def who(self, segment: Segment) -> str:
        """The name of the one who has it; empty for the office."""
        person_id = segment.target.person_id
        return self.names.get(person_id, "") if person_id is not None else ""

    def shown(self, segment: Segment) -> str:
        """A person's number masked, the office's as it is."""
        target = segment.target
        return mask_mobile(target.number) if target.kind == PERSON else target.number

    def asked_of(self, person_id: int) -> Asked | None:
        """The confirmation that waits for this person."""
        waiting = (each for each in self.asked if each.state != "confirmed" and person_id in each.asked_ids)
        return next(waiting, None)


async def hotline_now(department_id: int, at: datetime) -> HotlineNow | None:
    """None where the department has no line, or it is switched off."""
    row = await db.fetchrow(_NOW, department_id, at)
    return _now(row, at) if row else None


def _now(row: Any, at: datetime) -> HotlineNow:
    plan = Plan.from_dict(row["plan"]) if row["plan"] else nothing_planned(row["office_number"])
    trouble = "away" if row["failing_since"] else "drift" if row["drifting_since"] else ""
    return HotlineNow(
        row["department_id"],
        row["id"],
        row["number"],
        at,
        plan,
        {int(person_id): name for person_id, name in (row["names"] or {}).items()},
        trouble,
        row["failing_since"] or row["drifting_since"],
        tuple(_asked(each) for each in row["watches"] or ()),
    )


def _asked(kept: dict[str, Any]) -> Asked:
    return Asked(
        kept["id"],
        datetime.fromisoformat(kept["starts_at"]),
        datetime.fromisoformat(kept["ends_at"]),
        kept["state"],
        tuple(each["person_id"] for each in kept["asked"]),
        kept["person_id"],
        kept["confirmed_by"],
    )


_NOW = """
SELECT line.id, line.department_id, line.number, line.office_number, newest.plan, standing.failing_since,
    standing.drifting_since,
    (SELECT jsonb_object_agg(person.id, person.name) FROM person WHERE person.department_id = line.department_id
        AND person.id IN (SELECT (found ->> 'person_id')::bigint
            FROM jsonb_path_query(newest.plan, '$.segments[*].targets[*]') AS found)) AS names,
    (SELECT jsonb_agg(to_jsonb(watch) ORDER BY watch.starts_at) FROM hotline_watch AS watch
        WHERE watch.department_id = line.department_id AND watch.ends_at > $2) AS watches
FROM hotline_line AS line
JOIN department ON department.id = line.department_id
LEFT JOIN hotline_standing AS standing ON standing.line_id = line.id
LEFT JOIN LATERAL (
    SELECT plan FROM hotline_plan WHERE line_id = line.id ORDER BY version DESC LIMIT 1
) AS newest ON true
WHERE line.department_id = $1 AND line.enabled
  AND coalesce((department.rules -> 'hotline' ->> 'enabled')::boolean, false)
"""


def _only(rows: Rows, at: datetime) -> HotlineNow | None:
    return _now(rows[0], at) if rows else None


HOTLINE_NOW = Read("hotline", _NOW, _only, ("failing_since", "drifting_since"))
"""The same answer, read together with others."""
