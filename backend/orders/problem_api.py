"""The problems of an order, for programs: the same verbs as its page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, post

from backend.orders.access import MAY_SEE
from backend.orders.order_shapes import DeadlineIn, OrderOut, OwnerIn, ProblemIn, SaidIn, order_out
from backend.orders.problem_owning import hand_problem, put_off
from backend.orders.problems import open_problem, solve, tell_customer
from backend.web.guards import allow

SEE = [allow(*MAY_SEE)]


@post("/api/v1/orders/{order_id:int}/problems", guards=SEE, tags=["orders"])
async def opening(request: Request, order_id: int, data: ProblemIn) -> OrderOut:
    """The same as a point that is not as it should be."""
    await open_problem(
        request.user, order_id, data.point, data.what, datetime.now(UTC), owner_id=data.owner_id,
        missing=data.missing, request_key=data.request_key,
    )  # fmt: skip
    return await order_out(request, order_id)


@post("/api/v1/orders/problems/{problem_id:int}/told", guards=SEE, tags=["orders"], status_code=200)
async def telling(request: Request, problem_id: int, data: SaidIn) -> OrderOut:
    """The customer was told that something is missing."""
    order_id = await tell_customer(request.user, problem_id, datetime.now(UTC), data.text)
    return await order_out(request, order_id)


@post("/api/v1/orders/problems/{problem_id:int}/solution", guards=SEE, tags=["orders"], status_code=200)
async def solving(request: Request, problem_id: int, data: SaidIn) -> OrderOut:
    """It is solved; `text` says how."""
    order_id = await solve(request.user, problem_id, data.text, datetime.now(UTC))
    return await order_out(request, order_id)


@post("/api/v1/orders/problems/{problem_id:int}/owner", guards=SEE, tags=["orders"], status_code=200)
async def handing(request: Request, problem_id: int, data: OwnerIn) -> OrderOut:
    """It is somebody else's now, by name; they are told. By its owner or a lead."""
    order_id = await hand_problem(request.user, problem_id, data.owner_id, datetime.now(UTC), data.said)
    return await order_out(request, order_id)


@post("/api/v1/orders/problems/{problem_id:int}/deadline", guards=SEE, tags=["orders"], status_code=200)
async def putting_off(request: Request, problem_id: int, data: DeadlineIn) -> OrderOut:
    """Another deadline, with a reason. By its owner or a lead."""
    order_id = await put_off(request.user, problem_id, data.due_at, datetime.now(UTC), data.said)
    return await order_out(request, order_id)


handlers: list[Any] = [opening, telling, solving, handing, putting_off]
