"""Tables as spreadsheet programs and platforms write them, read row by row, however long they are."""

from __future__ import annotations

from backend.orders.files.table import MOST_CELL, MOST_COLUMNS, MOST_ROWS, Table, Unreadable, open_table

__all__ = ["MOST_CELL", "MOST_COLUMNS", "MOST_ROWS", "Table", "Unreadable", "open_table"]
