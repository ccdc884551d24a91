"""The orders of an export file, each at its moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from backend.infra.refusal import Refusal
from backend.orders.files import open_table
from backend.rules.orders.draft import Draft
from backend.rules.orders.layouts import Folded, Reading, Row, recognise


@dataclass(frozen=True, slots=True)
class Due:
    """An order, and how many seconds after the first one it came in on its day."""

    after: float
    draft: Draft


def read_day(path: Path, zone: ZoneInfo) -> list[Draft]:
    """The orders of a file in the order in which they came in; refused ones are left out as the import does it. 422 for
    headings that nobody knows."""
    rows: dict[str, list[Row]] = {}
    with open_table(path, lambda cells: recognise(cells) is not None) as table:
        layout = recognise(table.headings)
        if layout is None:
            raise Refusal("replay-file-unknown", 422)
        reading = Reading.of(layout, table.headings, zone)
        for row in table.rows():
            rows.setdefault(reading.number_of(row), []).append(row)
    read = [reading.fold(of_order) for number, of_order in rows.items() if number]
    drafts = [each.draft for each in read if isinstance(each, Folded) and moment_of(each.draft)]
    return sorted(drafts, key=lambda draft: (moment_of(draft) or datetime.min, draft.number))


def moment_of(draft: Draft) -> datetime | None:
    """When it came in: paid, else ordered."""
    return draft.paid_at or draft.ordered_at


def of_hour(drafts: list[Draft], hour: str, zone: ZoneInfo) -> list[Draft]:
    """Those of one hour of the wall clock; `busiest`: of the one with the most."""
    if not hour:
        return drafts
    hours: dict[str, list[Draft]] = {}
    for draft in drafts:
        moment = moment_of(draft)
        assert moment is not None
        hours.setdefault(f"{moment.astimezone(zone):%Y-%m-%d %H}", []).append(draft)
    if hour == "busiest":
        return max(hours.values(), key=len, default=[])
    return [draft for at, those in hours.items() if at.endswith(f" {int(hour):02}") for draft in those]


def at_speed(drafts: list[Draft], speed: float) -> list[Due]:
    """The same with the seconds after which each is sent."""
    moments = [moment for draft in drafts if (moment := moment_of(draft))]
    return [
        Due((moment - moments[0]).total_seconds() / speed, draft)
        for moment, draft in zip(moments, drafts, strict=True)
    ]
