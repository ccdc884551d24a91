"""Reads a list of people from CSV or XLSX, whatever the spreadsheet program made of it. Judges nothing."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend.infra.refusal import Refusal
from backend.people.particulars import plain

MAX_BYTES = 2_000_000
MAX_ROWS = 2_000
MAX_COLUMNS = 40
MAX_CELL = 300
MAX_UNPACKED = 60_000_000

FIELDS = ("name", "login", "mobile", "employee_number", "post", "joined_on")

HEADINGS = {
    "name": ("姓名", "名字", "员工姓名", "員工姓名", "name", "fullname", "employeename"),
    "login": (
        "登录名",
        "登錄名",
        "登入名",
        "账号",
        "帳號",
        "账户",
        "用户名",
        "用戶名",
        "login",
        "username",
        "account",
    ),
    "mobile": (
        *("手机", "手機", "手机号", "手機號", "手机号码", "手機號碼", "电话", "電話", "联系电话", "聯絡電話"),
        *("mobile", "mobilenumber", "phone", "phonenumber", "tel", "cellphone"),
    ),
    "employee_number": (
        *("工号", "工號", "员工号", "員工號", "员工编号", "員工編號", "编号", "編號"),
        *("employeenumber", "employeeno", "employeeid", "staffnumber", "staffno", "number", "no"),
    ),
    "post": ("岗位", "崗位", "职位", "職位", "职务", "職務", "post", "position", "jobtitle", "title"),
    "joined_on": (
        *("入职日期", "入職日期", "入职时间", "入職時間", "到岗日期", "到崗日期", "到职日期", "到職日期"),
        *("joinedon", "joined", "joindate", "startdate", "hiredate", "dateofjoining"),
    ),
}
_BY_HEADING = {heading: field for field, headings in HEADINGS.items() for heading in headings}


@dataclass(frozen=True, slots=True)
class StaffFile:
    """`rows`: each line's number as the spreadsheet shows it, and its cells by field; `ignored`: other headings."""

    rows: tuple[dict[str, Any], ...]
    ignored: tuple[str, ...]


def read_staff_file(filename: str, content: bytes) -> StaffFile:
    """Takes the first sheet. Refuses what is too large, not a table, without a name column, or empty. CPU-bound."""
    if len(content) > MAX_BYTES:
        raise Refusal("people-import-too-large", 413, field="file", megabytes=MAX_BYTES // 1_000_000)
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise Refusal("people-import-old-excel", field="file")
    lines = _workbook(content) if content[:4] == b"PK\x03\x04" else _csv(content)
    return _table(lines)


def _table(lines: list[tuple[int, list[str]]]) -> StaffFile:
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not filled:
        raise Refusal("people-import-empty", field="file")
    columns, ignored = _columns(filled[0][1])
    body = filled[1:]
    if not body:
        raise Refusal("people-import-empty", field="file")
    if len(body) > MAX_ROWS:
        raise Refusal("people-import-too-long", 413, field="file", limit=str(MAX_ROWS))
    rows = [{"line": number, **_cells(cells, columns)} for number, cells in body]
    return StaffFile(tuple(row for row in rows if any(row.get(field) for field in FIELDS)), ignored)


def _columns(heading: list[str]) -> tuple[dict[int, str], tuple[str, ...]]:
    found: dict[int, str] = {}
    ignored = []
    for place, text in enumerate(heading[:MAX_COLUMNS]):
        field = _BY_HEADING.get(_key(text))
        if field in found.values():
            raise Refusal("people-import-heading-twice", field="file", heading=text.strip())
        if field:
            found[place] = field
        elif text.strip():
            ignored.append(text.strip()[:40])
    if "name" not in found.values():
        raise Refusal("people-import-no-name", field="file")
    return found, tuple(ignored)


def _cells(cells: list[str], columns: dict[int, str]) -> dict[str, str]:
    return {field: cells[place].strip()[:MAX_CELL] for place, field in columns.items() if place < len(cells)}


def _key(heading: str) -> str:
    normal = unicodedata.normalize("NFKC", plain(heading)).lower()
    normal = normal.split("(")[0]
    return "".join(sign for sign in normal if sign not in " ._-*:\t\ufeff")


def _csv(content: bytes) -> list[tuple[int, list[str]]]:
    text = _decoded(content)
    if text.startswith("sep="):
        text = text.partition("\n")[2]
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t，", key=first.count)
    if delimiter == "，":
        text, delimiter = text.replace("，", ","), ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines = []
    try:
        for cells in reader:
            lines.append((reader.line_num, cells[:MAX_COLUMNS]))
            if len(lines) > MAX_ROWS + 200:
                raise Refusal("people-import-too-long", 413, field="file", limit=str(MAX_ROWS))
    except csv.Error:
        raise Refusal("people-import-unreadable", field="file") from None
    return lines


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else what Chinese spreadsheets write: GB18030."""
    codes = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refusal("people-import-unreadable", field="file")


def _workbook(content: bytes) -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # 175 modules that a web process needs on a handful of days a year

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                raise Refusal("people-import-too-large", 413, field="file", megabytes=MAX_BYTES // 1_000_000)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return _sheet(book.worksheets[0])
    except Refusal:
        raise
    except Exception:  # whatever a stranger's file makes the reader stumble over
        raise Refusal("people-import-unreadable", field="file") from None


def _sheet(sheet: Any) -> list[tuple[int, list[str]]]:
    lines = []
    rows = sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS + 200, values_only=True)
    for number, cells in enumerate(rows, start=1):
        lines.append((number, [_text(cell) for cell in cells]))
    return lines


def _text(cell: Any) -> str:
    """A number that a spreadsheet made of a mobile or an employee number is digits again."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
