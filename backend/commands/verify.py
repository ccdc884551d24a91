"""`dangban verify`: are the audit trail and the orders what they were?"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from backend.speech import language, say, tell

if TYPE_CHECKING:  # a command loads what it needs when it runs
    from backend.audit.verifying import Verification


@click.command(help=say("cli-verify-help"))
def verify() -> None:
    raise SystemExit(asyncio.run(_verify()))


async def _verify() -> int:
    """0 when every chain is whole, 1 with the first broken link of each chain that is not."""
    from backend.audit.trail import TRAIL
    from backend.audit.verifying import verify
    from backend.commands.database import open_database
    from backend.launch.steps import Steps
    from backend.orders.chain import ORDERS
    from backend.orders.day_queries import wrong_file

    async with open_database(), Steps().doing("cli-verify-walking"):
        found = [*await verify(TRAIL), *await verify(ORDERS)]
        files = [
            (chain.department_id, await wrong_file(chain.department_id))
            for chain in found
            if chain.chain is ORDERS and chain.department_id
        ]
    for chain in found:
        _say(chain)
    wrong = [(department_id, file) for department_id, file in files if file is not None]
    for department_id, file in wrong:
        tell(
            "cli-verify-broken",
            department=str(department_id),
            chain="orders",
            why=_why(file.what, day=str(file.day)),
        )
    if not found:
        tell("cli-verify-nothing")
    return 1 if wrong or any(chain.broken for chain in found) else 0


def _say(chain: Verification) -> None:
    whose = str(chain.department_id) if chain.department_id else say("cli-verify-company")
    if chain.broken is not None:
        why = _why(chain.broken.what, **chain.broken.said)
        tell("cli-verify-broken", department=whose, chain=chain.chain.name, why=why)
        return
    figures = {"seals": chain.seals, "events": chain.entries, "head": chain.head[:16]}
    tell("cli-verify-whole", department=whose, chain=chain.chain.name, **figures)
    if chain.removed:
        tell("cli-verify-removed", department=whose, rows=chain.removed)


def _why(message_id: str, **said: object) -> str:
    from backend.infra.catalogue import catalogue

    return catalogue(language()).say(message_id, **said)
