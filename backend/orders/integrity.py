"""Whether a department's orders are what they were: the chain of the database and the files of the days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.audit.sealing import seal_department
from backend.audit.verifying import Verification, verify_department
from backend.orders.chain import ORDERS
from backend.orders.day_queries import WrongFile, wrong_file


@dataclass(frozen=True, slots=True)
class Integrity:
    """What walking found; `whole` when neither the chain nor a file is broken."""

    chain: Verification
    file: WrongFile | None

    @property
    def whole(self) -> bool:
        return self.chain.broken is None and self.file is None


async def verify_orders(department_id: int, at: datetime) -> Integrity:
    """Seals what waits, walks the chain and reads every file."""
    while await seal_department(ORDERS, department_id, at):
        pass
    return Integrity(await verify_department(ORDERS, department_id), await wrong_file(department_id))
