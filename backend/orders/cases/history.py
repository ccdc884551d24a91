"""Every step of a case, as it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.orders.cases.veiling import KNOWN, known_of, veiled_details


@dataclass(frozen=True, slots=True)
class Happened:
    """One step of a case."""

    id: int
    kind: str
    at: datetime
    name: str
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def until(self) -> datetime | None:
        """The deadline that it is about."""
        return datetime.fromisoformat(self.details["until"]) if self.details.get("until") else None


async def history_of(department_id: int, case_id: int) -> tuple[Happened, ...]:
    """Every step, the latest first; what was typed without the customer in it."""
    told = await db.fetchrow(_KNOWN, department_id, case_id)
    known = known_of(told["known"], told["contact"]) if told else ()
    rows = await db.fetch(_HISTORY, department_id, case_id)
    return tuple(
        Happened(row["id"], row["kind"], row["at"], row["name"] or "", veiled_details(row["details"], known))
        for row in rows
    )


_KNOWN = f"""
SELECT order_case.contact, {KNOWN} AS known FROM order_case
LEFT JOIN customer_order ON customer_order.id = order_case.order_id LEFT JOIN call ON call.id = order_case.call_id
WHERE order_case.department_id = $1 AND order_case.id = $2
"""
_HISTORY = """
SELECT order_case_event.id, order_case_event.kind, order_case_event.at, person.name, order_case_event.details
FROM order_case_event LEFT JOIN person ON person.id = order_case_event.actor_id
WHERE order_case_event.department_id = $1 AND order_case_event.case_id = $2 ORDER BY order_case_event.id DESC
"""
