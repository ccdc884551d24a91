"""The desk's page of orders: what there is now, how it went, one by one, and as a file."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.di import Provide

from backend.infra.catalogue import catalogue
from backend.infra.refusal import Refusal
from backend.infra.spreadsheet import MEDIA
from backend.orders.desk.asked import STATES, Asked, asked_for
from backend.orders.desk.charts import load_chart, reaction_chart
from backend.orders.desk.export import as_file, export_orders
from backend.orders.desk.figures import figures_of
from backend.orders.desk.looking import look
from backend.orders.desk.present import queue_now
from backend.orders.desk.queries import agents_known, platforms_known, shops_known
from backend.people.viewer import Viewer
from backend.rules.clock import day_of
from backend.web.guards import allow
from backend.web.parts import part_of
from backend.web.render import language, page, partial

HERE = "orders-desk"


async def asked_here(
    request: Request, day: str = "", until: str = "", q: str = "", standing: str = "",
    agent: str = "", platform: str = "", shop: str = "",
) -> Asked:  # fmt: skip
    """What the address asks for; of today where it names no day."""
    viewer: Viewer = request.user
    return asked_for(
        day_of(datetime.now(UTC), viewer.zone), _day(day), _day(until), q, standing, agent, platform, shop
    )


def _day(said: str) -> date | None:
    """A field of a form that was cleared names no day."""
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as error:
        raise Refusal("desk-day-unknown", 422, field="day") from error


ASKED = {"asked": Provide(asked_here)}


@get("/orders/desk", dependencies=ASKED, guards=[allow("orders.view")], include_in_schema=False)
async def desk(request: Request, asked: Asked) -> Response[Any]:
    """Today's orders, or those that were asked for."""
    viewer: Viewer = request.user
    agents, platforms, shops = await asyncio.gather(
        agents_known(viewer.department_id, asked, viewer.zone),
        platforms_known(viewer.department_id),
        shops_known(viewer.department_id),
    )
    return page(
        request, "orders/desk/desk.html", here=HERE, agents=agents, platforms=platforms, shops=shops, states=STATES,
        **await _parts(viewer, asked),
    )  # fmt: skip


@get(
    "/orders/desk/lines",
    dependencies=ASKED,
    guards=[allow("orders.view"), part_of("/orders/desk")],
    include_in_schema=False,
)
async def lines(request: Request, asked: Asked, before: int | None = None) -> Response[Any]:
    """The page without its frame, or the lines that follow the order `before`."""
    viewer: Viewer = request.user
    if before is None:
        return partial(request, "orders/desk/_desk.html", **await _parts(viewer, asked))
    found = await look(viewer.department_id, asked, viewer.zone, before=before)
    return partial(
        request, "orders/desk/_lines.html", found=found, asked=asked, further=True, now=datetime.now(UTC)
    )  # fmt: skip


@get("/orders/desk/now", guards=[allow("orders.view"), part_of("/orders/desk")], include_in_schema=False)
async def now_strip(request: Request) -> Response[Any]:
    """How the queue stands at this moment."""
    viewer: Viewer = request.user
    present = await queue_now(viewer.department_id, datetime.now(UTC))
    return partial(request, "orders/desk/_now.html", present=present)


@get(
    "/orders/desk/export/{file_format:str}",
    dependencies=ASKED,
    guards=[allow("orders.view")],
    include_in_schema=False,
)
async def export(request: Request, file_format: str, asked: Asked) -> Response[bytes]:
    """The same orders as CSV or XLSX."""
    return await exported(request, asked, file_format)


handlers = [desk, lines, now_strip, export]


async def exported(request: Request, asked: Asked, file_format: str) -> Response[bytes]:
    """A file of orders in the reader's language; a large one is put together beside the loop."""
    viewer: Viewer = request.user
    orders = await export_orders(viewer, asked, viewer.zone, as_file=file_format)
    body = await asyncio.to_thread(
        as_file, orders, catalogue(language(request)).say, viewer.zone, file_format
    )
    name = f"orders-{asked.start.isoformat()}-{asked.end.isoformat()}.{file_format}"
    return Response(
        body,
        media_type=MEDIA[file_format],
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


async def _parts(viewer: Viewer, asked: Asked) -> dict[str, Any]:
    assert viewer.rules is not None
    now, reach = datetime.now(UTC), viewer.rules.orders.reach_minutes
    found, present = await asyncio.gather(
        look(viewer.department_id, asked, viewer.zone), queue_now(viewer.department_id, now)
    )
    figures = None if asked.search else await figures_of(viewer.department_id, asked, viewer.zone, reach)
    return {
        "asked": asked,
        "found": found,
        "further": False,
        "present": present,
        "figures": figures,
        "reaction": reaction_chart(figures, reach) if figures else None,
        "load": load_chart(figures) if figures else None,
        "reach": reach,
        "today": day_of(now, viewer.zone),
        "now": now,
        "department_id": viewer.department_id,
    }
