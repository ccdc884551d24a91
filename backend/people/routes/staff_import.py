"""Importing people on the desk: upload, see every line's fate, confirm."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

import anyio.to_thread
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile

from backend.infra.refusal import Refusal
from backend.people.posts import posts
from backend.people.staff_file import FIELDS, MAX_BYTES, MAX_ROWS, StaffFile, read_staff_file
from backend.people.staff_import import FATES, confirm_import, dry_run, prepare_import
from backend.people.staff_imports import past_imports
from backend.web.guards import allow
from backend.web.onward import fields, onward
from backend.web.render import language, page, say


@get("/people/imports", guards=[allow("people.import")], include_in_schema=False)
async def import_page(request: Request) -> Response[Any]:
    """What a file may look like, where to give it, and what came of those before."""
    return page(
        request,
        "people/import.html",
        here="people",
        posts=await posts(request.user.department_id),
        past=await past_imports(request.user.department_id),
        columns=FIELDS,
        limit=str(MAX_ROWS),
        megabytes=MAX_BYTES // 1_000_000,
    )


@get("/people/imports/sample.csv", guards=[allow("people.import")], include_in_schema=False)
async def sample(request: Request) -> Response[bytes]:
    """A file to fill in: the headings in the reader's language, and two made-up people of the department's posts."""
    english = language(request) == "en"
    known = await posts(request.user.department_id)
    names = [card.names["en" if english else "zh"] for card in known[:2]] or ["", ""]
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([say(request, f"people-field-{field}") for field in FIELDS])
    people = ("Lin Xiao", "Zhou Min") if english else ("林晓", "周敏")
    for place, name in enumerate(people):
        number = f"A{place + 1:03}"
        writer.writerow([name, "", f"1380000000{place + 1}", number, names[place % len(names)], "2026-11-02"])
    disposition = 'attachment; filename="dangban-people.csv"'
    return Response(
        out.getvalue().encode(), media_type="text/csv", headers={"content-disposition": disposition}
    )


@post("/people/imports", guards=[allow("people.import")], include_in_schema=False)
async def upload(request: Request) -> Response[Any]:
    """Reads the file and goes to its dry run; nobody is changed yet."""
    name, file = await uploaded(request)
    import_id = await prepare_import(request.user, name, file, datetime.now(UTC))
    return onward(request, f"/people/imports/{import_id}")


@get("/people/imports/{import_id:int}", guards=[allow("people.import")], include_in_schema=False)
async def dry_run_page(request: Request, import_id: int, fate: str = "") -> Response[Any]:
    """Every line's fate, or the outcome once it is confirmed."""
    run = await dry_run(request.user, import_id)
    return page(
        request,
        "people/import_run.html",
        here="people",
        run=run,
        fates=FATES,
        only=fate if fate in FATES else "",
        posts={card.id: card for card in await posts(request.user.department_id, archived=True)},
    )


@post(
    "/people/imports/{import_id:int}/confirmation", guards=[allow("people.import")], include_in_schema=False
)
async def confirmation(request: Request, import_id: int) -> Response[Any]:
    """Carries out exactly what was shown."""
    given = await fields(request)
    await confirm_import(request.user, import_id, datetime.now(UTC), checksum=given.get("checksum", ""))
    return onward(request, f"/people/imports/{import_id}")


async def uploaded(request: Request) -> tuple[str, StaffFile]:
    """The file of a multipart form, read in a thread of its own."""
    file = (await request.form()).get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Refusal("people-import-no-file", field="file")
    content = await file.read(MAX_BYTES + 1)
    return file.filename, await anyio.to_thread.run_sync(read_staff_file, file.filename, content)


handlers: list[Any] = [import_page, sample, upload, dry_run_page, confirmation]
