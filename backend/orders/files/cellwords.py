"""What a cell of a workbook shows, as text."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.orders.files.shared_texts import SharedTexts

EXACT = 1e15
"""From here on a number of a spreadsheet has lost digits."""


class CellWords:
    """`dates` are the styles that show a number as a date."""

    def __init__(self, texts: SharedTexts, dates: frozenset[int], is_1904: bool):
        self.texts, self.dates = texts, dates
        self.zero = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # a wall clock's

    def of(self, kind: str, style: int, text: str) -> str:
        """`kind` as the sheet says it: s, str, inlineStr, b, e, d or n."""
        if kind == "s":
            return self.texts[int(text)] if text else ""
        if kind == "e":
            return ""
        if kind != "n" or not text:
            return text
        return self._number(float(text), style in self.dates, text)

    def _number(self, number: float, is_date: bool, text: str) -> str:
        if is_date and 0 < number < 3_000_000:
            return self._date(number)
        if number != number or abs(number) >= EXACT:
            return f"{number:E}"
        if number.is_integer():
            return str(int(number))
        return f"{number:.10f}".rstrip("0") if abs(number) < 1e9 else text

    def _date(self, number: float) -> str:
        when = self.zero + timedelta(seconds=round(number * 86_400))
        return when.strftime("%Y-%m-%d %H:%M:%S")
