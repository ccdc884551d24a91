"""What a few words of the customer or of the courier mean: each way of meaning them is one index."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_letters, digits

LAST_DIGITS = 4
_NARROW = {ord(each) + 0xFEE0: each for each in ascii_letters + digits}


@dataclass(frozen=True, slots=True)
class Meaning:
    """Ways in which a search may mean an order. `own`: what its row says; `elsewhere`: ids of other rows that say it.

    In both stand {exact} and {begins} for the marks of the search and of its pattern, and $1 for the department.
    """

    own: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()

    def __add__(self, other: Meaning) -> Meaning:
        return Meaning(self.own + other.own, self.elsewhere + other.elsewhere)

    def ids(self, exact: str, begins: str) -> str:
        """Statement of every order that is meant, by indexes; one may stand there twice."""
        own = (f"SELECT id FROM customer_order WHERE department_id = $1 AND {way}" for way in self.own)
        return _filled(" UNION ALL ".join((*own, *self.elsewhere)), exact, begins)

    def of_row(self, exact: str, begins: str) -> str:
        """Whether a row of customer_order is meant."""
        others = (f"customer_order.id IN ({way})" for way in self.elsewhere)
        return _filled(" OR ".join(f"({way})" for way in (*self.own, *others)), exact, begins)


def meaning_of(search: str) -> Meaning:
    """Four digits are the last ones of a phone or a number; a mobile number; a number or a waybill; else a name."""
    if search.isdecimal() and len(search) == LAST_DIGITS:
        return _ENDS
    if re.fullmatch(r"1\d{10}", search):
        return _PHONES + _NUMBERS
    if re.fullmatch(r"[\x21-\x7e]{5,}", search):
        return _NUMBERS + _NAMES
    return _NAMES


def tidied(said: str) -> str:
    """A search as it is meant: a Chinese keyboard writes １２３, and a mobile number is often said in groups."""
    search = " ".join(said.split()).translate(_NARROW)
    mobile = re.fullmatch(r"(?:\+?86)?(1\d{10})", re.sub(r"[ -]", "", search))
    return mobile[1] if mobile else search


def begins(search: str) -> str:
    """The pattern of LIKE for what begins with it."""
    return re.sub(r"([\\%_])", r"\\\1", search) + "%"


def _filled(sql: str, exact: str, begins: str) -> str:
    return sql.format(exact=f"{exact}::text", begins=f"{begins}::text")


_AMENDED = "SELECT order_id FROM amendment WHERE department_id = $1 AND"
_LENT = "length(phone) > 11 AND right(substring(phone FROM '\\d{{11}}'), 4)"
_ENDS = Meaning(
    ("right(phone, 4) = {exact}", f"{_LENT} = {{exact}}", "right(number, 4) = {exact}"),
    (f"{_AMENDED} field = 'phone' AND right(after, 4) = {{exact}}",),
)
_PHONES = Meaning(
    (
        "right(phone, 4) = right({exact}, 4) AND phone = {exact}",
        f"{_LENT} = right({{exact}}, 4) AND phone LIKE {{begins}}",
    ),
    (f"{_AMENDED} field = 'phone' AND right(after, 4) = right({{exact}}, 4) AND after = {{exact}}",),
)
_NUMBERS = Meaning(
    ("number LIKE {begins}",),
    (
        "SELECT order_id FROM order_event WHERE department_id = $1 AND details ? 'waybill' "
        "AND details->>'waybill' = {exact}",
        f"{_AMENDED} field = 'waybill' AND after = {{exact}}",
    ),
)
_NAMES = Meaning(("receiver LIKE {begins}",), (f"{_AMENDED} field = 'receiver' AND after LIKE {{begins}}",))
