"""CSV in the encodings and with the signs between cells that are met with."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from backend.orders.files.table import MOST_CELL, MOST_COLUMNS, Row, Unreadable

BLOCK = 1 << 20
DELIMITERS = ",;\t，"


class Delimited:
    """Goes through the file; what it is written in is found out once."""

    def __init__(self, path: Path):
        self.path, self.encoding = path, _encoding(path)
        self.delimiter, self.skip = _delimiter(path, self.encoding)

    def __call__(self) -> Iterator[Row]:
        return _rows(self.path, self.encoding, self.delimiter, self.skip)

    def close(self) -> None:
        """Nothing of it is kept."""


def _rows(path: Path, encoding: str, delimiter: str, skip: int) -> Iterator[Row]:
    csv.field_size_limit(MOST_CELL * 4)
    with path.open(encoding=encoding, newline="") as text:
        for _ in range(skip):
            text.readline()
        number = 0
        lines = (line.replace("，", ",") for line in text) if delimiter == "，" else text
        try:
            for number, cells in enumerate(
                csv.reader(lines, delimiter="," if delimiter == "，" else delimiter), 1
            ):
                yield number + skip, [cell[:MOST_CELL] for cell in cells[:MOST_COLUMNS]]
        except csv.Error as error:
            if "field larger" in str(error):  # a quotation mark that nobody has closed, most of the time
                raise Unreadable("intake-file-cell", line=str(number + 1 + skip)) from None
            raise Unreadable("intake-file-unreadable") from None
        except UnicodeDecodeError:
            raise Unreadable("intake-file-unreadable") from None


def _encoding(path: Path) -> str:
    """UTF-16 with its mark, UTF-8 with or without it, else what Chinese platforms write: GB18030."""
    with path.open("rb") as file:
        start = file.read(4)
    marked = start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for code in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        if _decodes(path, code):
            return code
    raise Unreadable("intake-file-unreadable")


def _decodes(path: Path, code: str) -> bool:
    """Whether every byte of the file is text of this encoding; block by block, so that it may be long."""
    decoder = codecs.getincrementaldecoder(code)()
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                if "\x00" in decoder.decode(block):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(path: Path, encoding: str) -> tuple[str, int]:
    """The sign that stands most often in the headings outside of quotes; how many lines come before them."""
    with path.open(encoding=encoding, newline="") as text:
        first = text.readline(BLOCK)
        if first.startswith("sep=") and len(first.strip()) == 5:
            return first[4], 1
        bare = "".join(first.split('"')[::2])
        return max(DELIMITERS, key=bare.count), 0
