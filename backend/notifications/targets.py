"""Where a step can reach somebody: their phones, the group's robots, their number; and what they do not want."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.people.numbers import verified_numbers
from backend.phones.queries import addresses_of
from backend.rules.messages import kind_of

NOWHERE: tuple[list[int | None], str] = ([], "")


@dataclass(frozen=True, slots=True)
class Targets:
    """What a look at some messages needs to know of the places that they may go to."""

    phones: dict[int, tuple[int, ...]] = field(default_factory=dict)
    robots: dict[int, list[Any]] = field(default_factory=dict)
    providers: set[tuple[int, str]] = field(default_factory=set)
    numbers: dict[int, dict[int, str]] = field(default_factory=dict)
    off: set[tuple[int, str, str]] = field(default_factory=set)

    def places(self, row: Any, channel: str) -> tuple[list[int | None], str]:
        """The places of one step, and in one word why there are none: off, no-phone, no-robot and the like."""
        if channel == "robot":
            found = [robot["id"] for robot in self.robots.get(row["department_id"], ()) if _hears(robot, row)]
            return list(found), "" if found else "no-robot"
        if row["person_id"] is None:
            return NOWHERE
        if channel == "live":
            return [None], ""
        if (row["person_id"], row["kind"], channel) in self.off:
            return [], "off"
        if channel == "push":
            phones = self.phones.get(row["person_id"], ())
            return list(phones), "" if phones else "no-phone"
        return self._number(row, channel)

    def _number(self, row: Any, channel: str) -> tuple[list[int | None], str]:
        if (row["department_id"], channel) not in self.providers:
            return [], "no-provider"
        known = row["person_id"] in self.numbers.get(row["department_id"], {})
        return ([None], "") if known else ([], "no-number")


async def targets_of(rows: Iterable[Any], channels: set[str], at: datetime) -> Targets:
    """What is known of the places that these messages may go to by these channels."""
    rows = list(rows)
    departments = sorted({row["department_id"] for row in rows})
    people = sorted({row["person_id"] for row in rows if row["person_id"] is not None})
    by_number = bool(channels & {"sms", "call"})
    phones = await _phones(people, at) if "push" in channels and people else {}
    robots = await _robots(departments) if "robot" in channels else {}
    providers = await _providers(departments) if by_number else set()
    numbers = {each: await verified_numbers(each) for each in departments} if providers else {}
    return Targets(phones, robots, providers, numbers, await _off(rows))


def _hears(robot: Any, row: Any) -> bool:
    return robot["heard_by"] in ("both", kind_of(row["kind"]).group)


async def _phones(people: list[int], at: datetime) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for address in await addresses_of(people, at):
        found[address.person_id] = (*found.get(address.person_id, ()), address.id)
    return found


async def _robots(departments: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in await db.fetch(_ROBOTS, departments):
        found.setdefault(row["department_id"], []).append(row)
    return found


async def _providers(departments: list[int]) -> set[tuple[int, str]]:
    return {(row["department_id"], row["channel"]) for row in await db.fetch(_PROVIDERS, departments)}


async def _off(rows: list[Any]) -> set[tuple[int, str, str]]:
    """Only what may be switched off: what must be answered goes its way whatever stands here."""
    asked = [row for row in rows if row["person_id"] is not None and kind_of(row["kind"]).may_be_switched_off]
    if not asked:
        return set()
    found = await db.fetch(_OFF, [row["person_id"] for row in asked], list({row["kind"] for row in asked}))
    return {(row["person_id"], row["kind"], row["channel"]) for row in found}


_ROBOTS = """
SELECT id, department_id, heard_by FROM message_robot
WHERE department_id = ANY($1::bigint[]) AND ended_at IS NULL ORDER BY id
"""
_PROVIDERS = """
SELECT department_id, channel FROM message_provider WHERE department_id = ANY($1::bigint[]) AND ended_at IS NULL
"""
_OFF = """
SELECT person_id, kind, channel FROM message_choice WHERE person_id = ANY($1::bigint[]) AND kind = ANY($2::text[])
"""
