"""What one cell says, whatever a platform or a spreadsheet program has put around it."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from backend.rules.clock import WallTime, instant


class CellFault(ValueError):
    """`code` is a message id: why the cell cannot be read."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def text(cell: str) -> str:
    """Without `="…"` around it, blanks at its ends and what no database takes; line breaks inside stay."""
    bare = cell.strip(_BLANKS)
    if match := _FORMULA.fullmatch(bare):
        bare = match[1].replace('""', '"').strip(_BLANKS)
    if _COVERED.match(bare):  # our own list of refused lines keeps formulas from being carried out that way
        bare = bare[1:]
    return bare.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def code(cell: str) -> str:
    """A number that is a name: of an order, of goods, of a telephone. The apostrophe that kept it text is gone."""
    bare = text(cell).removeprefix("=").removeprefix("'").removeprefix("’").strip(_BLANKS)
    if bare and _ROUNDED.fullmatch(bare):
        raise CellFault("intake-fault-rounded")
    return bare


def money(cell: str) -> Decimal | None:
    """CNY with two decimals at most; None where the cell is empty."""
    bare = unicodedata.normalize("NFKC", text(cell).removeprefix("'"))
    bare = bare.removeprefix("¥").removeprefix("CNY").removesuffix("元").replace(",", "").strip()
    if bare in _NOTHING:
        return None
    if not _MONEY.fullmatch(bare):
        raise CellFault("intake-fault-money")
    amount = Decimal(bare)
    if amount != round(amount, 2):
        raise CellFault("intake-fault-money")
    return round(amount, 2)


def quantity(cell: str) -> int | None:
    """A whole number of at least 1; None where the cell is empty."""
    bare = unicodedata.normalize("NFKC", text(cell).removeprefix("'"))
    if bare in _NOTHING:
        return None
    match = _WHOLE.fullmatch(bare)
    if match is None or int(match[1]) == 0:
        raise CellFault("intake-fault-quantity")
    return int(match[1])


def moment(cell: str, zone: ZoneInfo) -> datetime | None:
    """The instant of a wall clock, in `zone` where it has no offset of its own; None where the cell is empty."""
    bare = text(cell).removeprefix("'")
    if bare in _NOTHING or bare.startswith("0000-00-00"):
        return None
    match = _TIME.fullmatch(bare)
    if match is None:
        raise CellFault("intake-fault-time")
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        if hour > 23 or minute > 59 or second > 59 or not 2000 <= year <= 2200:
            raise ValueError
        if match[7]:
            return _told(f"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{match[7]}")
        return instant(date(year, month, day), WallTime(hour * 3600 + minute * 60 + second), zone)
    except ValueError:
        raise CellFault("intake-fault-time") from None


def _told(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(UTC)


_BLANKS = " \t\r\n\f\v\u3000\xa0\ufeff\u200b"
_NOTHING = ("", "-", "--", "—", "无", "null", "NULL", "None")
_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
_COVERED = re.compile(r"'\s*[=+\-@]")
_ROUNDED = re.compile(r"\d(\.\d+)?[eE]\+?\d{2}")
_MONEY = re.compile(r"\d{1,12}(\.\d{1,10})?")
_WHOLE = re.compile(r"(\d{1,9})(?:\.0+)?")
_TIME = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2})[:时](\d{2})(?:[:分](\d{2})(?:\.\d+)?秒?)?"
    r"(?: ?(Z|[+-]\d{2}:?\d{2}))?)?"
)
