"""Saved column mappings: files that no layout of ours knows, recognised by their headings from then on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.orders.intake import may_take_in
from backend.people.viewer import Actor
from backend.rules.orders.layouts import BUILT_IN, FIELDS, NEEDED, Layout, clean_heading

MOST = 100
PLATFORMS = tuple(layout.code for layout in BUILT_IN)


@dataclass(frozen=True, slots=True)
class SavedLayout:
    """A mapping as it is listed; `columns` is our field by heading."""

    id: int
    code: str
    name: str
    platform: str
    columns: dict[str, str]
    created_at: datetime


async def saved_layouts(department_id: int) -> list[SavedLayout]:
    """The department's own mappings that are in use, the newest first."""
    return [SavedLayout(**row) for row in await db.fetch(_SAVED, department_id)]


async def layouts_of(department_id: int) -> list[Layout]:
    """The same, as they read files."""
    return [as_layout(each) for each in await saved_layouts(department_id)]


def as_layout(saved: SavedLayout) -> Layout:
    return Layout(saved.code, saved.columns, frozenset(saved.columns), platform=saved.platform)


async def save_layout(
    by: Actor, name: str, platform: str, columns: Mapping[str, str], headings: Sequence[str], at: datetime
) -> str:
    """Saves which heading is which of our fields and returns the layout's code. `platform`: whose order numbers they
    are, empty for its own. 422 where a needed field has no heading, or a heading or field is none."""
    may_take_in(by)
    chosen = {clean_heading(heading): field for heading, field in columns.items() if field}
    _possible(chosen, {clean_heading(heading) for heading in headings})
    if platform and platform not in PLATFORMS:
        raise Refusal("intake-fault-platform", field="platform")
    name = name.strip()[:60]
    if not name:
        raise Refusal("intake-layout-name-needed", field="name")
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock(hashtext('order_layout'), $1::int)", by.department_id)
        if await db.fetchval(_COUNT, by.department_id) >= MOST:
            raise Refusal("intake-layout-too-many", 409, limit=str(MOST))
        code = await db.fetchval(
            _SAVE, by.department_id, name, platform, sorted(chosen), chosen, by.person_id, at
        )
        await note(
            "orders.layout_saved", f"order_layout:{code}", department_id=by.department_id, actor_id=by.person_id,
            name=name, headings=len(chosen),
        )  # fmt: skip
    return code


async def end_layout(by: Actor, layout_id: int, at: datetime) -> None:
    """Files with its headings are asked about anew. What was taken in by it stays as it is."""
    may_take_in(by)
    async with db.transaction():
        row: Any = await db.fetchrow(_END, by.department_id, layout_id, at)
        if row is None:
            raise not_found()
        await note(
            "orders.layout_ended", f"order_layout:{row['code']}", department_id=by.department_id,
            actor_id=by.person_id, name=row["name"],
        )  # fmt: skip


def _possible(chosen: dict[str, str], headings: set[str]) -> None:
    for heading, field in chosen.items():
        if field not in FIELDS or heading not in headings:
            raise Refusal("intake-mapping-unknown", field="columns", heading=heading[:60])
    for needed in NEEDED:
        if needed not in chosen.values():
            raise Refusal(f"intake-mapping-needs-{needed}", field="columns")


_SAVED = """
SELECT id, code, name, platform, columns, created_at FROM order_layout
WHERE department_id = $1 AND archived_at IS NULL ORDER BY id DESC
"""
_COUNT = "SELECT count(*) FROM order_layout WHERE department_id = $1 AND archived_at IS NULL"
_SAVE = """
INSERT INTO order_layout (department_id, code, name, platform, headings, columns, created_by, created_at)
SELECT $1, 'own-' || (SELECT count(*) + 1 FROM order_layout WHERE department_id = $1), $2, $3, $4, $5, $6, $7
RETURNING code
"""
_END = """
UPDATE order_layout SET archived_at = $3 WHERE department_id = $1 AND id = $2 AND archived_at IS NULL
RETURNING code, name
"""
