"""XLSX, row by row and with the same memory for any length.

Guarantees:
- what a file unpacks to is bounded, on the disk and in memory, whatever it says about itself;
- no document type, no entity, no outside address is ever followed.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from backend.orders.files.cellwords import CellWords
from backend.orders.files.shared_texts import SharedTexts
from backend.orders.files.styles import date_styles
from backend.orders.files.table import MOST_CELL, MOST_COLUMNS, MOST_ROWS, Row, Unreadable
from backend.orders.files.workbook_parts import first_sheet, is_1904, part

MOST_UNPACKED = 600_000_000
BLOCK = 1 << 16


class Workbook:
    """Goes through its first sheet: unpacked into a file of rows at once, read from there each time. With `most` it
    ends some rows after so many, and as much is unpacked."""

    def __init__(self, path: Path, most: int | None = None):
        with contextlib.ExitStack() as unless_it_fails:
            self.file = unless_it_fails.enter_context(
                tempfile.TemporaryFile(prefix="dangban-sheet-", dir=path.parent)
            )
            _unpack(path, self.file, most)
            unless_it_fails.pop_all()

    def __call__(self) -> Iterator[Row]:
        self.file.seek(0)
        for text in self.file:
            line, cells = json.loads(text)
            yield line, cells

    def close(self) -> None:
        self.file.close()


def _unpack(path: Path, rows: IO[bytes], most: int | None) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable("intake-file-unpacks")
            _unpack_sheet(archive, rows, path.parent, most)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, expat.ExpatError, KeyError, ValueError, OSError, RuntimeError,
            NotImplementedError, EOFError):  # fmt: skip
        raise Unreadable("intake-file-unreadable") from None


def _unpack_sheet(archive: zipfile.ZipFile, rows: IO[bytes], folder: Path, most: int | None) -> None:
    book = part(archive, "xl/workbook.xml")
    with (
        SharedTexts(archive, folder) as texts,
        archive.open(first_sheet(archive, book)) as xml,
    ):
        sheet = _Sheet(CellWords(texts, date_styles(archive), is_1904(book)), rows)
        while block := xml.read(BLOCK):
            sheet.feed(block)
            if most is not None and sheet.count >= most:
                return
        sheet.feed(b"", final=True)


class _Sheet:
    """Hears the sheet's XML and writes each row as one line of JSON."""

    def __init__(self, words: CellWords, rows: IO[bytes]):
        self.words, self.rows = words, rows
        self.line, self.count, self.place = 0, 0, 0
        self.cells: list[str] = []
        self.kind, self.style, self.text, self.formula = "n", 0, "", ""
        self.hearing, self.in_formula = False, False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = refuse_doctype

    def feed(self, block: bytes, final: bool = False) -> None:
        self.parser.Parse(block, final)

    def _start(self, name: str, facts: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self.line = int(facts.get("r", self.line + 1))
            self.cells, self.place = [], 0
        elif name == "c":
            self.place = _column(facts["r"]) if "r" in facts else self.place + 1
            self.kind, self.style, self.text = facts.get("t", "n"), int(facts.get("s", 0)), ""
            self.formula = ""
        elif name in ("v", "t"):
            self.hearing = True
        elif name == "f":
            self.in_formula = True
        elif name == "rPh":
            self.hearing = False

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in ("v", "t"):
            self.hearing = False
        elif name == "f":
            self.in_formula = False
        elif name == "c" and self.place <= MOST_COLUMNS:
            while len(self.cells) < self.place:
                self.cells.append("")
            self.cells[self.place - 1] = self._shown()[:MOST_CELL]
        elif name == "row" and any(self.cells):
            self._keep()

    def _characters(self, text: str) -> None:
        if self.hearing and len(self.text) <= MOST_CELL:
            self.text += text
        elif self.in_formula and len(self.formula) <= MOST_CELL:
            self.formula += text

    def _shown(self) -> str:
        """A formula without a result was never worked out: it stands there itself, for instance `="2026…"`."""
        if self.formula and not self.text:
            return f"={self.formula}"
        return self.words.of(self.kind, self.style, self.text)

    def _keep(self) -> None:
        self.count += 1
        if self.count > MOST_ROWS + 10:
            raise Unreadable("intake-file-too-long", limit=str(MOST_ROWS))
        self.rows.write(json.dumps([self.line, self.cells], ensure_ascii=False).encode() + b"\n")


def refuse_doctype(*_: object) -> None:
    """No workbook needs one; only a file that wants to be unpacked without end has it."""
    raise Unreadable("intake-file-unreadable")


def _column(reference: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for sign in reference:
        if not "A" <= sign <= "Z":
            break
        number = number * 26 + ord(sign) - 64
    return number or 1
