"""The floor under /api/v1."""

from __future__ import annotations

from datetime import UTC, date, datetime

from litestar import Request, get
from msgspec import Struct

from backend.floor.routes import viewer_floor
from backend.web.guards import allow


class FloorPerson(Struct):
    """`state`: late, absent, present, break, extra (here without a shift), left, pause, later or gone."""

    person_id: int
    name: str
    state: str
    since: datetime | None
    expected: bool
    first_in: datetime | None
    late_minutes: int
    unverified: bool
    segments: list[tuple[datetime, datetime]]


class FloorOut(Struct):
    """`expected`: rostered for this moment; `present`: how many of them are here; `besides`: others who are."""

    at: datetime
    day: date
    expected: int
    present: int
    besides: int
    people: list[FloorPerson]


@get("/api/v1/floor", guards=[allow("floor.view")], tags=["floor"])
async def floor_of_department(request: Request) -> FloorOut:
    """Everybody who is rostered or present today, and how they stand now."""
    floor = await viewer_floor(request.user, datetime.now(UTC))
    people = [
        FloorPerson(
            row.person_id,
            row.name,
            row.state,
            row.since,
            row.expected,
            row.first_in.at if row.first_in else None,
            row.minutes,
            row.unverified,
            [(segment.start, segment.end) for shift in row.shifts for segment in shift.segments],
        )
        for row in floor.rows
    ]
    return FloorOut(floor.at, floor.today, floor.expected, floor.present, floor.besides, people)


handlers = [floor_of_department]
