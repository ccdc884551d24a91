"""The word that has a file taken in, or not; and how a file is read that nobody knows yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

import anyio.to_thread

from backend.audit.actions import note
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.orders.files import HEADINGS_WITHIN, Unreadable, open_table
from backend.orders.imports import live  # noqa: F401  # registers what follows
from backend.orders.imports.folder import file_of, remove
from backend.orders.intake import may_take_in
from backend.orders.layouts import save_layout
from backend.people.viewer import Actor


async def confirm(by: Actor, import_id: int, at: datetime) -> None:
    """Has a worker take in what was shown. Said twice, also at the same moment, it happens once; 409 where there is
    nothing to take in or it is not read yet."""
    may_take_in(by)
    async with db.transaction():
        kept = await _locked(by, import_id)
        if kept["state"] in ("writing", "done"):
            return
        if kept["state"] != "ready":
            raise Refusal("intake-not-ready", 409, way_out=f"/orders/imports/{import_id}")
        if not kept["counts"].get("new") and not kept["counts"].get("changed"):
            raise Refusal("intake-nothing-to-take-in", 409, way_out=f"/orders/imports/{import_id}")
        await db.execute(_CONFIRM, import_id, by.person_id, at)
        await note(
            "orders.import_confirmed", f"order_import:{import_id}", department_id=by.department_id,
            actor_id=by.person_id, filename=kept["filename"], new=kept["counts"].get("new", 0),
            changed=kept["counts"].get("changed", 0),
        )  # fmt: skip
        await outbox.record("order.import_asked", by.department_id, import_id=import_id)


async def drop(by: Actor, import_id: int, at: datetime) -> None:
    """Forgets a file that was not taken in; its rows and the file itself go. 409 where it is too late."""
    may_take_in(by)
    async with db.transaction():
        kept = await _locked(by, import_id)
        if kept["state"] in ("dropped", "failed"):
            return
        if kept["state"] in ("writing", "done"):
            raise Refusal("intake-too-late-to-drop", 409, way_out=f"/orders/imports/{import_id}")
        await db.execute(_DROP, import_id, at)
        await db.execute(_FORGET, import_id)
        await note(
            "orders.import_dropped", f"order_import:{import_id}", department_id=by.department_id,
            actor_id=by.person_id, filename=kept["filename"],
        )  # fmt: skip
        await outbox.record("order.import_changed", by.department_id, import_id=import_id)
        db.after_commit(lambda: remove(import_id))


async def use_mapping(
    by: Actor, import_id: int, name: str, platform: str, columns: Mapping[str, str], at: datetime
) -> None:
    """Saves which heading of the file is which of our fields, and has it read by that. 409 where it is known."""
    may_take_in(by)
    async with db.transaction():
        kept = await _locked(by, import_id)
        if kept["state"] != "unmapped":
            raise Refusal("intake-not-unmapped", 409, way_out=f"/orders/imports/{import_id}")
        headings, _ = await upper_rows(import_id)
        await save_layout(by, name, platform, columns, headings, at)
        await db.execute("UPDATE order_import SET state = 'reading', tries = 0 WHERE id = $1", import_id)
        await outbox.record("order.import_asked", by.department_id, import_id=import_id)


async def upper_rows(import_id: int, most: int = 5) -> tuple[list[str], list[list[str]]]:
    """The headings and the first rows of an uploaded file, for the mapping. 410 where the file is gone."""

    def look() -> tuple[list[str], list[list[str]]]:
        with open_table(file_of(import_id), lambda _: False, most=HEADINGS_WITHIN + most) as table:
            return table.headings, [cells for _, cells in islice(table.rows(), most)]

    try:
        return await anyio.to_thread.run_sync(look)
    except FileNotFoundError:
        raise Refusal("intake-file-gone", 410, way_out="/orders/imports") from None
    except Unreadable as error:
        raise Refusal(error.code, 422, field="file", **error.values) from None


async def _locked(by: Actor, import_id: int) -> Any:
    kept = await db.fetchrow(_KEPT, by.department_id, import_id)
    if kept is None:
        raise not_found()
    return kept


_KEPT = "SELECT state, filename, counts FROM order_import WHERE department_id = $1 AND id = $2 FOR UPDATE"
_CONFIRM = """
UPDATE order_import SET state = 'writing', confirmed_by = $2, confirmed_at = $3, tries = 0 WHERE id = $1
"""
_DROP = "UPDATE order_import SET state = 'dropped', ended_at = $2 WHERE id = $1"
_FORGET = "DELETE FROM order_import_row WHERE import_id = $1"
