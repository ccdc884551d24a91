"""Files of orders on the desk: upload, see what would become of each order, say the word, watch it come in."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import anyio.to_thread
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.response import Stream

from backend.infra.refusal import Refusal
from backend.orders.imports.deciding import confirm, drop, upper_rows, use_mapping
from backend.orders.imports.export import refused_csv, take_out_refused
from backend.orders.imports.folder import MOST_BYTES
from backend.orders.imports.queries import ROWS_SHOWN, Import, import_of, imports_of, rows_of
from backend.orders.imports.receiving import receive
from backend.orders.imports.samples import columns_of
from backend.orders.layouts import PLATFORMS, end_layout, saved_layouts
from backend.rules.orders.layouts import FIELDS, NEEDED
from backend.web.guards import allow
from backend.web.onward import fields, onward
from backend.web.parts import part_of
from backend.web.render import page, partial, say

MAY = [allow("orders.take-in")]
BODY = MOST_BYTES + 1_000_000
CHUNK = 1 << 18


@get("/orders/imports", guards=MAY, include_in_schema=False)
async def import_list(request: Request) -> Response[Any]:
    """Where to give a file, what came of those before, and which mappings are saved."""
    of = request.user.department_id
    return page(
        request, "orders/imports/list.html", here="order-imports", imports=await imports_of(of),
        layouts=await saved_layouts(of), platforms=PLATFORMS, megabytes=MOST_BYTES // 1_000_000, department_id=of,
    )  # fmt: skip


@get("/orders/imports/list", guards=[*MAY, part_of("/orders/imports")], include_in_schema=False)
async def import_lines(request: Request) -> Response[Any]:
    """The list alone, as it stands now."""
    return partial(request, "orders/imports/_list.html", imports=await imports_of(request.user.department_id))


@post("/orders/imports", guards=MAY, include_in_schema=False, request_max_body_size=BODY)
async def upload(request: Request) -> Response[Any]:
    """Keeps the file and goes to its page; nothing is taken in yet."""
    file = (await request.form()).get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Refusal("intake-no-file", field="file")
    import_id = await receive(request.user, file.filename, _chunks(file), datetime.now(UTC))
    return onward(request, f"/orders/imports/{import_id}")


@get("/orders/imports/{order_import_id:int}", guards=MAY, include_in_schema=False)
async def import_page(request: Request, order_import_id: int, fate: str = "") -> Response[Any]:
    """One file: how far it is, or what would become of its orders, or what became of them."""
    shown = await _shown(request, order_import_id, fate)
    return page(request, "orders/imports/one.html", here="order-imports", **shown)


@get("/orders/imports/{order_import_id:int}/now", guards=[*MAY, part_of("/orders/imports/{order_import_id}")],
     include_in_schema=False)  # fmt: skip
async def import_now(request: Request, order_import_id: int, fate: str = "") -> Response[Any]:
    """The same, as it stands now."""
    return partial(request, "orders/imports/_one.html", **await _shown(request, order_import_id, fate))


@get("/orders/imports/{order_import_id:int}/rows", guards=[*MAY, part_of("/orders/imports/{order_import_id}")],
     include_in_schema=False)  # fmt: skip
async def import_rows(
    request: Request, order_import_id: int, fate: str = "", after: int = 0
) -> Response[Any]:
    """Further orders of the file, after the last that was seen."""
    each = await import_of(request.user.department_id, order_import_id)
    return partial(
        request, "orders/imports/_rows.html", each=each, further=True, **await _rows(request, each, fate, after)
    )  # fmt: skip


@post("/orders/imports/{order_import_id:int}/confirmation", guards=MAY, include_in_schema=False)
async def confirmation(request: Request, order_import_id: int) -> Response[Any]:
    """Has what was shown taken in."""
    await confirm(request.user, order_import_id, datetime.now(UTC))
    return onward(request, f"/orders/imports/{order_import_id}")


@post("/orders/imports/{order_import_id:int}/end", guards=MAY, include_in_schema=False)
async def dropping(request: Request, order_import_id: int) -> Response[Any]:
    """Forgets the file."""
    await drop(request.user, order_import_id, datetime.now(UTC))
    return onward(request, "/orders/imports")


@post("/orders/imports/{order_import_id:int}/mapping", guards=MAY, include_in_schema=False)
async def mapping(request: Request, order_import_id: int) -> Response[Any]:
    """Says which column is what, and has the file read by that; the next one like it is recognised."""
    await import_of(request.user.department_id, order_import_id)
    given = await fields(request)
    headings, _ = await upper_rows(order_import_id)
    chosen: dict[str, str] = {}
    for place, heading in enumerate(headings):  # of two columns of one name the first that is chosen counts
        if field := given.get(f"column-{place}", ""):
            chosen.setdefault(heading, field)
    await use_mapping(
        request.user, order_import_id, given.get("name", ""), given.get("platform", ""), chosen, datetime.now(UTC)
    )  # fmt: skip
    return onward(request, f"/orders/imports/{order_import_id}")


@get("/orders/imports/{order_import_id:int}/refused.csv", guards=MAY, include_in_schema=False)
async def refused_file(request: Request, order_import_id: int) -> Stream:
    """Every refused line with its reason beside it, to be mended and brought again."""
    return await refused_download(request, order_import_id)


@post("/orders/layouts/{layout_id:int}/end", guards=MAY, include_in_schema=False)
async def layout_end(request: Request, layout_id: int) -> Response[Any]:
    """Forgets a saved mapping."""
    await end_layout(request.user, layout_id, datetime.now(UTC))
    return onward(request, "/orders/imports")


async def refused_download(request: Request, order_import_id: int) -> Stream:
    """As a file that no cache keeps: it holds customers' data in the clear."""
    of = request.user.department_id
    each = await import_of(of, order_import_id)
    await take_out_refused(request.user, each.id)
    lines = refused_csv(of, each.id, each.headings, lambda code, **args: say(request, code, **args))
    return Stream(
        lines, media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="refused-{each.id}.csv"', "cache-control": "no-store",
        },
    )  # fmt: skip


async def _shown(request: Request, import_id: int, fate: str) -> dict[str, Any]:
    each = await import_of(request.user.department_id, import_id)
    shown: dict[str, Any] = {"each": each, "department_id": request.user.department_id}
    if each.state == "unmapped":
        columns = await columns_of(import_id)
        shown |= {"columns": columns, "choices": FIELDS, "needed": NEEDED, "platforms": PLATFORMS}
    return {**shown, **await _rows(request, each, fate, 0)}


async def _rows(request: Request, each: Import, fate: str, after: int) -> dict[str, Any]:
    only = fate if fate in ("new", "changed", "refused") else ""
    if each.state not in ("ready", "writing", "done"):
        return {"rows": [], "only": only, "more": False}
    if not only and each.counts.get("refused"):
        only = "refused"  # what needs a look stands first
    rows = await rows_of(request.user.department_id, each.id, only, after)
    return {"rows": rows, "only": only, "more": len(rows) == ROWS_SHOWN}


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    """A large upload lies in a temporary file: read in a thread, a piece at a time."""
    stream: io.IOBase = file.file  # type: ignore[assignment]
    await anyio.to_thread.run_sync(stream.seek, 0)
    while chunk := await file.read(CHUNK):
        yield chunk


handlers: list[Any] = [
    import_list, import_lines, upload, import_page, import_now, import_rows, confirmation, dropping, mapping,
    refused_file, layout_end,
]  # fmt: skip
