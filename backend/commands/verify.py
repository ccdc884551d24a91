"""`dangban verify`: is the audit trail what it was?"""

from __future__ import annotations

import asyncio

import click

from backend.speech import language, say, tell


@click.command(help=say("cli-verify-help"))
def verify() -> None:
    raise SystemExit(asyncio.run(_verify()))


async def _verify() -> int:
    """0 when every chain is whole, 1 with the first broken link of each chain that is not."""
    from backend.audit.verifying import verify
    from backend.commands.database import open_database
    from backend.infra.catalogue import catalogue
    from backend.launch.steps import Steps

    async with open_database(), Steps().doing("cli-verify-walking"):
        found = await verify()
    for chain in found:
        whose = str(chain.department_id) if chain.department_id else say("cli-verify-company")
        if chain.broken is None:
            figures = {"seals": chain.seals, "events": chain.events, "head": chain.head[:16]}
            tell("cli-verify-whole", department=whose, **figures)
            continue
        broken = {"event": chain.broken.event_id or 0, "seal": chain.broken.seal_number}
        why = catalogue(language()).say(chain.broken.what, **broken)
        tell("cli-verify-broken", department=whose, why=why)
    if not found:
        tell("cli-verify-nothing")
    return 1 if any(chain.broken for chain in found) else 0
