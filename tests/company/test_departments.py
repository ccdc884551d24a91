"""The company founds departments from presets, and its administrators go from one to the other."""

from __future__ import annotations

import pytest

from backend.company.actions import (
    appoint_admin,
    archive_department,
    create_department,
    describe_company,
    dismiss_admin,
)
from backend.company.queries import company, rules_of
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people.posts import posts
from backend.rules.presets import PRESETS, load
from tests.support.shop import Colleague, Shop


@pytest.mark.parametrize("preset", PRESETS)
async def test_every_preset_founds_a_department_with_its_own_copy(database, now, preset):
    department_id = await create_department("城南店", preset, now, zone="Asia/Urumqi")
    rules, started_from = await rules_of(department_id), load(preset)
    assert rules.zone == "Asia/Urumqi" and rules.attendance == started_from.attendance
    assert [card.code for card in await posts(department_id)] == list(started_from.posts)
    shifts = await db.fetch(
        "SELECT code FROM shift_template WHERE department_id = $1 ORDER BY position", department_id
    )
    assert [row["code"] for row in shifts] == list(started_from.shifts)
    assert await db.fetchval("SELECT count(*) FROM rules_change WHERE department_id = $1", department_id) == 1


@pytest.mark.parametrize(
    ("name", "preset", "zone", "field"),
    [
        (" ", "day-split", "Asia/Shanghai", "name"),
        ("店", "no-such", "Asia/Shanghai", "preset"),
        ("店", "day-split", "Mars/Base", "zone"),
        ("店", "day-split", "../../etc/passwd", "zone"),
    ],
)
async def test_what_cannot_be_founded(database, now, name, preset, zone, field):
    before = await db.fetchval("SELECT count(*) FROM department")
    with pytest.raises(Refusal) as refused:
        await create_department(name, preset, now, zone=zone)
    assert refused.value.field == field
    assert await db.fetchval("SELECT count(*) FROM department") == before


async def test_an_administrator_founds_enters_and_closes(shop: Shop):
    admin = await _admin(shop)
    async with await admin.browser() as browser:
        page = await browser.get("/departments/new", params={"preset": "day-split"})
        assert "¥100.00" in page.text
        founded = await browser.post("/departments", data={"name": "城北店", "preset": "day-split"})
        assert founded.status_code == 303
        viewer = await admin.viewer()
        assert viewer.department_name == "城北店"
        back = await browser.post(f"/departments/{shop.department_id}/entry")
        assert back.status_code == 303 and (await admin.viewer()).department_id == shop.department_id
        refused = await browser.post(f"/departments/{shop.department_id}/archive")
        assert refused.status_code == 409
        closed = await browser.post(f"/departments/{viewer.department_id}/archive")
        assert closed.status_code == 303
        assert "城北店" not in (await browser.get("/departments")).text
        assert (await browser.post(f"/departments/{viewer.department_id}/entry")).status_code == 404


async def test_managers_stay_in_their_department(shop: Shop, a_department):
    elsewhere = await a_department("day-split")
    zhou = await shop.manager("周敏")
    async with await zhou.browser() as browser:
        for path in ("/departments", "/departments/new", "/company", "/api/v1/departments"):
            assert (await browser.get(path)).status_code == 403
        assert (await browser.post(f"/departments/{elsewhere.department_id}/entry")).status_code == 403
    assert (await zhou.viewer()).department_id == shop.department_id


async def test_company_and_its_administrators(shop: Shop, now):
    await describe_company(None, "五步电商", "en", now)
    assert (await (await shop.hire("林晓")).viewer()).lang == "en"
    await describe_company(None, "五步电子商务", "zh-Hans", now)
    assert (await company()).name == "五步电子商务"
    assert (await (await shop.hire("何静")).viewer()).lang is None  # the browser decides
    await db.execute("UPDATE person SET company_admin = false")
    first, second = await shop.hire("王总"), await shop.hire("周敏")
    await appoint_admin(None, first.login.upper(), now)
    with pytest.raises(Refusal) as refused:
        await dismiss_admin(None, first.person_id, now)
    assert refused.value.code == "people-last-admin"
    await appoint_admin(None, second.login, now)
    await dismiss_admin(None, first.person_id, now)
    assert not (await first.viewer()).company_admin
    with pytest.raises(Refusal) as refused:
        await appoint_admin(None, "nobody-at-all", now)
    assert refused.value.status == 404


async def test_a_department_with_people_is_not_closed(shop: Shop, now):
    await shop.hire("林晓")
    with pytest.raises(Refusal) as refused:
        await archive_department(None, shop.department_id, now)
    assert refused.value.code == "company-department-in-use"


async def _admin(shop: Shop) -> Colleague:
    admin = await shop.manager("王总")
    await db.execute("UPDATE person SET company_admin = true WHERE id = $1", admin.person_id)
    return admin
