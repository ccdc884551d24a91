"""The rows of one order make one draft, or are refused together: nothing is half taken in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from backend.rules.orders.draft import STANDINGS, Draft, Item, fault_of
from backend.rules.orders.layouts import cells
from backend.rules.orders.layouts.layout import Layout
from backend.rules.orders.layouts.standing import is_on_delivery, standing_of

Told = TypeVar("Told")
Row = tuple[int, list[str]]
"""The line as a spreadsheet counts it, the headings being line 1, and its cells."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an order of a file is not taken in. `code` is a message id, `field` one of ours, `value` the cell."""

    line: int
    number: str
    field: str
    heading: str
    code: str
    value: str


@dataclass(frozen=True, slots=True)
class Folded:
    """An order of a file and the line where it begins."""

    line: int
    draft: Draft


class _Fault(Exception):
    def __init__(self, row: Row, field: str, code: str):
        super().__init__(code)
        self.row, self.field, self.code = row, field, code


@dataclass(frozen=True, slots=True)
class Reading:
    """One layout over one file's headings; times are those of the wall clock of `zone`."""

    layout: Layout
    headings: list[str]
    places: Mapping[str, list[int]]
    zone: ZoneInfo

    @classmethod
    def of(cls, layout: Layout, headings: list[str], zone: ZoneInfo) -> Reading:
        return cls(layout, headings, layout.places(headings), zone)

    def number_of(self, row: Row) -> str:
        """The number by which rows belong together; empty where there is none."""
        return _plain_number(self._cell(row, "number"))

    def fold(self, rows: Sequence[Row]) -> Folded | Refused:
        """All rows of one order, in the order of the file. What was put together of several exports counts once."""
        rows = self._once(rows)
        try:
            draft = self._latest(rows) if self.layout.joined_goods else self._draft(rows)
        except _Fault as fault:
            return self._refused(rows, fault)
        if found := fault_of(draft):
            return self._refused(rows, _Fault(rows[0], *found))
        return Folded(rows[0][0], draft)

    def _once(self, rows: Sequence[Row]) -> Sequence[Row]:
        if not self.layout.rows_differ:
            return rows
        once: dict[tuple[str, ...], Row] = {}
        for row in rows:
            once.setdefault(tuple(row[1]), row)
        return list(once.values())

    def _latest(self, rows: Sequence[Row]) -> Draft:
        """Of the same order at several moments the one that is furthest, else the last."""
        drafts = [self._draft([row]) for row in rows]
        return max(reversed(drafts), key=lambda draft: STANDINGS.index(draft.standing))

    def _draft(self, rows: Sequence[Row]) -> Draft:
        head = rows[0]
        number = self._code(head, "number")
        if not number:
            raise _Fault(head, "number", "intake-fault-no-number")
        status, payment = self._text(rows, "status"), self._text(rows, "payment")
        paid_at = self._time(rows, "paid_at")
        standing = standing_of(
            status, payment, has_paid_time=paid_at is not None, knows_paid_time="paid_at" in self.places
        )
        items = tuple(item for row in rows for item in self._items(row))
        total, paid, balance = (
            self._money(rows, "total"),
            self._money(rows, "paid"),
            self._money(rows, "balance"),
        )
        if paid is not None and balance is not None:
            paid += balance
        if standing == "unpaid":
            paid = Decimal(0)
        elif paid is None and "paid" not in self.places and (paid_at or _has_paid(standing, payment)):
            paid = total
        return Draft(
            platform=self.layout.platform or self.layout.code, number=number, standing=standing, items=items,
            shop=self._text(rows, "shop"),
            platform_status=status, buyer=self._text(rows, "buyer"), receiver=self._text(rows, "receiver"),
            phone=self._phone(rows), address=self._address(rows), buyer_note=self._text(rows, "buyer_note"),
            seller_note=self._text(rows, "seller_note"), goods_total=self._goods_total(rows, items),
            postage=self._money(rows, "postage"), total=total, paid=paid, payment=payment,
            ordered_at=self._time(rows, "ordered_at"), paid_at=paid_at, original=self._original(rows),
        )  # fmt: skip

    def _refused(self, rows: Sequence[Row], fault: _Fault) -> Refused:
        place = self._told(fault.row, fault.field)
        heading = self.headings[place].strip() if place is not None else ""
        value = fault.row[1][place] if place is not None and place < len(fault.row[1]) else ""
        number = self._cell(rows[0], "number")
        return Refused(
            fault.row[0], _plain_number(number)[:64], fault.field, heading, fault.code, value.strip()[:200]
        )

    def _items(self, row: Row) -> list[Item]:
        title, spec = cells.text(self._cell(row, "title")), cells.text(self._cell(row, "spec"))
        if not title:
            raise _Fault(row, "title", "intake-fault-no-goods")
        sku, count = self._code(row, "sku"), self._read(row, "quantity", cells.quantity) or 1
        price = self._read(row, "price", cells.money)
        titles = self._titles(row, title)
        if len(titles) > 1 and len(titles) == count:
            return [Item(each) for each in titles]
        return [Item(title, count, price, sku, spec)]

    def _titles(self, row: Row, title: str) -> list[str]:
        """Goods that share a cell are told apart only where their number is as it is told: a title may have the sign,
        too. How many of each there are is not told: they stay together where there are more pieces than kinds."""
        if not self.layout.joined_goods:
            return [title]
        titles = [part.strip() for part in title.split(self.layout.joined_goods)]
        return titles if len(titles) == self._read(row, "kinds", cells.quantity) else [title]

    def _goods_total(self, rows: Sequence[Row], items: tuple[Item, ...]) -> Decimal | None:
        told = self._money(rows, "goods_total")
        if told is None and items and all(item.price is not None for item in items):
            return sum((item.price * item.quantity for item in items if item.price is not None), Decimal(0))
        return told

    def _money(self, rows: Sequence[Row], field: str) -> Decimal | None:
        amounts = [self._read(row, field, cells.money) for row in rows]
        told = [amount for amount in amounts if amount is not None]
        if not told:
            return None
        differ = len(set(told)) > 1  # so they are not the order's, repeated, whatever the layout
        if differ or (field in self.layout.row_amounts and not self._is_of_the_order(rows, told)):
            return sum(told, Decimal(0))
        return told[0]

    def _is_of_the_order(self, rows: Sequence[Row], amounts: list[Decimal]) -> bool:
        """More than the goods of a row cost: it is the whole order's, repeated."""
        for row in rows:
            price, count = (
                self._read(row, "price", cells.money),
                self._read(row, "quantity", cells.quantity) or 1,
            )
            if price is not None and amounts[0] > price * count:
                return len(rows) > 1
        return False

    def _phone(self, rows: Sequence[Row]) -> str:
        return next((phone for row in rows if (phone := self._code(row, "phone"))), "")

    def _address(self, rows: Sequence[Row]) -> str:
        parts = [self._text(rows, part) for part in ("province", "city", "district", "street", "address")]
        return " ".join(part for part in parts if part)

    def _time(self, rows: Sequence[Row], field: str) -> datetime | None:
        read = [self._read(row, field, lambda cell: cells.moment(cell, self.zone)) for row in rows]
        return next((when for when in read if when is not None), None)

    def _text(self, rows: Sequence[Row], field: str) -> str:
        return next((text for row in rows if (text := cells.text(self._cell(row, field)))), "")

    def _code(self, row: Row, field: str) -> str:
        return self._read(row, field, cells.code) or ""

    def _read(self, row: Row, field: str, how: Callable[[str], Told]) -> Told:
        try:
            return how(self._cell(row, field))
        except cells.CellFault as fault:
            raise _Fault(row, field, fault.code) from None

    def _cell(self, row: Row, field: str) -> str:
        place = self._told(row, field)
        return row[1][place] if place is not None and place < len(row[1]) else ""

    def _told(self, row: Row, field: str) -> int | None:
        """The first column of the field that says something in this row; else the first of it, if there is any."""
        places = self.places.get(field, [])
        for place in places:
            if place < len(row[1]) and row[1][place].strip("' \t"):
                return place
        return places[0] if places else None

    def _original(self, rows: Sequence[Row]) -> dict[str, object]:
        """What is not empty, by its heading; where the rows differ, all of them in their order."""
        kept: dict[str, object] = {}
        for place, heading in enumerate(self.headings):
            values = [row[1][place].replace("\x00", "") if place < len(row[1]) else "" for row in rows]
            if heading.strip() and any(values):
                kept[heading.strip()] = values[0] if len(set(values)) == 1 else values
        return kept


def _has_paid(standing: str, payment: str) -> bool:
    return standing in ("paid", "shipped") and not is_on_delivery(payment)


def _plain_number(cell: str) -> str:
    try:
        return cells.code(cell)
    except cells.CellFault:
        return cells.text(cell)
