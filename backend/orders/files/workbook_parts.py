"""The small parts of a workbook that say where its first sheet lies and how dates are written."""

from __future__ import annotations

import posixpath
import zipfile
from xml.parsers import expat

from backend.orders.files.table import Unreadable

MOST_BYTES = 8_000_000
_RELATIONS = "xl/_rels/workbook.xml.rels"

Element = tuple[str, dict[str, str]]


def part(archive: zipfile.ZipFile, name: str) -> list[Element]:
    """Every element of a small part with its attributes, in order; names without their namespace. KeyError."""
    if archive.getinfo(name).file_size > MOST_BYTES:
        raise Unreadable("intake-file-unpacks")
    found: list[Element] = []

    def start(tag: str, facts: dict[str, str]) -> None:
        found.append((_bare(tag), {_bare(key): value for key, value in facts.items()}))

    def refuse(*_: object) -> None:
        raise Unreadable("intake-file-unreadable")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(archive.read(name), True)
    return found


def first_sheet(archive: zipfile.ZipFile, book: list[Element]) -> str:
    """The archive's name of the first sheet, hidden ones apart. KeyError where there is none."""
    sheets = [facts for tag, facts in book if tag == "sheet"]
    shown = [facts for facts in sheets if facts.get("state", "visible") == "visible"] or sheets
    if not shown:
        raise KeyError("no sheet")
    targets = {
        facts["Id"]: facts["Target"] for tag, facts in part(archive, _RELATIONS) if tag == "Relationship"
    }
    target = targets[shown[0]["id"]]
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def is_1904(book: list[Element]) -> bool:
    """Whether days are counted from 1904, as old Macs did."""
    return any(tag == "workbookPr" and facts.get("date1904") in ("1", "true") for tag, facts in book)


def _bare(name: str) -> str:
    return name.rpartition(":")[2]
