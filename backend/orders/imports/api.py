"""Files of orders for programs: the same steps as on the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, delete, get, post, put
from litestar.response import Stream

from backend.orders.imports.covering import covered
from backend.orders.imports.deciding import confirm, drop, upper_rows, use_mapping
from backend.orders.imports.queries import Import, ImportRow, import_of, imports_of, rows_of
from backend.orders.imports.receiving import receive
from backend.orders.imports.routes import BODY, refused_download
from backend.orders.layouts import SavedLayout, end_layout, saved_layouts
from backend.rules.orders.layouts import likely_field
from backend.web.guards import allow

MAY = [allow("orders.take-in")]


class ImportOut(msgspec.Struct):
    """`state`: reading, unmapped, ready, writing, done, failed or dropped. `counts` is what would become of its orders,
    `outcome` what did; `reason` a message id where it failed; `twin`: when the very same file was taken in."""

    id: int
    filename: str
    layout: str
    state: str
    rows_read: int
    rows_total: int
    written: int
    counts: dict[str, Any]
    outcome: dict[str, Any]
    reason: str
    uploaded_at: datetime
    confirmed_at: datetime | None
    ended_at: datetime | None
    twin: datetime | None


class UnmappedOut(msgspec.Struct):
    """The headings of a file that nobody knows yet, and what stands below each: covered, it is customers' data."""

    headings: list[str]
    rows: list[list[str]]


class MappingIn(msgspec.Struct):
    """`columns`: our field by heading; a heading that is left out stays in the order's original only."""

    name: str
    columns: dict[str, str]
    platform: str = ""


@post("/api/v1/orders/imports", guards=MAY, tags=["orders"], request_max_body_size=BODY)
async def bring_file(request: Request, filename: str = "orders") -> ImportOut:
    """The body is the file itself, CSV or XLSX. It is read by a worker; ask for the import until it is `ready`."""
    import_id = await receive(request.user, filename, request.stream(), datetime.now(UTC))
    return await _answer(request, import_id)


@get("/api/v1/orders/imports", guards=MAY, tags=["orders"])
async def list_imports(request: Request) -> list[ImportOut]:
    """The newest first."""
    return [_out(each) for each in await imports_of(request.user.department_id)]


@get("/api/v1/orders/imports/{order_import_id:int}", guards=MAY, tags=["orders"])
async def one_import(request: Request, order_import_id: int) -> ImportOut:
    """How far it is and what would become of its orders."""
    return await _answer(request, order_import_id)


@get("/api/v1/orders/imports/{order_import_id:int}/rows", guards=MAY, tags=["orders"])
async def import_fates(
    request: Request, order_import_id: int, fate: str = "", after: int = 0
) -> list[ImportRow]:
    """Fifty orders of the file that are new, changed or refused; `after` is the id of the last that was seen."""
    each = await import_of(request.user.department_id, order_import_id)
    return await rows_of(request.user.department_id, each.id, fate, after)


@get("/api/v1/orders/imports/{order_import_id:int}/refused.csv", guards=MAY, tags=["orders"])
async def refused_lines(request: Request, order_import_id: int) -> Stream:
    """Every refused line with its reason beside it. It holds customers' data in the clear."""
    return await refused_download(request, order_import_id)


@get("/api/v1/orders/imports/{order_import_id:int}/headings", guards=MAY, tags=["orders"])
async def import_headings(request: Request, order_import_id: int) -> UnmappedOut:
    """For a mapping: the headings as they stand in the file. 410 where the file is gone."""
    each = await import_of(request.user.department_id, order_import_id)
    headings, rows = await upper_rows(each.id)
    fields = [likely_field(heading) for heading in headings] + [""] * max(map(len, rows), default=0)
    return UnmappedOut(headings, [[*map(covered, row, fields)] for row in rows])


@put("/api/v1/orders/imports/{order_import_id:int}/mapping", guards=MAY, tags=["orders"])
async def map_import(request: Request, order_import_id: int, data: MappingIn) -> ImportOut:
    """Saves which column is what, and has the file read by that."""
    await use_mapping(
        request.user, order_import_id, data.name, data.platform, data.columns, datetime.now(UTC)
    )
    return await _answer(request, order_import_id)


@post(
    "/api/v1/orders/imports/{order_import_id:int}/confirmation", guards=MAY, tags=["orders"], status_code=200
)
async def confirm_import(request: Request, order_import_id: int) -> ImportOut:
    """Has a worker take in what was shown."""
    await confirm(request.user, order_import_id, datetime.now(UTC))
    return await _answer(request, order_import_id)


@delete("/api/v1/orders/imports/{order_import_id:int}", guards=MAY, tags=["orders"])
async def drop_import(request: Request, order_import_id: int) -> None:
    """Forgets a file that was not taken in."""
    await drop(request.user, order_import_id, datetime.now(UTC))


@get("/api/v1/orders/layouts", guards=MAY, tags=["orders"])
async def list_layouts(request: Request) -> list[SavedLayout]:
    """Saved mappings by which files are recognised."""
    return await saved_layouts(request.user.department_id)


@delete("/api/v1/orders/layouts/{layout_id:int}", guards=MAY, tags=["orders"])
async def forget_layout(request: Request, layout_id: int) -> None:
    """Files with its headings are asked about anew."""
    await end_layout(request.user, layout_id, datetime.now(UTC))


async def _answer(request: Request, import_id: int) -> ImportOut:
    return _out(await import_of(request.user.department_id, import_id))


def _out(each: Import) -> ImportOut:
    return ImportOut(**{name: getattr(each, name) for name in ImportOut.__struct_fields__})


handlers = [
    bring_file, list_imports, one_import, import_fates, refused_lines, import_headings, map_import, confirm_import,
    drop_import, list_layouts, forget_layout,
]  # fmt: skip
