"""One table of a file: its headings and its rows, which may be gone through more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELL = 32_767
HEADINGS_WITHIN = 10

Row = tuple[int, list[str]]
"""The line as the spreadsheet program counts it, and the cells."""


class Unreadable(Exception):
    """`code` is the message id of why nothing can be made of the file."""

    def __init__(self, code: str, **values: str):
        super().__init__(code)
        self.code, self.values = code, dict[str, Any](values)


@dataclass(frozen=True, slots=True)
class Table:
    """`rows()` goes through what follows the headings, without empty lines, from the beginning each time.

    Memory stays the same however many there are. Raises Unreadable where the file breaks off or is too long.
    """

    headings: list[str]
    _lines: Callable[[], Iterator[Row]]
    _first: int

    def rows(self) -> Iterator[Row]:
        count = 0
        for line, cells in self._lines():
            if line <= self._first or not any(cells):
                continue
            count += 1
            if count > MOST_ROWS:
                raise Unreadable("intake-file-too-long", limit=str(MOST_ROWS))
            yield line, cells


def open_table(path: Path, are_headings: Callable[[list[str]], bool]) -> Table:
    """The first table of the file. Its headings are the first of the upper lines that `are_headings` knows, else the
    first line that is not empty: some platforms write a title above. Unreadable. Blocks: for a thread."""
    lines = _lines_of(path)
    upper: list[Row] = []
    for line, cells in lines():
        if any(cells):
            upper.append((line, cells))
        if line >= HEADINGS_WITHIN or (any(cells) and are_headings(cells)):
            break
    if not upper:
        raise Unreadable("intake-file-empty")
    first, headings = next((row for row in upper if are_headings(row[1])), upper[0])
    return Table(headings, lines, first)


def _lines_of(path: Path) -> Callable[[], Iterator[Row]]:
    from backend.orders.files.delimited import delimited
    from backend.orders.files.workbook import workbook

    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise Unreadable("intake-file-empty")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("intake-file-old-excel")
    if start.startswith(b"PK\x03\x04"):
        return workbook(path)
    return delimited(path)
