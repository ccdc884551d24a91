"""After-sales under /api/v1, read: what is open, one case, a day, the log."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from litestar import Request, Response, get

from backend.orders.cases import reading
from backend.orders.cases.api.shapes import (
    CallersOrderOut,
    CaseCallOut,
    CaseOut,
    DayOut,
    HappenedOut,
    KindOfDayOut,
    OneCaseOut,
    TotalsOut,
    case_out,
)
from backend.orders.cases.day import cases_of_day
from backend.orders.cases.desk import exported
from backend.orders.cases.from_call import call_for_case
from backend.orders.cases.history import history_of
from backend.orders.cases.log import logged_cases, totals_of
from backend.orders.cases.order import order_for
from backend.orders.cases.queries import case_of, cases_of_order, open_cases
from backend.rules.clock import day_of
from backend.web.guards import allow

TAGS = ["after-sales"]
WORKS = [allow("orders.after-sales")]
SEES = [allow("orders.after-sales", "orders.view", "orders.finance")]
DESK = [allow("orders.view")]


@get("/api/v1/orders/cases", guards=SEES, tags=TAGS)
async def list_open(request: Request) -> list[CaseOut]:
    """What is not over, the most pressing first."""
    return [case_out(request, each) for each in await open_cases(request.user.department_id)]


@get("/api/v1/orders/cases/calls/{call_id:int}", guards=WORKS, tags=TAGS)
async def of_call(request: Request, call_id: int) -> CaseCallOut:
    """What registering from a call begins with: the orders under the caller's number, and what was registered from it
    already."""
    found = await call_for_case(request.user.department_id, call_id)
    orders = [
        CallersOrderOut(each.id, each.number, each.customer, each.paid, each.accepted_at, each.goods)
        for each in found.orders
    ]
    return CaseCallOut(
        call_id, found.caller, found.started_at, orders, [case_out(request, each) for each in found.cases]
    )


@get("/api/v1/orders/cases/{case_id:int}", guards=SEES, tags=TAGS)
async def one_case(request: Request, case_id: int) -> OneCaseOut:
    """One case and everything that was done about it, the latest first."""
    of = request.user.department_id
    case = await case_of(of, case_id)
    history = [
        HappenedOut(each.kind, each.at, each.name, each.details) for each in await history_of(of, case_id)
    ]
    return OneCaseOut(case_out(request, case), history)


@get("/api/v1/orders/{order_id:int}/cases", guards=SEES, tags=TAGS)
async def of_order(request: Request, order_id: int) -> list[CaseOut]:
    """Everything about one order, the latest first."""
    await order_for(request.user.department_id, order_id)
    found = await cases_of_order(request.user.department_id, order_id)
    return [case_out(request, each) for each in found]


@get("/api/v1/orders/cases/day", guards=SEES, tags=TAGS)
async def of_day(request: Request, day: date | None = None) -> DayOut:
    """What was done on a day, today's so far: for the dispatch log and the daily report."""
    viewer = request.user
    found = await cases_of_day(viewer.department_id, day or day_of(datetime.now(UTC), viewer.zone))
    kinds = [
        KindOfDayOut(each.kind, each.registered, each.arrived, each.checked, each.objected, each.over)
        for each in found.kinds
    ]
    cases = [case_out(request, each) for each in (*found.goods, *found.talks)]
    return DayOut(found.day, kinds, found.refunded, found.refunds, found.open, cases)


@get("/api/v1/orders/cases/log", guards=DESK, tags=TAGS)
async def list_logged(
    request: Request, day: date | None = None, until: date | None = None, kind: str = "", standing: str = "",
    owner: str = "", number: str = "", before: int | None = None,
) -> list[CaseOut]:  # fmt: skip
    """Registered from `day` to `until`, newest first, fifty at a time; `before` is the id to go on from."""
    viewer = request.user
    asked = reading.asked(viewer, datetime.now(UTC), day, until, kind, standing, owner, number)
    found = await logged_cases(viewer.department_id, asked, viewer.zone, before=before)
    return [case_out(request, each) for each in found]


@get("/api/v1/orders/cases/totals", guards=DESK, tags=TAGS)
async def totals(
    request: Request, day: date | None = None, until: date | None = None, kind: str = "", standing: str = "",
    owner: str = "", number: str = "",
) -> list[TotalsOut]:  # fmt: skip
    """Counts by kind, and how long it took."""
    viewer = request.user
    asked = reading.asked(viewer, datetime.now(UTC), day, until, kind, standing, owner, number)
    return [
        TotalsOut(
            each.kind, each.cases, each.open, each.late, each.over, each.in_time,
            int(each.took.total_seconds()) if each.took is not None else None,
        )
        for each in await totals_of(viewer.department_id, asked, viewer.zone)
    ]  # fmt: skip


@get("/api/v1/orders/cases/export/{file_format:str}", guards=DESK, tags=TAGS)
async def export(
    request: Request, file_format: str, day: date | None = None, until: date | None = None, kind: str = "",
    standing: str = "", owner: str = "", number: str = "",
) -> Response[bytes]:  # fmt: skip
    """A file, `csv` or `xlsx`. Each export is in the audit trail."""
    asked = reading.asked(request.user, datetime.now(UTC), day, until, kind, standing, owner, number)
    return await exported(request, asked, file_format)


handlers: list[Any] = [list_open, of_call, one_case, of_order, of_day, list_logged, totals, export]
