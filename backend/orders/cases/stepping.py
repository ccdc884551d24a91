"""One step further: on the way, arrived, looked at by a second person, paid back, settled (R-ORD-7, R-CS-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from backend.company.queries import rules_of
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.notifications.actions import withdraw
from backend.orders.cases.live import MAY_SEE
from backend.orders.cases.writing import locked_case, overdue_as, quiet, words, write_step
from backend.people.viewer import Actor
from backend.rules.orders.cases import OUTCOMES, OVER, Step, is_allowed, step_named


@dataclass(frozen=True, slots=True)
class Said:
    """What goes with a step. `outcome`: with which a case is settled. `amount`: what is paid back, where it is less
    than was registered. `waybill`: of goods on their way back, or of those sent for them."""

    words: str = ""
    outcome: str = ""
    amount: Decimal | None = None
    waybill: str = ""


NOTHING = Said()


async def take_step(by: Actor, case_id: int, name: str, at: datetime, said: Said = NOTHING) -> str:
    """Does it and returns the state that the case is in then. 409 for a step that may not be done now, 403 for one that
    is not this person's: who has registered goods, or taken them in, never checks them."""
    if by.person_id is None or not any(map(by.may, MAY_SEE)):
        raise Refusal("shell-error-forbidden", 403)
    async with db.transaction():
        case = await locked_case(by, case_id)
        step = _step(by, case, name)
        details = _details(case, step, said)
        case = await db.fetchrow(
            _MOVE, by.department_id, case_id, step.target, by.person_id, at, step.second, step.target in OVER,
            details.get("outcome", ""), details.get("amount"), said.waybill.strip()[:64], step.name == "settle",
            await _due_at(case, step, at), step.name == "arrive",
        )  # fmt: skip
        told = {key: str(value) if key == "amount" else value for key, value in details.items()}
        await write_step(
            by, case, step.name, at, said=words(said.words), waybill=said.waybill.strip()[:64], **told
        )
        await _quiet(case, at)
    return step.target


def _step(by: Actor, case: Any, name: str) -> Step:
    step = step_named(name, case["kind"], case["state"], case["amount"])
    if step is None:
        raise Refusal("cases-not-now", 409)
    mine, took_in = (case[part] == by.person_id for part in ("registered_by", "received_by"))
    if not is_allowed(step, by.may, registered_it=mine, received_it=took_in):
        if step.second and (mine or took_in):
            raise Refusal("cases-second-person", 403)
        raise Refusal("cases-not-your-step", 403)
    return step


def _details(case: Any, step: Step, said: Said) -> dict[str, Any]:
    if step.name in ("object", "withdraw") and not said.words.strip():
        raise Refusal("cases-why-needed", field="said")
    if step.name == "send" and not said.waybill.strip():
        raise Refusal("cases-waybill-needed", field="waybill")
    if step.name == "settle":
        if said.outcome not in OUTCOMES[case["kind"]]:
            raise Refusal("cases-outcome-needed", field="outcome")
        return {"outcome": said.outcome}
    return {"amount": _amount(case, said)} if step.name == "refund" else {}


def _amount(case: Any, said: Said) -> Decimal:
    """Never more than was registered; less only with a word why."""
    amount = said.amount if said.amount is not None else case["amount"]
    if not amount.is_finite() or not 0 < amount <= case["amount"] or amount != round(amount, 2):
        raise Refusal("cases-refund-at-most", field="amount", amount=f"{case['amount']:.2f}")
    if amount < case["amount"] and not said.words.strip():
        raise Refusal("cases-why-less", field="said")
    return amount


async def _due_at(case: Any, step: Step, at: datetime) -> datetime | None:
    """Goods that have arrived are soon looked at; every other deadline stays."""
    if step.name != "arrive":
        return None
    return at + timedelta(hours=(await rules_of(case["department_id"])).orders.check_hours)


async def _quiet(case: Any, at: datetime) -> None:
    """Over, or with another deadline: nobody is asked about the old one."""
    if case["closed_at"] is not None:
        await quiet(case, at)
    elif case["overdue_for"] not in (None, case["due_at"]):
        await withdraw(
            "order.case-due", case["department_id"], overdue_as(case["id"], case["overdue_for"]), at
        )


_MOVE = """
UPDATE order_case SET state = $3,
    received_by = CASE WHEN $13 THEN $4 ELSE received_by END,
    received_at = CASE WHEN $13 THEN $5 ELSE received_at END,
    checked_by = CASE WHEN $6 THEN $4 ELSE checked_by END, checked_at = CASE WHEN $6 THEN $5 ELSE checked_at END,
    closed_by = CASE WHEN $7 THEN $4 END, closed_at = CASE WHEN $7 THEN $5::timestamptz END,
    outcome = $8, amount = coalesce($9, amount),
    waybill = CASE WHEN $10 = '' OR $11 THEN waybill ELSE $10 END,
    sent_waybill = CASE WHEN $11 THEN $10 ELSE sent_waybill END, due_at = coalesce($12, due_at)
WHERE department_id = $1 AND id = $2
RETURNING id, department_id, kind, order_id, due_at, overdue_for, closed_at
"""
