"""林晓 needs the back-office level: two sides, two people, and never her own hand (R-PPL-1)."""

from __future__ import annotations

import asyncio

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people.leaving import leave_now
from backend.people.levels import decide_level, level_wish, needed_sides, request_level, withdraw_level
from tests.support.shop import Colleague, Shop


def test_who_must_agree():
    assert needed_sides(1, 2, "") == ("marketing", "it")
    assert needed_sides(2, 1, "") == ("marketing", "it")
    assert needed_sides(1, 3, "改短信模板") == ("marketing", "it", "general")
    assert needed_sides(2, 2, "改短信模板") == ("general",)
    assert needed_sides(2, 2, "") == ()


async def test_two_approvals_change_the_level_and_one_does_not(shop: Shop, now, drain):
    cast = await _cast(shop)
    change_id = await _wish(cast, now)
    assert await decide_level(await cast["it"].viewer(), change_id, now, side="it", accepted=True) is None
    assert await _level(cast["林晓"]) == 1
    director = await cast["director"].viewer()
    assert await decide_level(director, change_id, now, side="marketing", accepted=True) == "approved"
    assert await _level(cast["林晓"]) == 2
    verbs = {
        row["verb"]
        for row in await db.fetch(
            "SELECT verb FROM audit_event WHERE subject = $1", f"level_change:{change_id}"
        )
    }
    assert verbs == {"level.requested", "level.decided", "level.approved"}
    with pytest.raises(Refusal) as refused:
        await decide_level(director, change_id, now, side="marketing", accepted=False, note_text="晚了")
    assert refused.value.code == "people-level-ended"


async def test_one_no_ends_it(shop: Shop, now):
    cast = await _cast(shop)
    change_id = await _wish(cast, now)
    it = await cast["it"].viewer()
    with pytest.raises(Refusal) as refused:
        await decide_level(it, change_id, now, side="it", accepted=False)
    assert refused.value.code == "people-reason-missing"
    assert await decide_level(it, change_id, now, side="it", accepted=False, note_text="未培训") == "rejected"
    assert await _level(cast["林晓"]) == 1


async def test_nobody_decides_twice_for_themselves_or_without_the_permission(shop: Shop, now):
    cast = await _cast(shop)
    asker = cast["director"]
    change_id = await request_level(
        await asker.viewer(), cast["林晓"].person_id, now, to_level=2, reason="忙"
    )
    for who, side, code in (
        (asker, "marketing", "people-level-own"),
        (asker, "it", "people-level-not-yours"),
        (cast["林晓"], "it", "people-level-not-yours"),
    ):
        with pytest.raises(Refusal) as refused:
            await decide_level(await who.viewer(), change_id, now, side=side, accepted=True)
        assert refused.value.code == code
    own = await request_level(await asker.viewer(), cast["it"].person_id, now, to_level=3, reason="备份")
    with pytest.raises(Refusal) as refused:
        await decide_level(await cast["it"].viewer(), own, now, side="it", accepted=True)
    assert refused.value.code == "people-level-own"


async def test_one_person_is_never_two_sides_even_with_both_permissions(shop: Shop, now):
    cast = await _cast(shop)
    change_id = await _wish(cast, now)
    await db.execute("UPDATE person SET company_admin = true WHERE id = $1", cast["director"].person_id)
    mighty = await cast["director"].viewer()
    await decide_level(mighty, change_id, now, side="marketing", accepted=True)
    with pytest.raises(Refusal) as refused:
        await decide_level(mighty, change_id, now, side="it", accepted=True)
    assert refused.value.code == "people-level-two-people"
    await db.execute("UPDATE person SET company_admin = false WHERE id = $1", cast["director"].person_id)


async def test_special_settings_wait_for_the_general_manager(shop: Shop, now):
    cast = await _cast(shop)
    change_id = await _wish(cast, now, special="修改短信模板")
    for side in ("marketing", "it"):
        who = cast["director" if side == "marketing" else "it"]
        assert await decide_level(await who.viewer(), change_id, now, side=side, accepted=True) is None
    assert await _level(cast["林晓"]) == 1
    general = await cast["general"].viewer()
    assert await decide_level(general, change_id, now, side="general", accepted=True) == "approved"
    assert await _level(cast["林晓"]) == 2


async def test_both_sides_at_the_same_moment_still_make_one_change(shop: Shop, now):
    cast = await _cast(shop)
    change_id = await _wish(cast, now)
    it, director = await cast["it"].viewer(), await cast["director"].viewer()
    outcomes = await asyncio.gather(
        decide_level(it, change_id, now, side="it", accepted=True),
        decide_level(director, change_id, now, side="marketing", accepted=True),
    )
    assert sorted(map(str, outcomes)) == ["None", "approved"]
    assert len((await level_wish(shop.department_id, change_id)).decisions) == 2


async def test_one_open_wish_each_and_it_can_be_withdrawn(shop: Shop, now):
    cast = await _cast(shop)
    change_id = await _wish(cast, now)
    with pytest.raises(Refusal) as refused:
        await _wish(cast, now)
    assert refused.value.code == "people-level-open"
    await withdraw_level(await cast["何静"].viewer(), change_id, now)
    again = await _wish(cast, now)
    await leave_now(shop.program, cast["林晓"].person_id, now, reason="离职")
    assert (await level_wish(shop.department_id, again)).outcome == "withdrawn"


async def test_another_departments_wish_is_not_there(shop: Shop, a_department, now):
    cast = await _cast(shop)
    change_id = await _wish(cast, now)
    elsewhere = await a_department("mall-service")
    stranger = await elsewhere.hire("罗帆", role="it")
    async with await stranger.browser() as browser:
        form = {"side": "it", "accepted": "1"}
        assert (await browser.post(f"/people/levels/{change_id}/decisions", data=form)).status_code == 404
        assert (await browser.delete(f"/api/v1/people/levels/{change_id}")).status_code == 404


async def test_staff_ask_for_themselves_and_for_nobody_else(shop: Shop, now):
    cast = await _cast(shop)
    async with await cast["林晓"].browser() as browser:
        form = {"to_level": "2", "reason": "登记退货"}
        other = await browser.post(f"/people/{cast['it'].person_id}/level", data=form)
        own = await browser.post(f"/people/{cast['林晓'].person_id}/level", data=form)
        assert (other.status_code, own.status_code) == (403, 303)
        page = await browser.get("/people/levels")
        assert "登记退货" in page.text


async def _cast(shop: Shop) -> dict[str, Colleague]:
    await shop.manager("周敏")
    return {
        "林晓": await shop.hire("林晓"),
        "何静": await shop.hire("何静", role="lead"),
        "it": await shop.hire("罗帆", role="it"),
        "director": await shop.hire("许诺", role="director"),
        "general": await shop.hire("王总", role="general"),
    }


async def _wish(cast: dict[str, Colleague], now, special: str = "") -> int:
    by = await cast["何静"].viewer()
    return await request_level(
        by, cast["林晓"].person_id, now, to_level=2, reason="录入退换货", special=special
    )


async def _level(who: Colleague) -> int:
    return await db.fetchval("SELECT level FROM person WHERE id = $1", who.person_id)
