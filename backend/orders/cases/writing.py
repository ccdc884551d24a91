"""What every change of a case has in common: the locked row, the step written down, open screens that follow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.audit.actions import note
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.notifications.actions import withdraw
from backend.orders.cases import live  # noqa: F401  # registers what follows
from backend.orders.events import add_event
from backend.people.viewer import Actor

LONGEST = 1000
"""So many letters at most for what somebody says about a case."""


async def locked_case(by: Actor, case_id: int, *, over: bool = False) -> Any:
    """The case, locked. 404 for one of another department; 409 for one that is over, unless `over` is all right."""
    row = await db.fetchrow(_LOCKED, by.department_id, case_id)
    if row is None:
        raise not_found()
    if row["closed_at"] is not None and not over:
        raise Refusal("cases-over-already", 409)
    return row


async def write_step(by: Actor, case: Any, kind: str, at: datetime, **details: Any) -> None:
    """One step of a case, inside the caller's transaction: among its own, among its order's events, in the trail."""
    told = {name: value for name, value in details.items() if value not in ("", None)}
    await db.execute(_STEP, case["department_id"], case["id"], kind, at, by.person_id, told)
    if case["order_id"] is not None:
        await add_event(
            case["order_id"], "case", at, by.person_id, case=case["id"], of=case["kind"], step=kind, **told
        )
    await note(
        f"case.{kind}", f"case:{case['id']}", department_id=case["department_id"], actor_id=by.person_id,
        **{name: value for name, value in told.items() if name in OPEN_DETAILS},
    )  # fmt: skip
    await outbox.record("case.changed", case["department_id"], case_id=case["id"])


async def quiet(case: Any, at: datetime) -> None:
    """Its owner is not asked about this deadline any more."""
    if case["overdue_for"] is not None:
        await withdraw(
            "order.case-due", case["department_id"], overdue_as(case["id"], case["overdue_for"]), at
        )


def overdue_as(case_id: int, due_at: datetime) -> str:
    """Another deadline is another matter."""
    return f"case:{case_id}:{int(due_at.timestamp())}"


def words(said: str) -> str:
    return said.strip()[:LONGEST]


def need(by: Actor, permission: str) -> int:
    """Whoever does it, by name: 403 without the permission, and for the program, which is nobody's second person."""
    if not by.may(permission) or by.person_id is None:
        raise Refusal("shell-error-forbidden", 403)
    return by.person_id


OPEN_DETAILS = ("amount", "outcome", "person", "until")
"""What of a step may stand in the trail of the department: nothing that a customer has said."""
CASE = """order_case.id, order_case.department_id, order_case.kind, order_case.state, order_case.order_id,
    order_case.call_id, order_case.contact, order_case.amount, order_case.waybill, order_case.registered_by,
    order_case.received_by, order_case.owner_id, order_case.due_at, order_case.overdue_for, order_case.closed_at,
    (SELECT right(number, 4) FROM customer_order WHERE customer_order.id = order_case.order_id) AS number"""
_LOCKED = f"SELECT {CASE} FROM order_case WHERE department_id = $1 AND id = $2 FOR NO KEY UPDATE"
_STEP = """
INSERT INTO order_case_event (department_id, case_id, kind, at, actor_id, details) VALUES ($1, $2, $3, $4, $5, $6)
"""
