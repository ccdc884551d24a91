"""What follows from absences (R-ATT-10) and what a day is worth (R-ATT-11). Proposals only: a manager decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from backend.rules.bounds import choices, limits
from backend.rules.reason import Reason

CENT = Decimal("0.01")
OUTCOMES = ("dismissal", "left")


@dataclass(frozen=True, slots=True)
class PenaltyParameters:
    """R-ATT-10. Zero means that a count proposes nothing."""

    fines: tuple[Decimal, ...] = ()
    """CNY for the first, second, … absence in a calendar year."""
    day_pay: bool = False
    """An absent day costs that day's pay."""
    outcome: str = field(default="dismissal", metadata=choices(*OUTCOMES))
    """What too many absences propose: dismissal, or treating the person as having left."""
    in_row: int = field(default=0, metadata=limits(0, 31))
    in_month: int = field(default=0, metadata=limits(0, 31))
    in_year: int = field(default=0, metadata=limits(0, 366))
    pay_day: int = field(default=18, metadata=limits(1, 28))
    """R-ATT-11: the day of the next month on which pay falls."""


@dataclass(frozen=True, slots=True)
class ScheduledDay:
    """A day's verdict by its status; rest days may be among them and are passed over."""

    day: date
    status: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """`kind`: fine (with its amount in CNY), day-pay, dismissal or left."""

    day: date
    kind: str
    amount: Decimal | None
    reason: Reason


def proposals(days: Iterable[ScheduledDay], parameters: PenaltyParameters) -> list[Proposal]:
    """What one person's days propose, each on the day on which it comes about.

    "In a row" counts scheduled days: a rest day between two absences does not break the row. A count proposes when it
    is reached, once in its row, month or year. Give all days of the calendar years in question.
    """
    found: list[Proposal] = []
    row, in_month, in_year = 0, 0, 0
    last: date | None = None
    for each in sorted(days, key=lambda one: one.day):
        if last is None or each.day.year != last.year:
            in_year = 0
        if last is None or (each.day.year, each.day.month) != (last.year, last.month):
            in_month = 0
        last = each.day
        if each.status == "rest":
            continue
        if each.status != "absent":
            row = 0
            continue
        row, in_month, in_year = row + 1, in_month + 1, in_year + 1
        found += _costs(each.day, in_year, parameters)
        found += _ends(each.day, row, in_month, in_year, parameters)
    return found


def day_rate(monthly_pay: Decimal, scheduled_days: int) -> Decimal:
    """R-ATT-11: a day's pay, by the month's actual scheduled working days; rounded half up to the cent."""
    if scheduled_days < 1:
        raise ValueError("a month without a scheduled working day has no day rate")
    return (monthly_pay / scheduled_days).quantize(CENT, ROUND_HALF_UP)


def pay_day(month: date, parameters: PenaltyParameters) -> date:
    """R-ATT-11: when the pay of the month that `month` lies in falls due."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return following.replace(day=parameters.pay_day)


def _costs(day: date, in_year: int, parameters: PenaltyParameters) -> list[Proposal]:
    costs = []
    if in_year <= len(parameters.fines):
        amount = parameters.fines[in_year - 1]
        args = {"number": in_year, "amount": f"{amount:.2f}"}
        costs.append(Proposal(day, "fine", amount, Reason("R-ATT-10", "rules-penalty-fine", args)))
    if parameters.day_pay:
        costs.append(Proposal(day, "day-pay", None, Reason("R-ATT-10", "rules-penalty-day-pay")))
    return costs


def _ends(day: date, row: int, in_month: int, in_year: int, parameters: PenaltyParameters) -> list[Proposal]:
    reached = (
        ("row", row, parameters.in_row),
        ("month", in_month, parameters.in_month),
        ("year", in_year, parameters.in_year),
    )
    return [
        Proposal(
            day,
            parameters.outcome,
            None,
            Reason("R-ATT-10", f"rules-penalty-{parameters.outcome}-{over}", {"count": count}),
        )
        for over, count, limit in reached
        if limit and count == limit
    ]
