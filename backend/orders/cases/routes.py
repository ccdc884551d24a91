"""After-sales on the phone: what is mine, one case and its next step, registering one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from litestar import Request, Response, get, post

from backend.infra.refusal import Refusal
from backend.orders.cases import handover as _handover  # noqa: F401  # registers what a shift leaves open
from backend.orders.cases import reading
from backend.orders.cases.day import cases_of_day
from backend.orders.cases.from_call import call_for_case
from backend.orders.cases.history import history_of
from backend.orders.cases.looking import look_at_customer
from backend.orders.cases.order import order_by_number, order_for
from backend.orders.cases.owning import add_word, hand_case, put_off
from backend.orders.cases.queries import (
    case_of,
    grouped,
    open_cases,
    who_works_on_cases,
)
from backend.orders.cases.registering import hours_for, register_case
from backend.orders.cases.stepping import take_step
from backend.people.viewer import Viewer
from backend.rules.clock import day_of
from backend.rules.orders.cases import GOODS, KINDS, OUTCOMES
from backend.web.guards import allow
from backend.web.onward import fields, onward
from backend.web.parts import part_of
from backend.web.render import page, partial

GUARD = [allow("orders.after-sales")]
SEES = [allow("orders.after-sales", "orders.view", "orders.finance")]
"""Who pays back, or looks after others, sees every case without working on after-sales."""


@get("/orders/cases", guards=SEES, include_in_schema=False)
async def cases(request: Request, show: str = "all") -> Response[Any]:
    """What I look after, what waits for me as the second person, what others look after; with `show` mine or late that
    alone."""
    return page(request, "cases/cases.html", here="orders", **await _open(request.user, show))


@get("/orders/cases/open", guards=[*SEES, part_of("/orders/cases")], include_in_schema=False)
async def cases_open(request: Request, show: str = "all") -> Response[Any]:
    """The list alone, fetched anew when something has changed."""
    return partial(request, "cases/_open.html", **await _open(request.user, show))


@get("/orders/cases/today", guards=SEES, include_in_schema=False)
async def cases_today(request: Request, day: date | None = None) -> Response[Any]:
    """Today's after-sales, or those of the day that was asked for."""
    return page(request, "cases/day.html", here="orders", **await _day(request.user, day))


@get("/orders/cases/today/part", guards=[*SEES, part_of("/orders/cases/today")], include_in_schema=False)
async def cases_today_alone(request: Request, day: date | None = None) -> Response[Any]:
    return partial(request, "cases/_day.html", **await _day(request.user, day))


@get("/orders/cases/new", guards=GUARD, include_in_schema=False)
async def new_case(
    request: Request, kind: str = "", order: int | None = None, call: int | None = None, number: str = ""
) -> Response[Any]:
    """The form. With `number` the order of that number is looked for first; without a kind it asks which. From a call
    its caller's only order is taken to be meant, until `order=0` says that it is not."""
    viewer: Viewer = request.user
    kind = kind if kind in KINDS else ""
    came = await call_for_case(viewer.department_id, call) if call is not None else None
    if not order and number.strip():
        order = await order_by_number(viewer.department_id, number)
    if order is None and came is not None and not number.strip():
        order = came.only_order
    context: dict[str, Any] = {
        "kind": kind,
        "number": number.strip(),
        "order": await order_for(viewer.department_id, order) if order else None,
        "no_order": order == 0,
        "call": came,
        "people": await who_works_on_cases(viewer.department_id),
        "goods_kinds": GOODS,
        "kinds": KINDS,
        "due_at": _usual_deadline(viewer, kind),
    }
    return page(request, "cases/new.html", here="orders", **context)


@post("/orders/cases", guards=GUARD, include_in_schema=False)
async def register(request: Request) -> Response[Any]:
    """Registers it and leads on to it."""
    given = await fields(request)
    viewer: Viewer = request.user
    order_id = reading.whole(given.get("order_id", ""), "number")
    if order_id is None and given.get("number"):
        order_id = await order_by_number(viewer.department_id, given["number"])
        if order_id is None:
            raise Refusal("cases-order-unknown", field="number")
    case_id = await register_case(viewer, reading.told(given, viewer, order_id), datetime.now(UTC))
    return onward(request, f"/orders/cases/{case_id}")


@get("/orders/cases/{case_id:int}", guards=SEES, include_in_schema=False)
async def case(request: Request, case_id: int) -> Response[Any]:
    """One case: what to do next, and everything that was done."""
    return page(request, "cases/case.html", here="orders", **await _one(request.user, case_id))


@get(
    "/orders/cases/{case_id:int}/part",
    guards=[*SEES, part_of("/orders/cases/{case_id}")],
    include_in_schema=False,
)
async def case_alone(request: Request, case_id: int) -> Response[Any]:
    return await _case(request, case_id)


@post("/orders/cases/{case_id:int}/steps", guards=SEES, include_in_schema=False, status_code=200)
async def step(request: Request, case_id: int) -> Response[Any]:
    """The next step. From the list (`back=list`) the list is answered."""
    given = await fields(request)
    await take_step(request.user, case_id, given.get("step", ""), datetime.now(UTC), reading.said(given))
    if given.get("back") == "list":
        return partial(request, "cases/_open.html", **await _open(request.user, given.get("show", "all")))
    return await _case(request, case_id)


@post("/orders/cases/{case_id:int}/owner", guards=GUARD, include_in_schema=False, status_code=200)
async def owner(request: Request, case_id: int) -> Response[Any]:
    given = await fields(request)
    owner_id = reading.whole(given.get("owner_id", ""), "owner_id")
    await hand_case(request.user, case_id, owner_id, datetime.now(UTC), given.get("said", ""))
    return await _case(request, case_id)


@post("/orders/cases/{case_id:int}/deadline", guards=GUARD, include_in_schema=False, status_code=200)
async def deadline(request: Request, case_id: int) -> Response[Any]:
    given = await fields(request)
    due_at = reading.moment(given.get("due_at", ""), request.user)
    await put_off(request.user, case_id, due_at, datetime.now(UTC), given.get("said", ""))
    return await _case(request, case_id)


@post("/orders/cases/{case_id:int}/words", guards=GUARD, include_in_schema=False, status_code=200)
async def word(request: Request, case_id: int) -> Response[Any]:
    await add_word(request.user, case_id, (await fields(request)).get("said", ""), datetime.now(UTC))
    return await _case(request, case_id)


@post("/orders/cases/{case_id:int}/customer", guards=SEES, include_in_schema=False, status_code=200)
async def customer(request: Request, case_id: int) -> Response[Any]:
    """The customer in the clear, to call; each look is written down."""
    found = await look_at_customer(request.user, case_id, datetime.now(UTC))
    return partial(request, "cases/_customer.html", case_id=case_id, customer=found)


handlers: list[Any] = [
    cases, cases_open, cases_today, cases_today_alone, new_case, register, case, case_alone, step, owner, deadline,
    word, customer,
]  # fmt: skip


async def _open(viewer: Viewer, show: str) -> dict[str, Any]:
    found, now = await open_cases(viewer.department_id), datetime.now(UTC)
    shown = {
        "all": found,
        "mine": tuple(case for case in found if case.owner_id == viewer.person_id),
        "late": tuple(case for case in found if case.late(now)),
    }
    show = show if show in shown else "all"
    return {
        "groups": grouped(shown[show], viewer.person_id, viewer.may),
        "counts": {name: len(cases) for name, cases in shown.items()},
        "show": show,
        "now": now,
    }


async def _day(viewer: Viewer, day: date | None) -> dict[str, Any]:
    today = day_of(datetime.now(UTC), viewer.zone)
    asked = min(day or today, today)
    return {
        "found": await cases_of_day(viewer.department_id, asked),
        "before": asked - timedelta(days=1),
        "after": asked + timedelta(days=1) if asked < today else None,
        "today": today,
        "now": datetime.now(UTC),
    }


async def _one(viewer: Viewer, case_id: int) -> dict[str, Any]:
    found = await case_of(viewer.department_id, case_id)
    return {
        "case": found,
        "steps": found.steps_for(viewer.person_id, viewer.may),
        "history": await history_of(viewer.department_id, case_id),
        "people": await who_works_on_cases(viewer.department_id) if found.closed_at is None else [],
        "outcomes": OUTCOMES[found.kind],
        "now": datetime.now(UTC),
    }


async def _case(request: Request, case_id: int) -> Response[Any]:
    return partial(request, "cases/_case.html", **await _one(request.user, case_id))


def _usual_deadline(viewer: Viewer, kind: str) -> datetime | None:
    if not kind or viewer.rules is None:
        return None
    return datetime.now(UTC) + timedelta(hours=hours_for(kind, viewer.rules.orders))
