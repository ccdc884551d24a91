"""After-sales under /api/v1, changed: registering a case, its steps, its owner and deadline, follow-up calls."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, post

from backend.infra.refusal import Refusal
from backend.orders.cases import reading
from backend.orders.cases.api.shapes import (
    CaseIn,
    CaseOut,
    CustomerOut,
    DeadlineIn,
    FollowUpsIn,
    OwnerIn,
    PlannedOut,
    StepIn,
    WordIn,
    case_out,
)
from backend.orders.cases.looking import look_at_customer
from backend.orders.cases.owning import add_word, hand_case, put_off
from backend.orders.cases.planning import plan_follow_ups
from backend.orders.cases.queries import case_of
from backend.orders.cases.registering import Told, register_case
from backend.orders.cases.stepping import Said, take_step
from backend.web.guards import allow

TAGS = ["after-sales"]
WORKS = [allow("orders.after-sales")]
SEES = [allow("orders.after-sales", "orders.view", "orders.finance")]


@post("/api/v1/orders/cases", guards=WORKS, tags=TAGS)
async def add_case(request: Request, data: CaseIn) -> CaseOut:
    """Registers a case. 422 for more goods than were ordered or more money than was paid."""
    items = {_item(item_id): count for item_id, count in data.items.items()}
    told = Told(
        data.kind, data.what, data.order_id, data.call_id, data.contact, items, data.amount, data.waybill,
        data.owner_id, data.due_at, data.request_key,
    )  # fmt: skip
    case_id = await register_case(request.user, told, datetime.now(UTC))
    return case_out(request, await case_of(request.user.department_id, case_id))


@post("/api/v1/orders/cases/{case_id:int}/steps", guards=SEES, tags=TAGS, status_code=200)
async def add_step(request: Request, case_id: int, data: StepIn) -> CaseOut:
    """One step further. 403 for who registered goods and wants to check them, 409 for a step that is not due now."""
    said = Said(data.said, data.outcome, data.amount, data.waybill)
    await take_step(request.user, case_id, data.step, datetime.now(UTC), said)
    return case_out(request, await case_of(request.user.department_id, case_id))


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


@post("/api/v1/orders/cases/follow-ups", guards=[allow("orders.manage")], tags=TAGS)
async def plan(request: Request, data: FollowUpsIn) -> PlannedOut:
    """Plans follow-up calls; orders that have one already are left out."""
    done = await plan_follow_ups(
        request.user, data.day, data.owner_ids, datetime.now(UTC), what=data.what, due_at=data.due_at,
        most=data.most,
    )  # fmt: skip
    return PlannedOut(list(done.case_ids))


handlers: list[Any] = [add_case, add_step, set_owner, set_deadline, add_words, customer, plan]


def _item(item_id: str) -> int:
    found = reading.whole(item_id, "items")
    if found is None:
        raise Refusal("cases-number-wrong", field="items")
    return found
