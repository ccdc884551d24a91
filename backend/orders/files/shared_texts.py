"""The texts of a workbook, which its sheets name by number: kept in a file, so that memory does not grow with them."""

from __future__ import annotations

import contextlib
import tempfile
import zipfile
from array import array
from functools import lru_cache
from io import SEEK_END
from pathlib import Path
from typing import IO
from xml.parsers import expat

from backend.orders.files.table import MOST_CELL, Unreadable

PART = "xl/sharedStrings.xml"
BLOCK = 1 << 16
MOST_TEXTS = 5_000_000


class SharedTexts:
    """`texts[7]` is the eighth; unpacked as far as they are asked for. ValueError for one that is not there."""

    def __init__(self, archive: zipfile.ZipFile, folder: Path):
        self.open = contextlib.ExitStack()
        self.file = self.open.enter_context(
            tempfile.TemporaryFile(prefix="dangban-texts-", dir=folder)  # noqa: SIM115  # closed with the rest
        )
        self.ends = array("Q", [0])
        self.read = lru_cache(maxsize=4096)(self._read)
        there = PART in archive.namelist()
        self.xml = self.open.enter_context(archive.open(PART)) if there else None
        self.hearer = _Hearer(self)

    def __enter__(self) -> SharedTexts:
        return self

    def __exit__(self, *_: object) -> None:
        self.open.close()

    def __getitem__(self, number: int) -> str:
        return self.read(number)

    def _read(self, number: int) -> str:
        while number >= len(self.ends) - 1 and self.xml is not None:
            self._unpack(self.xml)
        if not 0 <= number < len(self.ends) - 1:
            raise ValueError("a text that is not there")
        self.file.seek(self.ends[number])
        return self.file.read(self.ends[number + 1] - self.ends[number]).decode()

    def _unpack(self, xml: IO[bytes]) -> None:
        block = xml.read(BLOCK)
        self.file.seek(0, SEEK_END)
        self.hearer.parser.Parse(block, not block)
        if not block:
            self.xml = None

    def keep(self, text: str) -> None:
        if len(self.ends) > MOST_TEXTS:
            raise Unreadable("intake-file-unpacks")
        self.ends.append(self.ends[-1] + self.file.write(text[:MOST_CELL].encode("utf-8", "replace")))


class _Hearer:
    """Every `si` is one text, whatever letters it is divided into; readings above Chinese signs are none of it."""

    def __init__(self, texts: SharedTexts):
        from backend.orders.files.workbook import refuse_doctype

        self.texts, self.parts, self.hearing, self.aside = texts, [""], False, False
        self.length = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = refuse_doctype

    def _start(self, name: str, facts: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "si":
            self.parts, self.length = [], 0
        elif name == "rPh":
            self.aside = True
        elif name == "t":
            self.hearing = not self.aside

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self.hearing = False
        elif name == "rPh":
            self.aside = False
        elif name == "si":
            self.texts.keep("".join(self.parts))

    def _characters(self, text: str) -> None:
        if self.hearing and self.length <= MOST_CELL:
            self.parts.append(text)
            self.length += len(text)
