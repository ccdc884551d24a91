"""`dangban verify`: are the audit trail and the orders what they were?"""

from __future__ import annotations

import asyncio
import string
from typing import TYPE_CHECKING

import click

from backend.speech import language, say, tell

if TYPE_CHECKING:  # a command loads what it needs when it runs
    from backend.audit.verifying import Verification
    from backend.orders.day_files import WrongFile

LEAST = 16
"""Digits of a head: so many nobody meets by chance."""


class Head(click.ParamType):
    """A head or a checksum in hex, whole or its beginning."""

    name = "hex"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = value.strip().rstrip("…").lower()
        if len(text) < LEAST or not set(text) <= set(string.hexdigits):
            self.fail(say("cli-verify-no-head", said=value, least=LEAST), param, ctx)
        return text


@click.command(help=say("cli-verify-help"))
@click.option("--head", "heads", type=Head(), multiple=True, help=say("cli-verify-head"))
def verify(heads: tuple[str, ...]) -> None:
    """0 when all is whole, 1 when something is not, 2 when what was asked makes no sense."""
    raise SystemExit(asyncio.run(_verify(heads)))


async def _verify(heads: tuple[str, ...]) -> int:
    """Says the first broken link of each chain, the first wrong file of each department, what is not guarded, and which
    of these heads the chains do not know."""
    from backend.audit.chains import lacking
    from backend.audit.trail import TRAIL
    from backend.audit.verifying import verify
    from backend.commands.database import open_database
    from backend.launch.steps import Steps
    from backend.orders.chain import ORDERS
    from backend.orders.day_files import departments_with_days, wrong_file
    from backend.orders.guards import unguarded

    async with open_database(), Steps().doing("cli-verify-walking"):
        chains = [*await verify(TRAIL), *await verify(ORDERS)]
        readable = not (await lacking(TRAIL) or await lacking(ORDERS))
        files = {of: await wrong_file(of) for of in await departments_with_days()} if readable else {}
        tables = await unguarded()
        known = {head: await _knows(head) for head in heads} if readable else {}
    whole = [_say(chain) for chain in chains]
    whole += [_say_file(of, file) for of, file in files.items() if file is not None]
    whole += [_say_head(head, found) for head, found in known.items()]
    if tables:
        tell("cli-verify-unguarded", why=_why("orders-unguarded", tables=", ".join(tables)))
    if not chains:
        tell("cli-verify-nothing")
    return 0 if all(whole) and not tables else 1


async def _knows(head: str) -> bool:
    from backend.audit.trail import TRAIL
    from backend.audit.verifying import holds_head
    from backend.orders.chain import ORDERS
    from backend.orders.day_queries import holds_checksum

    return await holds_head(TRAIL, head) or await holds_head(ORDERS, head) or await holds_checksum(head)


def _say(chain: Verification) -> bool:
    whose = str(chain.department_id) if chain.department_id else say("cli-verify-company")
    if chain.broken is not None:
        why = _why(chain.broken.what, **chain.broken.said)
        tell("cli-verify-broken", department=whose, chain=chain.chain.name, why=why)
        return False
    figures = {"seals": chain.seals, "events": chain.entries, "head": chain.head[:LEAST]}
    tell("cli-verify-whole", department=whose, chain=chain.chain.name, **figures)
    if chain.removed:
        tell("cli-verify-removed", department=whose, rows=chain.removed)
    return True


def _say_file(department_id: int, file: WrongFile) -> bool:
    why = _why(file.what, day=str(file.day))
    tell("cli-verify-broken", department=str(department_id), chain="orders", why=why)
    return False


def _say_head(head: str, found: bool) -> bool:
    tell("cli-verify-head-known" if found else "cli-verify-head-unknown", head=head)
    return found


def _why(message_id: str, **said: object) -> str:
    from backend.infra.catalogue import catalogue

    return catalogue(language()).say(message_id, **said)
