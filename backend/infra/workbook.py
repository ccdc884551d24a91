"""A workbook with one sheet, written row by row."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter


def write(rows: Iterable[Sequence[Any]], title: str, widths: Sequence[int]) -> bytes:
    """The first row stays in sight and is bold; `widths` in characters."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    for line, row in enumerate(rows):
        sheet.append([_cell(sheet, value, bold=line == 0) for value in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _cell(sheet: Any, value: Any, bold: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
