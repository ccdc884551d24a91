"""Tables as files for a spreadsheet: nothing in them can become a formula there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a byte order mark, as spreadsheets want it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[Any]], title: str, widths: Sequence[int]) -> bytes:
    """The first row is the heading. Every text is a text there, also one that begins like a formula."""
    from backend.infra.workbook import write  # 175 modules that are needed on a handful of days a year

    return write(rows, title, widths)


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
