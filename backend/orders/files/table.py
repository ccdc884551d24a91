"""One table of a file: its headings and its rows, which may be gone through more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELL = 32_767
HEADINGS_WITHIN = 10

Row = tuple[int, list[str]]
"""The line as the spreadsheet program counts it, and the cells."""


class Lines(Protocol):
    """Every line of a file, from the beginning each time."""

    def __call__(self) -> Iterator[Row]: ...

    def close(self) -> None: ...


class Unreadable(Exception):
    """`code` is the message id of why nothing can be made of the file."""

    def __init__(self, code: str, **values: str):
        super().__init__(code)
        self.code, self.values = code, dict[str, Any](values)


@dataclass(frozen=True, slots=True)
class Table:
    """`rows()` goes through what follows the headings, without empty lines, from the beginning each time.

    Memory stays the same however many there are. Raises Unreadable where the file breaks off or is too long.
    To be closed, as a file is: what it was unpacked into lies on the disk until then.
    """

    headings: list[str]
    _lines: Lines
    _first: int

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()

    def rows(self) -> Iterator[Row]:
        count = 0
        for line, cells in self._lines():
            if line <= self._first or not any(cells) or cells == self.headings:
                continue  # headings come again where exports were put together
            count += 1
            if count > MOST_ROWS:
                raise Unreadable("intake-file-too-long", limit=str(MOST_ROWS))
            yield line, cells


def open_table(path: Path, are_headings: Callable[[list[str]], bool], most: int | None = None) -> Table:
    """The first table of the file. Its headings are the first of the upper lines that `are_headings` knows, else the
    first that has at least half as many cells as the fullest: some platforms write a title above. Of a long workbook
    with `most` no more than about so many rows are unpacked. Unreadable. Blocks: for a thread."""
    lines = _lines_of(path, most)
    try:
        first, headings = _headings(lines, are_headings)
    except BaseException:
        lines.close()
        raise
    return Table(headings, lines, first)


def _headings(lines: Lines, are_headings: Callable[[list[str]], bool]) -> Row:
    upper: list[Row] = []
    for line, cells in lines():
        if any(cells):
            upper.append((line, cells))
        if line >= HEADINGS_WITHIN or (any(cells) and are_headings(cells)):
            break
    if not upper:
        raise Unreadable("intake-file-empty")
    fullest = max(_filled(cells) for _, cells in upper)
    likely = next(row for row in upper if _filled(row[1]) * 2 >= fullest)
    return next((row for row in upper if are_headings(row[1])), likely)


def _filled(cells: list[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _lines_of(path: Path, most: int | None) -> Lines:
    from backend.orders.files.delimited import Delimited
    from backend.orders.files.workbook import Workbook

    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise Unreadable("intake-file-empty")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("intake-file-old-excel")
    if start.startswith(b"PK\x03\x04"):
        return Workbook(path, most)
    return Delimited(path)
