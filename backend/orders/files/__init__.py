"""Tables as spreadsheet programs and platforms write them, read row by row, however long they are."""

from __future__ import annotations

from backend.orders.files.table import (
    HEADINGS_WITHIN,
    MOST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Table,
    Unreadable,
    open_table,
)

__all__ = ["HEADINGS_WITHIN", "MOST_CELL", "MOST_COLUMNS", "MOST_ROWS", "Table", "Unreadable", "open_table"]
