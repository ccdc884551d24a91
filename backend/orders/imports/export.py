"""The refused lines of a file as a file: as they were, with the reason beside them, to be mended and brought again."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Callable
from typing import Any

from backend.audit.actions import note
from backend.infra import db
from backend.orders.imports.queries import refused_rows
from backend.people.viewer import Actor

FORMULA = ("=", "+", "-", "@")

Say = Callable[..., str]


async def take_out_refused(by: Actor, import_id: int) -> None:
    """The lines hold customers' data in the clear: that they were taken out is written down."""
    async with db.transaction():
        await note(
            "orders.refused_taken_out", f"order_import:{import_id}", department_id=by.department_id,
            actor_id=by.person_id,
        )  # fmt: skip


async def refused_csv(
    department_id: int, import_id: int, headings: list[str], say: Say
) -> AsyncIterator[bytes]:
    """UTF-8 with its mark, in pieces, so that it may be long. The department must have been looked at before."""
    yield _lines(
        [[*headings, *(say(f"intake-column-{name}") for name in ("line", "field", "reason"))]], mark=True
    )
    after = 0
    while rows := await refused_rows(department_id, import_id, after):
        yield _lines([line for row in rows for line in _of(row, len(headings), say)])
        after = rows[-1]["id"]


def _of(row: Any, width: int, say: Say) -> list[list[str]]:
    field, heading = row["args"]["field"], row["args"]["heading"]
    reason = say(row["reason"])
    return [
        [
            *(cells[:width] + [""] * (width - len(cells))),
            str(line),
            heading or say(f"intake-field-{field}"),
            reason,
        ]
        for line, cells in row["data"]["rows"]
    ]


def _lines(rows: list[list[str]], mark: bool = False) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _harmless(cell: str) -> str:
    """No spreadsheet program carries out what a buyer wrote; `="…"` around a number is what platforms write."""
    is_number = cell.startswith('="') and cell.endswith('"') and cell[2:-1].isalnum()
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) and not is_number else cell
