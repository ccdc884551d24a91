"""The saved days on the desk: how it stands, each day's file, and whether everything is what it was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import File

from backend.orders.day_access import take_out
from backend.orders.day_queries import PAGE, order_chain, saved_days, saving_of
from backend.orders.integrity import verify_orders
from backend.people.viewer import Viewer
from backend.web.guards import allow
from backend.web.parts import visited
from backend.web.render import page, partial


@get("/orders/days", guards=[allow("orders.view")], include_in_schema=False)
async def days(request: Request, before: date | None = None) -> Response[Any]:
    """The newest days first; htmx asks for further ones with `before`."""
    by: Viewer = request.user
    found = await saved_days(by.department_id, before=before)
    context: dict[str, Any] = {"days": found, "more": len(found) == PAGE}
    if before is not None and not visited(request):
        return partial(request, "orders/_days.html", further=True, **context)
    at = datetime.now(UTC)
    return page(
        request, "orders/days.html", here="order-days", saving=await saving_of(by.department_id, at), found=None,
        state=await order_chain(by.department_id), later=before is not None, **context,
    )  # fmt: skip


@post("/orders/days/verification", guards=[allow("orders.verify")], include_in_schema=False, status_code=200)
async def verification(request: Request) -> Response[Any]:
    """Seals what waits, walks the chain of orders and reads every file."""
    by: Viewer = request.user
    found = await verify_orders(by, datetime.now(UTC))
    return partial(request, "orders/_days_chain.html", found=found, state=await order_chain(by.department_id))


@get("/orders/days/{day_id:int}/file", guards=[allow("orders.verify")], include_in_schema=False)
async def day_file(request: Request, day_id: int) -> File:
    """The day's file; that it was taken out is written down."""
    return await file_of(request.user, day_id)


async def file_of(by: Viewer, day_id: int) -> File:
    """As a download that no cache keeps: it holds customers' data in the clear."""
    path = await take_out(by, day_id)
    return File(
        path, filename=f"orders-{by.department_id}-{path.name}", media_type="application/gzip",
        headers={"cache-control": "no-store"},
    )  # fmt: skip


handlers = [days, verification, day_file]
