"""The desk's orders and figures under /api/v1."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from litestar import Request, Response, get
from msgspec import Struct

from backend.orders.desk.asked import Asked
from backend.orders.desk.figures import figures_of
from backend.orders.desk.looking import orders_of
from backend.orders.desk.present import queue_now
from backend.orders.desk.routes import ASKED, exported
from backend.web.guards import allow

TAGS = ["orders"]


class ListedOut(Struct):
    """One order, masked. `state`: open, reached, problem, stopped, confirmed, ended, unpaid, shipped or closed."""

    id: int
    platform: str
    number: str
    shop: str
    receiver: str
    phone: str
    paid: Decimal
    accepted_at: datetime
    state: str
    due_at: datetime | None
    reached_after_seconds: int | None
    missed: bool
    confirmed_at: datetime | None
    agent: str | None


class PresentOut(Struct):
    """The queue at this moment: `waiting` are not reached yet, some of them unclaimed or late."""

    at: datetime
    waiting: int
    unclaimed: int
    late: int
    problems: int
    oldest: datetime | None
    next_due: datetime | None


class MinuteOut(Struct):
    """Customers reached within the minute that begins so many minutes after; the last: or later."""

    after_minutes: int
    in_time: int
    late: int


class HourOut(Struct):
    hour: int
    accepted: int
    in_time: int
    missed: int


class AgentOut(Struct):
    person_id: int
    name: str
    taken: int
    handed: int
    reached: int
    median_seconds: int | None
    missed: int
    confirmed: int


class FiguresOut(Struct):
    """Of the orders that came in on these days; `apart` were not paid, and nobody had to reach anybody."""

    accepted: int
    reached: int
    in_time: int
    missed: int
    confirmed: int
    apart: int
    median_seconds: int | None
    reach_minutes: int
    minutes: list[MinuteOut]
    hours: list[HourOut]
    agents: list[AgentOut]


@get("/api/v1/orders/desk", dependencies=ASKED, guards=[allow("orders.view")], tags=TAGS)
async def list_orders(request: Request, asked: Asked, before: int | None = None) -> list[ListedOut]:
    """Orders of a day, or from `day` to `until` (92 days at most), newest first, fifty at a time; `before` is the id to
    go on from. `q` looks through all days: number, receiver, phone or its last four digits, waybill."""
    viewer = request.user
    return [
        ListedOut(
            each.id, each.platform, each.number, each.shop, each.receiver, each.phone, each.paid, each.accepted_at,
            each.state, each.due_at, each.seconds, each.missed, each.confirmed_at, each.agent,
        )
        for each in await orders_of(viewer.department_id, asked, viewer.zone, before=before)
    ]  # fmt: skip


@get("/api/v1/orders/desk/now", guards=[allow("orders.view")], tags=TAGS)
async def present(request: Request) -> PresentOut:
    """How the queue stands at this moment."""
    found = await queue_now(request.user.department_id, datetime.now(UTC))
    return PresentOut(
        found.at, found.waiting, found.unclaimed, found.late, found.problems, found.oldest, found.next_due
    )


@get("/api/v1/orders/desk/figures", dependencies=ASKED, guards=[allow("orders.view")], tags=TAGS)
async def figures(request: Request, asked: Asked) -> FiguresOut:
    """How soon customers were reached, in which hours orders came in, and who did what."""
    viewer = request.user
    reach = viewer.rules.orders.reach_minutes
    found = await figures_of(viewer.department_id, asked, viewer.zone, reach)
    totals = found.totals
    return FiguresOut(
        totals.accepted, totals.reached, totals.in_time, totals.missed, totals.confirmed, totals.apart, totals.median,
        reach,
        [MinuteOut(each.after, each.in_time, each.late) for each in found.minutes],
        [HourOut(each.hour, each.accepted, each.in_time, each.missed) for each in found.hours],
        [
            AgentOut(
                each.person_id, each.name, each.taken, each.handed, each.reached, each.median, each.missed,
                each.confirmed,
            )
            for each in found.agents
        ],
    )  # fmt: skip


@get(
    "/api/v1/orders/desk/export/{file_format:str}",
    dependencies=ASKED,
    guards=[allow("orders.view")],
    tags=TAGS,
)
async def export(request: Request, file_format: str, asked: Asked) -> Response[bytes]:
    """The same orders as a file, `csv` or `xlsx`; names and numbers in clear only with orders.manage."""
    return await exported(request, asked, file_format)


handlers = [list_orders, present, figures, export]
