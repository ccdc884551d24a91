"""Whether a department's orders are what they were: the chain of the database, the files of the days, the triggers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.audit.actions import note
from backend.audit.chains import lacking
from backend.audit.verifying import Verification, seal_and_verify
from backend.infra.refusal import Refusal
from backend.orders.chain import ORDERS
from backend.orders.day_files import WrongFile, wrong_file
from backend.orders.guards import unguarded
from backend.people.viewer import Actor


@dataclass(frozen=True, slots=True)
class Integrity:
    """What walking found; `whole` when neither the chain nor a file is broken and the database refuses any change."""

    chain: Verification
    file: WrongFile | None
    unguarded: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return self.chain.broken is None and self.file is None and not self.unguarded


async def verify_orders(by: Actor, at: datetime) -> Integrity:
    """Seals what waits, walks the chain and reads every file; that somebody did so is in the trail, with the answer.
    403 without `orders.verify`."""
    if not by.may("orders.verify"):
        raise Refusal("shell-error-forbidden", 403)
    chain = await seal_and_verify(ORDERS, by.department_id, at)
    file = None if await lacking(ORDERS) else await wrong_file(by.department_id)
    found = Integrity(chain, file, tuple(await unguarded()))
    await note(
        "orders.verified", f"department:{by.department_id}", department_id=by.department_id, actor_id=by.person_id,
        whole=found.whole,
    )  # fmt: skip
    return found
