"""The problems of an order, on its page: told to the customer, solved, handed on, put off."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, post

from backend.orders.access import MAY_SEE
from backend.orders.cases import reading
from backend.orders.order_routes import order_part
from backend.orders.problem_owning import hand_problem, put_off
from backend.orders.problems import solve, tell_customer
from backend.web.guards import allow
from backend.web.onward import fields

SEE = [allow(*MAY_SEE)]


@post("/orders/problems/{problem_id:int}/told", guards=SEE, include_in_schema=False, status_code=200)
async def telling(request: Request, problem_id: int) -> Response[Any]:
    """The customer was told that something is missing."""
    form = await fields(request)
    order_id = await tell_customer(request.user, problem_id, datetime.now(UTC), form.get("said", ""))
    return await order_part(request, order_id)


@post("/orders/problems/{problem_id:int}/solution", guards=SEE, include_in_schema=False, status_code=200)
async def solving(request: Request, problem_id: int) -> Response[Any]:
    form = await fields(request)
    order_id = await solve(request.user, problem_id, form.get("outcome", ""), datetime.now(UTC))
    return await order_part(request, order_id)


@post("/orders/problems/{problem_id:int}/owner", guards=SEE, include_in_schema=False, status_code=200)
async def handing(request: Request, problem_id: int) -> Response[Any]:
    """Without an owner: back to whom the rule names."""
    form = await fields(request)
    owner_id = reading.whole(form.get("owner_id", ""), "owner_id")
    order_id = await hand_problem(request.user, problem_id, owner_id, datetime.now(UTC), form.get("said", ""))
    return await order_part(request, order_id)


@post("/orders/problems/{problem_id:int}/deadline", guards=SEE, include_in_schema=False, status_code=200)
async def putting_off(request: Request, problem_id: int) -> Response[Any]:
    form = await fields(request)
    due_at = reading.moment(form.get("due_at", ""), request.user)
    order_id = await put_off(request.user, problem_id, due_at, datetime.now(UTC), form.get("said", ""))
    return await order_part(request, order_id)


handlers: list[Any] = [telling, solving, handing, putting_off]
