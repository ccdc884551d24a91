"""After-sales under /api/v1: everything that its screens do."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Meta, Struct

from backend.infra.refusal import Refusal
from backend.orders.cases import reading
from backend.orders.cases.day import cases_of_day
from backend.orders.cases.desk import exported
from backend.orders.cases.from_call import call_for_case
from backend.orders.cases.history import history_of
from backend.orders.cases.log import logged_cases, totals_of
from backend.orders.cases.looking import look_at_customer
from backend.orders.cases.order import order_for
from backend.orders.cases.owning import add_word, hand_case, put_off
from backend.orders.cases.planning import MOST, plan_follow_ups
from backend.orders.cases.queries import Case, case_of, cases_of_order, open_cases
from backend.orders.cases.registering import Told, register_case
from backend.orders.cases.stepping import Said, take_step
from backend.rules.clock import day_of
from backend.web.guards import allow

TAGS = ["after-sales"]
WORKS = [allow("orders.after-sales")]
SEES = [allow("orders.after-sales", "orders.view", "orders.finance")]
DESK = [allow("orders.view")]


class GoodsOut(Struct):
    title: str
    quantity: int


class CaseOut(Struct):
    """`kind`: return, exchange, refund, complaint, review, follow-up. `state`: registered, on-the-way, arrived,
    checked, objected, settled, refunded, withdrawn. `customer` is masked. `steps`: what you may do now.
    Amounts are CNY."""

    id: int
    kind: str
    state: str
    order_id: int | None
    number: str
    call_id: int | None
    customer: str
    what: str
    goods: list[GoodsOut]
    amount: Decimal | None
    waybill: str
    sent_waybill: str
    registered_by: int
    registered_at: datetime
    owner_id: int
    owner: str
    due_at: datetime
    received_by: int | None
    received_at: datetime | None
    checked_by: int | None
    checked_at: datetime | None
    closed_at: datetime | None
    outcome: str
    steps: list[str]


class CallersOrderOut(Struct):
    id: int
    number: str
    customer: str
    paid: Decimal
    accepted_at: datetime
    goods: str


class CaseCallOut(Struct):
    """`caller` is masked, "–" where the number was withheld. `orders`: the latest five under that number."""

    id: int
    caller: str
    started_at: datetime
    orders: list[CallersOrderOut]
    cases: list[CaseOut]


class HappenedOut(Struct):
    kind: str
    at: datetime
    name: str
    details: dict[str, Any]


class OneCaseOut(Struct):
    case: CaseOut
    history: list[HappenedOut]


class CaseIn(Struct):
    """A return, exchange or refund needs an order; the others an order, a call or a contact. `items`: how many of which
    line of the order, by the line's id. The same `request_key` registers once."""

    kind: str
    what: str
    order_id: int | None = None
    call_id: int | None = None
    contact: str = ""
    items: dict[str, int] = {}
    amount: Decimal | None = None
    waybill: str = ""
    owner_id: int | None = None
    due_at: datetime | None = None
    request_key: UUID | None = None


class StepIn(Struct):
    """`waybill` with send, and with settle for the goods that were sent; `outcome` with settle; `amount` with refund,
    where it is less than was registered; `said` with object and withdraw."""

    step: Annotated[str, Meta(description="send, arrive, check, object, refund, settle or withdraw")]
    said: str = ""
    outcome: str = ""
    amount: Decimal | None = None
    waybill: str = ""


class OwnerIn(Struct):
    owner_id: int
    said: str = ""


class DeadlineIn(Struct):
    due_at: datetime
    said: str


class WordIn(Struct):
    said: str


class CustomerOut(Struct):
    """`words`: what was typed about the case with the customer's own data in it, the earliest first."""

    name: str
    phone: str
    words: list[str]


class FollowUpsIn(Struct):
    """Calls for the orders that were confirmed on `day`; each to whoever of `owner_ids` has the fewest open cases."""

    day: date
    owner_ids: list[int]
    what: str
    due_at: datetime | None = None
    most: int = MOST


class PlannedOut(Struct):
    case_ids: list[int]


class KindOfDayOut(Struct):
    kind: str
    registered: int
    arrived: int
    checked: int
    objected: int
    over: int


class DayOut(Struct):
    """`refunded`: CNY paid back that day. `open`: not over at the end of it."""

    day: date
    kinds: list[KindOfDayOut]
    refunded: Decimal
    refunds: int
    open: int
    cases: list[CaseOut]


class TotalsOut(Struct):
    """`took_seconds`: the middle time from registering to the outcome."""

    kind: str
    cases: int
    open: int
    late: int
    over: int
    in_time: int
    took_seconds: int | None


@get("/api/v1/orders/cases", guards=SEES, tags=TAGS)
async def list_open(request: Request) -> list[CaseOut]:
    """What is not over, the most pressing first."""
    return [_out(request, each) for each in await open_cases(request.user.department_id)]


@post("/api/v1/orders/cases", guards=WORKS, tags=TAGS)
async def add_case(request: Request, data: CaseIn) -> CaseOut:
    """Registers a case. 422 for more goods than were ordered or more money than was paid."""
    items = {_item(item_id): count for item_id, count in data.items.items()}
    told = Told(
        data.kind, data.what, data.order_id, data.call_id, data.contact, items, data.amount, data.waybill,
        data.owner_id, data.due_at, data.request_key,
    )  # fmt: skip
    case_id = await register_case(request.user, told, datetime.now(UTC))
    return _out(request, await case_of(request.user.department_id, case_id))


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
        call_id, found.caller, found.started_at, orders, [_out(request, each) for each in found.cases]
    )


@get("/api/v1/orders/cases/{case_id:int}", guards=SEES, tags=TAGS)
async def one_case(request: Request, case_id: int) -> OneCaseOut:
    """One case and everything that was done about it, the latest first."""
    of = request.user.department_id
    case = await case_of(of, case_id)
    history = [
        HappenedOut(each.kind, each.at, each.name, each.details) for each in await history_of(of, case_id)
    ]
    return OneCaseOut(_out(request, case), history)


@post("/api/v1/orders/cases/{case_id:int}/steps", guards=SEES, tags=TAGS, status_code=200)
async def add_step(request: Request, case_id: int, data: StepIn) -> CaseOut:
    """One step further. 403 for who registered goods and wants to check them, 409 for a step that is not due now."""
    said = Said(data.said, data.outcome, data.amount, data.waybill)
    await take_step(request.user, case_id, data.step, datetime.now(UTC), said)
    return _out(request, await case_of(request.user.department_id, case_id))


@post("/api/v1/orders/cases/{case_id:int}/owner", guards=WORKS, tags=TAGS, status_code=204)
async def set_owner(request: Request, case_id: int, data: OwnerIn) -> None:
    """Hands it to somebody by name; they are told."""
    await hand_case(request.user, case_id, data.owner_id, datetime.now(UTC), data.said)


@post("/api/v1/orders/cases/{case_id:int}/deadline", guards=WORKS, tags=TAGS, status_code=204)
async def set_deadline(request: Request, case_id: int, data: DeadlineIn) -> None:
    """Another deadline, with a reason."""
    await put_off(request.user, case_id, data.due_at, datetime.now(UTC), data.said)


@post("/api/v1/orders/cases/{case_id:int}/words", guards=WORKS, tags=TAGS, status_code=204)
async def add_words(request: Request, case_id: int, data: WordIn) -> None:
    """What was done or heard."""
    await add_word(request.user, case_id, data.said, datetime.now(UTC))


@post("/api/v1/orders/cases/{case_id:int}/customer", guards=SEES, tags=TAGS, status_code=200)
async def customer(request: Request, case_id: int) -> CustomerOut:
    """Whom to call, in the clear; each look is in the audit trail."""
    found = await look_at_customer(request.user, case_id, datetime.now(UTC))
    return CustomerOut(found.name, found.phone, list(found.words))


@get("/api/v1/orders/{order_id:int}/cases", guards=SEES, tags=TAGS)
async def of_order(request: Request, order_id: int) -> list[CaseOut]:
    """Everything about one order, the latest first."""
    await order_for(request.user.department_id, order_id)
    found = await cases_of_order(request.user.department_id, order_id)
    return [_out(request, each) for each in found]


@post("/api/v1/orders/cases/follow-ups", guards=[allow("orders.manage")], tags=TAGS)
async def plan(request: Request, data: FollowUpsIn) -> PlannedOut:
    """Plans follow-up calls; orders that have one already are left out."""
    done = await plan_follow_ups(
        request.user, data.day, data.owner_ids, datetime.now(UTC), what=data.what, due_at=data.due_at,
        most=data.most,
    )  # fmt: skip
    return PlannedOut(list(done.case_ids))


@get("/api/v1/orders/cases/day", guards=SEES, tags=TAGS)
async def of_day(request: Request, day: date | None = None) -> DayOut:
    """What was done on a day, today's so far: for the dispatch log and the daily report."""
    viewer = request.user
    found = await cases_of_day(viewer.department_id, day or day_of(datetime.now(UTC), viewer.zone))
    kinds = [
        KindOfDayOut(each.kind, each.registered, each.arrived, each.checked, each.objected, each.over)
        for each in found.kinds
    ]
    cases = [_out(request, each) for each in (*found.goods, *found.talks)]
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
    return [_out(request, each) for each in found]


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


handlers: list[Any] = [
    list_open, add_case, of_call, one_case, add_step, set_owner, set_deadline, add_words, customer, of_order, plan,
    of_day, list_logged, totals, export,
]  # fmt: skip


def _out(request: Request, case: Case) -> CaseOut:
    steps = case.steps_for(request.user.person_id, request.user.may)
    return CaseOut(
        case.id, case.kind, case.state, case.order_id, case.number, case.call_id, case.customer, case.what,
        [GoodsOut(title, quantity) for title, quantity in case.goods], case.amount, case.waybill, case.sent_waybill,
        case.registered_by, case.registered_at, case.owner_id, case.owner, case.due_at, case.received_by,
        case.received_at, case.checked_by, case.checked_at, case.closed_at, case.outcome,
        [step.name for step in steps],
    )  # fmt: skip


def _item(item_id: str) -> int:
    found = reading.whole(item_id, "items")
    if found is None:
        raise Refusal("cases-number-wrong", field="items")
    return found
