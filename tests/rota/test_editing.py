"""Changing the draft: nobody in two places, nobody's work overwritten unseen, nothing lost by generating again."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.rota.generation import generate, propose_month
from backend.rota.shifts import clear_day, give_rest, remove_shift, set_shift
from backend.rota.weeks import copy_week
from tests.rota.planning import NOW, a_rotation, november, publish_november, template_id
from tests.support.shop import Shop

MONDAY = date(2026, 11, 2)


async def test_an_overlap_is_refused_by_the_database_and_names_the_other_shift(shop: Shop) -> None:
    lin, by = await shop.hire("林晓"), shop.program
    day = await template_id(shop, "day")
    first = await set_shift(by, lin.person_id, MONDAY, NOW, template_id=day)
    with pytest.raises(Refusal) as refused:
        await set_shift(by, lin.person_id, MONDAY, NOW, segments=[("20:00", "23:00")])
    assert refused.value.code == "rota-overlap"
    assert refused.value.values["name"] == "林晓"
    assert (refused.value.values["start"], refused.value.values["until"]) == ("08:30", "21:00")
    assert [
        row["id"] for row in await db.fetch("SELECT id FROM shift WHERE person_id = $1", lin.person_id)
    ] == [first]
    await set_shift(by, lin.person_id, MONDAY, NOW, segments=[("21:00", "23:00")])


async def test_a_night_shift_overlaps_the_next_morning(shop: Shop) -> None:
    lin, by = await shop.hire("林晓"), shop.program
    await set_shift(by, lin.person_id, MONDAY, NOW, segments=[("22:00", "09:00")])
    with pytest.raises(Refusal) as refused:
        await set_shift(by, lin.person_id, date(2026, 11, 3), NOW, template_id=await template_id(shop, "day"))
    assert refused.value.code == "rota-overlap"


async def test_publishing_cannot_put_somebody_in_two_places_across_months(shop: Shop) -> None:
    """The last night of October stays published while its draft has gone: November's first morning waits for it."""
    from backend.company.queries import rules_of
    from backend.rota.publication import publish

    lin, by = await shop.hire("林晓"), shop.program
    rules = await rules_of(shop.department_id)
    night = await set_shift(by, lin.person_id, date(2026, 10, 31), NOW, segments=[("22:00", "09:00")])
    await publish(by, date(2026, 10, 1), rules, NOW, reason="夜里补货")
    await remove_shift(by, night, NOW)
    await set_shift(by, lin.person_id, date(2026, 11, 1), NOW, template_id=await template_id(shop, "day"))
    with pytest.raises(Refusal) as refused:
        await publish_november(shop)
    assert refused.value.code == "rota-overlap"
    await publish(by, date(2026, 10, 1), rules, NOW, reason="夜里补货取消")
    assert (await publish_november(shop)).version == 1


async def test_two_managers_do_not_overwrite_each_other(shop: Shop) -> None:
    lin, by = await shop.hire("林晓"), shop.program
    day, evening = await template_id(shop, "day"), await template_id(shop, "evening")
    answers = await asyncio.gather(
        *(set_shift(by, lin.person_id, MONDAY, NOW, template_id=each, seen=[]) for each in (day, evening)),
        return_exceptions=True,
    )
    refused = [each for each in answers if isinstance(each, Refusal)]
    assert [each.code for each in refused] == ["rota-changed-meanwhile"]
    assert len((await november(shop)).cell(lin.person_id, MONDAY).shifts) == 1


async def test_generating_twice_changes_nothing_and_hand_edits_stay(shop: Shop) -> None:
    lin, zhou, by = await shop.hire("林晓"), await shop.hire("周敏"), shop.program
    rotation = await a_rotation(shop, lin, zhou)
    first = await generate(by, rotation, await november(shop), NOW)
    assert len(first.added) == 29
    again = await propose_month(by, rotation, await november(shop))
    assert (again.changes, again.kept) == (0, 29)
    assert again.review.fairness.fair

    plan = await november(shop)
    mine = [each for each in plan.shifts if each.person_id == lin.person_id]
    await give_rest(by, lin.person_id, mine[0].day, NOW)
    await set_shift(by, lin.person_id, mine[1].day, NOW, segments=[("10:00", "12:00")], replaces=mine[1].id)
    held = await generate(by, rotation, await november(shop), NOW)
    assert (held.changes, held.held) == (0, 2)
    plan = await november(shop)
    assert plan.cell(lin.person_id, mine[0].day).rest is not None
    assert plan.cell(lin.person_id, mine[1].day).shifts[0].source == "hand"

    redone = await generate(by, rotation, await november(shop), NOW, overwrite=True)
    assert (len(redone.added), len(redone.removed)) == (2, 1)


async def test_what_is_published_stays_until_the_next_publication(shop: Shop) -> None:
    lin, by = await shop.hire("林晓"), shop.program
    shift = await set_shift(by, lin.person_id, MONDAY, NOW, template_id=await template_id(shop, "day"))
    await publish_november(shop)
    uid = await db.fetchval("SELECT uid FROM shift WHERE id = $1", shift)
    changed = await set_shift(by, lin.person_id, MONDAY, NOW, segments=[("10:00", "18:00")], replaces=shift)
    cell = (await november(shop)).cell(lin.person_id, MONDAY)
    assert cell.changed
    assert [each.id for each in cell.withdrawn] == [shift]
    rows = await db.fetch("SELECT id FROM shift WHERE person_id = $1 AND in_force", lin.person_id)
    assert [row["id"] for row in rows] == [shift]
    row = await db.fetchrow("SELECT uid, revision FROM shift WHERE id = $1", changed)
    assert (row["uid"], row["revision"]) == (uid, 1)

    await set_shift(
        by, lin.person_id, MONDAY, NOW, template_id=await template_id(shop, "day"), replaces=changed
    )
    assert (await november(shop)).changes == 0, "set back to what is published, nothing is left to publish"


async def test_a_week_is_copied_onto_empty_days_only(shop: Shop) -> None:
    lin, zhou, by = await shop.hire("林晓"), await shop.hire("周敏"), shop.program
    day = await template_id(shop, "day")
    for who in (lin, zhou):
        await set_shift(by, who.person_id, MONDAY, NOW, template_id=day)
    await give_rest(by, zhou.person_id, date(2026, 11, 9), NOW)
    assert await copy_week(by, MONDAY, date(2026, 11, 11), NOW) == (1, 1)
    assert await copy_week(by, MONDAY, date(2026, 11, 11), NOW) == (0, 2)
    assert await copy_week(by, MONDAY, date(2026, 11, 11), NOW, replace=True) == (2, 0)


async def test_nobody_of_elsewhere_is_planned_and_nobody_without_the_right_plans(
    shop: Shop, a_department
) -> None:
    other = await a_department("three-shift", "隔壁")
    stranger, lin = await other.hire("陌生人"), await shop.hire("林晓")
    with pytest.raises(Refusal) as refused:
        await set_shift(shop.program, stranger.person_id, MONDAY, NOW, segments=[("08:30", "12:00")])
    assert refused.value.status == 404
    theirs = await template_id(other, (await db.fetchval(
        "SELECT code FROM shift_template WHERE department_id = $1 LIMIT 1", other.department_id
    )))  # fmt: skip
    with pytest.raises(Refusal) as refused:
        await set_shift(shop.program, lin.person_id, MONDAY, NOW, template_id=theirs)
    assert refused.value.status == 404
    with pytest.raises(Refusal) as refused:
        await clear_day(await lin.viewer(), lin.person_id, MONDAY, NOW)
    assert refused.value.status == 403
