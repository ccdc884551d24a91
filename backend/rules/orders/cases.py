"""After-sales as rules: what may be done next about a return, a complaint or a follow-up call, and by whom.

R-ORD-7: goods that come back, and money that is asked back, are looked at by a second person, never by who registered
them or took them in. R-CS-2: complaints, bad reviews and follow-up calls have an owner and a deadline, and end with
an outcome.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

GOODS = ("return", "exchange", "refund")
"""Registered against an order; goods or money move."""
TALKS = ("complaint", "review", "follow-up")
"""Somebody talks with the customer; also without an order."""
KINDS = GOODS + TALKS

REGISTERED, ON_THE_WAY, ARRIVED, CHECKED, OBJECTED = (
    "registered",
    "on-the-way",
    "arrived",
    "checked",
    "objected",
)
SETTLED, REFUNDED, WITHDRAWN = "settled", "refunded", "withdrawn"
STATES = (REGISTERED, ON_THE_WAY, ARRIVED, CHECKED, OBJECTED, SETTLED, REFUNDED, WITHDRAWN)
OVER = (SETTLED, REFUNDED, WITHDRAWN)

OUTCOMES = {
    "return": ("done", "declined", "agreed-otherwise"),
    "exchange": ("done", "declined", "agreed-otherwise"),
    "refund": ("done", "declined", "agreed-otherwise"),
    "complaint": ("solved", "compensated", "not-justified", "unreachable"),
    "review": ("customer-changed-it", "answered", "solved", "unreachable"),
    "follow-up": ("satisfied", "wish", "unsatisfied", "unreachable"),
}
"""With which words a case of each kind is settled."""

WORKS, MONEY, LEADS = "orders.after-sales", "orders.finance", "orders.manage"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that may be done about a case. `second`: not by who registered it or took the goods in.
    `permissions`: any one of them is enough; `own` lets who registered it do it without."""

    name: str
    target: str
    permissions: tuple[str, ...] = (WORKS,)
    second: bool = False
    own: bool = False


SEND = Step("send", ON_THE_WAY)
ARRIVE = Step("arrive", ARRIVED)
CHECK = Step("check", CHECKED, second=True)
OBJECT = Step("object", OBJECTED, second=True)
REFUND = Step("refund", REFUNDED, (MONEY, LEADS))
SETTLE = Step("settle", SETTLED)
DECIDE = Step("settle", SETTLED, (LEADS,))
WITHDRAW = Step("withdraw", WITHDRAWN, (LEADS,), own=True)


def steps_of(kind: str, state: str, amount: Decimal | None = None) -> tuple[Step, ...]:
    """What may be done now, the usual one first; nothing about what is over. `amount` is what is to be paid back: where
    there is something, a case ends with the refund."""
    if state in OVER:
        return ()
    if kind in TALKS:
        return SETTLE, WITHDRAW
    return {
        REGISTERED: (CHECK, OBJECT, WITHDRAW) if kind == "refund" else (SEND, ARRIVE, WITHDRAW),
        ON_THE_WAY: (ARRIVE, WITHDRAW),
        ARRIVED: (CHECK, OBJECT),
        CHECKED: (REFUND if amount else SETTLE,),
        OBJECTED: (CHECK, DECIDE),
    }[state]


def step_named(name: str, kind: str, state: str, amount: Decimal | None = None) -> Step | None:
    """That step, where it may be done now."""
    return next((step for step in steps_of(kind, state, amount) if step.name == name), None)


def is_allowed(
    step: Step, may: Callable[[str], bool], *, registered_it: bool, received_it: bool = False
) -> bool:
    """Whether somebody who `may` do this and that may do it (R-ORD-7: who registered it, or took the goods in, never
    checks it)."""
    if step.second and (registered_it or received_it):
        return False
    return (step.own and registered_it) or any(map(may, step.permissions))


def fault_of_items(kind: str, asked: Mapping[int, int], left: Mapping[int, int]) -> str | None:
    """What is wrong with the goods of a case: a message id. `asked`: how many of which line of the order; `left`: how
    many of each are in no other case. A return or an exchange names its goods, a refund may."""
    if any(count < 1 or item_id not in left for item_id, count in asked.items()):
        return "cases-items-unknown"
    if not asked and kind in ("return", "exchange"):
        return "cases-items-none"
    if kind != "refund" and any(count > left[item_id] for item_id, count in asked.items()):
        return "cases-items-too-many"
    return None


def fault_of_amount(kind: str, amount: Decimal | None, left: Decimal) -> str | None:
    """What is wrong with the money of a case. `left`: what was paid, less what other cases of the order have paid back
    or will: all refunds together are never more than was paid."""
    if amount is None:
        return "cases-amount-none" if kind == "refund" else None
    if kind not in ("return", "refund"):
        return "cases-amount-not-here"
    if not amount.is_finite() or amount <= 0 or amount != round(amount, 2):
        return "cases-amount-wrong"
    return "cases-amount-too-much" if amount > left else None


def shared_out(
    order_ids: Iterable[int], owner_ids: Iterable[int], loads: dict[int, int]
) -> list[tuple[int, int]]:
    """Who calls which customer: each to whoever has the fewest then, in the order of the people as given."""
    open_of = {owner_id: loads.get(owner_id, 0) for owner_id in owner_ids}
    given = []
    for order_id in order_ids:
        owner_id = min(open_of, key=open_of.__getitem__)
        open_of[owner_id] += 1
        given.append((order_id, owner_id))
    return given


def parted(contact: str) -> tuple[str, str]:
    """`林小满 138 1234 5678` as name and number; either may be missing. Fewer than five digits are no number."""
    found = _NUMBER.search(contact)
    if found is None:
        return contact.strip(), ""
    name = f"{contact[: found.start()]} {contact[found.end() :]}"
    return " ".join(name.split()).strip(" ,，:：;；"), found[0].strip()


_NUMBER = re.compile(r"\+?\d(?:[ -]?\d){4,}")
