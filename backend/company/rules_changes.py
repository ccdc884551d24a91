"""A department changes its own copy of the rules: version by version, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.audit.actions import note
from backend.company import live  # noqa: F401  # registers what follows
from backend.company.copies import follow_rules, posts_as_kept, shifts_as_kept, with_posts, with_shifts
from backend.company.queries import rules_of
from backend.company.rules_read import rules_version
from backend.infra import db, outbox
from backend.infra.refusal import Refusal
from backend.people.succession import somebody_manages
from backend.people.viewer import Actor
from backend.rules.presets import Preset, PresetError, parse

MAX_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What a change led to; `changed` is false when the text said what held already."""

    version: int
    changed: bool


async def rewrite_rules(by: Actor, text: str, version: int, at: datetime) -> NewVersion:
    """Takes a whole copy as TOML. PresetError with key, reason and line where it is wrong; nothing changes then."""
    if len(text) > MAX_TEXT:
        raise Refusal("company-rules-too-long", 413, field="text")
    return await change_rules(by, parse(text), version, at)


async def change_rules(by: Actor, rules: Preset, version: int, at: datetime) -> NewVersion:
    """Makes `rules` the department's next version. `version` is the one that the change was made from.

    Refuses when somebody else was faster, and when nobody in the department could manage it any more.
    """
    async with db.transaction():
        current = await _locked(by, version)
        before = await rules_of(by.department_id, current)
        if rules == before:
            return NewVersion(current, False)
        async with somebody_manages(by.department_id, rules):
            await _refuse_lost_roles(by.department_id, rules)
            await _write(by, before, rules, current + 1, at)
            await follow_rules(by.department_id, before, rules, at)
    return NewVersion(current + 1, True)


async def restore_rules(by: Actor, old_version: int, version: int, at: datetime) -> NewVersion:
    """Makes an earlier version hold again, as a new one."""
    return await change_rules(by, await rules_version(by.department_id, old_version), version, at)


async def posts_edited(by: Actor, at: datetime) -> None:
    """Carries an edit of the posts over into the rules, in the open transaction, so that both say the same."""
    before = await rules_of(by.department_id, await hold_rules(by))
    after = with_posts(before, await posts_as_kept(by.department_id))
    await _carried_over(by, before, after, "company-rules-need-post", at)


async def shifts_edited(by: Actor, at: datetime, renamed: tuple[str, str] | None = None) -> None:
    """Carries an edit of the shift templates over into the rules, in the open transaction.

    Call `hold_rules` before the edit. Whoever edits the rules meanwhile is refused as having an old version.
    """
    before = await rules_of(by.department_id, await hold_rules(by))
    after = with_shifts(before, await shifts_as_kept(by.department_id), renamed)
    await _carried_over(by, before, after, "company-rules-need-shift", at)


async def hold_rules(by: Actor) -> int:
    """The version that holds; nobody else changes the rules until the open transaction ends."""
    return await db.fetchval(
        "SELECT rules_version FROM department WHERE id = $1 FOR UPDATE", by.department_id
    )


async def _carried_over(by: Actor, before: Preset, after: Preset, needed: str, at: datetime) -> None:
    """Writes the next version, if anything differs; refuses with `needed` what other parts of the rules still name."""
    try:
        checked = Preset.from_dict(after.to_dict())
    except PresetError as fault:
        raise Refusal(needed, 409, key=fault.key) from None
    if checked != before:
        await _write(by, before, checked, await hold_rules(by) + 1, at)


async def _locked(by: Actor, version: int) -> int:
    current = await hold_rules(by)
    if current != version:
        raise Refusal("company-rules-stale", 409, field="version", given=str(version), current=str(current))
    return current


async def _refuse_lost_roles(department_id: int, rules: Preset) -> None:
    """A role that somebody holds cannot disappear under them."""
    held = await db.fetch(_HELD, department_id)
    lost = sorted(row["role"] for row in held if row["role"] not in rules.roles)
    if lost:
        raise Refusal("company-rules-role-held", 409, field="text", roles=", ".join(lost))


async def _write(by: Actor, before: Preset, rules: Preset, version: int, at: datetime) -> None:
    told = rules.to_dict()
    await db.execute(_NOW, by.department_id, told, version, rules.zone)
    await db.execute(_KEEP, by.department_id, version, told, by.person_id, at)
    old = before.to_dict()
    await note(
        "rules.changed",
        f"department:{by.department_id}",
        department_id=by.department_id,
        actor_id=by.person_id,
        version=version,
        sections=sorted(key for key in told if told[key] != old.get(key)),
    )
    await outbox.record("department.rights_changed", by.department_id)


_HELD = "SELECT DISTINCT role FROM person WHERE department_id = $1 AND left_at IS NULL"
_NOW = "UPDATE department SET rules = $2, rules_version = $3, zone = $4 WHERE id = $1"
_KEEP = """
INSERT INTO rules_change (department_id, version, rules, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5)
"""
