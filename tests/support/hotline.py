"""A line on a telephone system that tells what it was told, and that can be away, slow of wit or tampered with."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.hotline import systems
from backend.hotline.lines import LineForm, set_line
from backend.hotline.queries import Line, line_of
from backend.infra import db
from backend.infra.telephony.adapter import (
    Answer,
    CallEvent,
    Capabilities,
    Health,
    Inbound,
    Reported,
    TelephonyError,
)
from backend.rules.hotline import Plan
from tests.support.shop import Colleague, Shop

OFFICE = "02160001111"
_mobiles = itertools.count(13_800_000_001)

PBX, TOLD = Capabilities(keeps_plan=True, asks=False, reads_back=True), Capabilities(False, False, True)


@dataclass
class Exchange:
    """The telephone side as it behaves: a PBX with a clock of its own (`PBX`), or a vendor that is told one number.

    `away`: cannot be reached. `says`: somebody has turned it by hand to another number. `deaf`: it takes what it is
    told and does nothing.
    """

    capabilities: Capabilities = PBX
    plan: Plan | None = None
    number: str = ""
    away: bool = False
    deaf: bool = False
    says: str = ""
    applied: list[int] = field(default_factory=list)

    async def apply_plan(self, plan: Plan, at: datetime) -> None:
        self._reach()
        self.applied.append(plan.version)
        if self.deaf:
            return
        if self.plan is not None and plan.version < self.plan.version:
            raise TelephonyError(f"has {self.plan.version} already")
        self.plan, self.number, self.says = plan, plan.at(at).target.number, ""

    async def current_target(self, at: datetime) -> Reported | None:
        self._reach()
        return Reported(
            self.rings(at), self.plan.version if self.plan and self.capabilities.keeps_plan else None
        )

    def rings(self, at: datetime) -> str:
        """Whom a call reaches at `at`, whatever anybody believes."""
        if self.says:
            return self.says
        if self.plan is not None and self.capabilities.keeps_plan:
            return self.plan.at(at).target.number
        return self.number

    def answer_inbound(self, request: Inbound, plan: Plan, at: datetime) -> Answer:
        return Answer(b"", "text/plain", 404)

    def parse_events(self, request: Inbound, at: datetime) -> tuple[CallEvent, ...]:
        return ()

    async def health(self) -> Health:
        return Health(False, "hotline-health-unreachable", {"reason": "away"}) if self.away else Health(True)

    def _reach(self) -> None:
        if self.away:
            raise TelephonyError("connection refused")


async def a_line(shop: Shop, exchange: Exchange, monkeypatch: Any, at: datetime) -> Line:
    """The department's line, on this exchange from now on."""
    await set_line(shop.program, LineForm("400-800-1234", "021-6000 1111", "rest"), at)
    monkeypatch.setitem(systems.SYSTEMS, "rest", systems.System(Nothing, lambda given, line: exchange))
    line = await line_of(shop.department_id)
    assert line is not None
    return line


@dataclass(frozen=True)
class Nothing:
    """Settings of a system that needs none."""


async def verify(colleague: Colleague, mobile: str | None = None) -> str:
    """Their mobile, read back by code some time ago."""
    number = mobile or str(next(_mobiles))
    await db.execute("UPDATE person SET mobile = $2 WHERE id = $1", colleague.person_id, number)
    await db.execute(
        "INSERT INTO verified_number (department_id, person_id, mobile, way) VALUES ($1, $2, $3, 'rung')",
        colleague.shop.department_id, colleague.person_id, number,
    )  # fmt: skip
    return number


async def switches(line: Line) -> list[tuple[datetime, str, str]]:
    """The log as (at, kind, to), oldest first."""
    rows = await db.fetch(
        "SELECT at, kind, to_number FROM hotline_switch WHERE line_id = $1 ORDER BY id", line.id
    )
    return [(row["at"], row["kind"], row["to_number"]) for row in rows]
