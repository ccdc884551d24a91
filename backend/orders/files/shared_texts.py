"""The texts of a workbook, which its sheets name by number: kept in a file, so that memory does not grow with them."""

from __future__ import annotations

import tempfile
import zipfile
from array import array
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

from backend.orders.files.table import MOST_CELL, Unreadable

PART = "xl/sharedStrings.xml"
BLOCK = 1 << 16
MOST_TEXTS = 5_000_000


class SharedTexts:
    """`texts[7]` is the eighth. ValueError for one that is not there."""

    def __init__(self, archive: zipfile.ZipFile, folder: Path):
        self.file = tempfile.TemporaryFile(prefix="dangban-texts-", dir=folder)  # noqa: SIM115  # as long as this
        self.ends = array("Q", [0])
        self.read = lru_cache(maxsize=4096)(self._read)
        if PART in archive.namelist():
            self._unpack(archive)

    def __getitem__(self, number: int) -> str:
        return self.read(number)

    def _read(self, number: int) -> str:
        if not 0 <= number < len(self.ends) - 1:
            raise ValueError("a text that is not there")
        self.file.seek(self.ends[number])
        return self.file.read(self.ends[number + 1] - self.ends[number]).decode()

    def _unpack(self, archive: zipfile.ZipFile) -> None:
        hearer = _Hearer(self)
        with archive.open(PART) as xml:
            while block := xml.read(BLOCK):
                hearer.parser.Parse(block, False)
        hearer.parser.Parse(b"", True)

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
