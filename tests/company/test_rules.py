"""A department's own rules: read, changed whole or not at all, and never lost."""

from __future__ import annotations

import asyncio

import pytest

from backend.company.queries import rules_of
from backend.company.rules_changes import change_rules, restore_rules, rewrite_rules
from backend.company.rules_form import FORM, SECTIONS, value_of, with_coverage, with_section
from backend.company.rules_read import rules_history, rules_version
from backend.infra import bus, db
from backend.infra.refusal import Refusal
from backend.rules.presets import PRESETS, PresetError, load, to_toml
from tests.support.shop import Shop


@pytest.mark.parametrize("name", PRESETS)
def test_the_form_reads_back_what_it_shows(name):
    rules = load(name)
    for parameters in FORM:
        shown = {each.name: value_of(rules, each) for each in parameters}
        sent = {
            key: ("1" if value else "") if isinstance(value, bool) else str(value)
            for key, value in shown.items()
        }
        assert with_section(rules, parameters[0].section, sent) == rules


def test_a_wrong_field_is_named():
    rules = load("day-split")
    for section, given, key in (
        ("attendance", {"grace_minutes": "soon"}, "attendance.grace_minutes"),
        ("attendance", {"grace_minutes": "500"}, "attendance.grace_minutes"),
        ("hotline", {"opens": "25:00"}, "hotline.opens"),
        ("penalties", {"fines": "100, viel"}, "penalties.fines[1]"),
    ):
        sent = {
            each.name: str(value_of(rules, each))
            for group in FORM
            for each in group
            if each.section == section
        }
        with pytest.raises(PresetError) as wrong:
            with_section(rules, section, {**sent, **given})
        assert wrong.value.key == key
    with pytest.raises(PresetError):
        with_coverage(rules, ["0"])
    assert with_coverage(rules, ["3"]).coverage[0].minimum == 3


async def test_a_change_is_a_new_version_and_the_old_one_can_come_back(shop: Shop, now):
    zhou = await shop.manager("周敏")
    by = await zhou.viewer()
    text = to_toml(by.rules).replace("grace_minutes = 0", "grace_minutes = 5")
    made = await rewrite_rules(by, text, 1, now)
    assert (made.version, made.changed) == (2, True)
    assert (await zhou.viewer()).rules.attendance.grace_minutes == 5
    assert (await rewrite_rules(by, text, 2, now)).changed is False
    restored = await restore_rules(by, 1, 2, now)
    assert restored.version == 3 and (await zhou.viewer()).rules.attendance.grace_minutes == 0
    history = await rules_history(shop.department_id)
    assert [(line.version, line.sections) for line in history] == [
        (3, ("attendance",)),
        (2, ("attendance",)),
        (1, ()),
    ]
    assert history[0].changed_by == "周敏"
    assert (await rules_version(shop.department_id, 2)).attendance.grace_minutes == 5


async def test_who_was_slower_is_refused_and_loses_nothing(shop: Shop, now):
    by = await (await shop.manager("周敏")).viewer()
    texts = [to_toml(by.rules).replace("grace_minutes = 0", f"grace_minutes = {n}") for n in (1, 2, 3, 4)]
    results = await asyncio.gather(
        *(rewrite_rules(by, text, 1, now) for text in texts), return_exceptions=True
    )
    refused = [result for result in results if isinstance(result, Refusal)]
    assert len(refused) == 3 and {each.code for each in refused} == {"company-rules-stale"}
    assert await db.fetchval("SELECT rules_version FROM department WHERE id = $1", shop.department_id) == 2


@pytest.mark.parametrize(
    ("old", "new", "key", "line"),
    [
        ("grace_minutes = 0", "grace_minutes = -1", "attendance.grace_minutes", True),
        ('role = "director"', 'role = "emperor"', "posts.marketing-director.role", True),
        (
            'segments = [["08:30", "21:00"]]',
            'segments = [["21:00", "08:30"]]',
            "shifts.day.segments[0]",
            True,
        ),
        ("[attendance]", "[attendance", "$", True),
    ],
)
async def test_a_wrong_text_names_key_reason_and_line_and_changes_nothing(
    shop: Shop, now, old, new, key, line
):
    zhou = await shop.manager("周敏")
    by = await zhou.viewer()
    text = to_toml(by.rules)
    assert old in text
    text = text.replace(old, new, 1)
    with pytest.raises(PresetError) as wrong:
        await rewrite_rules(by, text, 1, now)
    assert wrong.value.key == key and bool(wrong.value.line) is line
    async with await zhou.browser(**{"hx-request": "true", "accept-language": "en"}) as browser:
        answer = await browser.post("/rules/text", data={"version": "1", "text": text})
        assert (
            answer.status_code == 422
            and 'data-refused-field="text"' in answer.text
            and key.replace("$", "Line ") in answer.text
        )
        assert "rules-preset" not in answer.text  # a sentence, not its id
    assert await db.fetchval("SELECT rules_version FROM department WHERE id = $1", shop.department_id) == 1


async def test_a_text_that_cannot_be_read_is_explained_in_the_readers_language(shop: Shop):
    boss = await shop.manager()
    for lang, said in (
        ("zh-CN", "第 2 行：一行只能写一项，这里多出了内容；也可能少了引号或逗号。什么都没有改变。"),
        ("en", "Line 2: One line holds one entry"),
    ):
        async with await boss.browser(**{"hx-request": "true", "accept-language": lang}) as browser:
            answer = await browser.post("/rules/text", data={"version": "1", "text": '\ncode = "a" "b"'})
            assert answer.status_code == 422 and said in answer.text


async def test_nobody_locks_everybody_out(shop: Shop, now):
    by = await (await shop.manager("周敏")).viewer()
    text = to_toml(by.rules)
    start = text.index("[roles.manager]")
    end = text.index("[roles.it]")
    without = text[:start] + text[start:end].replace('"people.manage", ', "") + text[end:]
    with pytest.raises(Refusal) as refused:
        await rewrite_rules(by, without, 1, now)
    assert refused.value.code == "people-last-manager"
    with pytest.raises(Refusal) as refused:
        await rewrite_rules(by, text[:start] + text[end:], 1, now)
    assert refused.value.code in ("company-rules-role-held", "people-last-manager")


async def test_another_permission_map_reaches_open_sockets(shop: Shop, now, drain, monkeypatch):
    told = []

    async def hear(**whom: int) -> None:
        told.append(whom)

    await drain()
    monkeypatch.setattr(bus, "rights_changed", hear)
    by = await (await shop.manager("周敏")).viewer()
    lin = await shop.hire("林晓")
    staff = by.rules.roles["staff"]
    text = to_toml(by.rules).replace(
        'permissions = ["' + '", "'.join(staff.permissions) + '"]',
        'permissions = ["' + '", "'.join((*staff.permissions, "people.view")) + '"]',
        1,
    )
    await rewrite_rules(by, text, 1, now)
    assert (await lin.viewer()).may("people.view")
    await drain()
    assert {"department_id": shop.department_id} in told


async def test_posts_and_shifts_follow_the_text(shop: Shop, now):
    by = await (await shop.manager("周敏")).viewer()
    text = to_toml(by.rules)
    text += '\n[posts.video]\nnames = { zh = "短视频", en = "Video" }\nrole = "staff"\n'
    text += '\n[shifts.late]\nnames = { zh = "晚班", en = "Late" }\nsegments = [["22:00", "06:00+1"]]\n'
    await rewrite_rules(by, text, 1, now)
    assert await db.fetchval(_POST, shop.department_id, "video") == "短视频"
    assert await db.fetchval(_SHIFT, shop.department_id, "late") == [["22:00", "06:00+1"]]
    await restore_rules(by, 1, 2, now)
    assert await db.fetchval(_POST, shop.department_id, "video") is None
    assert await db.fetchval(_SHIFT, shop.department_id, "late") is None


async def test_the_page_changes_one_section_and_says_what_is_stale(shop: Shop):
    zhou, lin = await shop.manager("周敏"), await shop.hire("林晓")
    async with await zhou.browser() as browser:
        assert "R-ATT-2" in (await browser.get("/rules")).text
        rules = await rules_of(shop.department_id)
        sent = {each.name: str(value_of(rules, each)) for each in FORM[0] if each.kind != "switch"}
        sent |= {"grace_minutes": "3", "place": "door"}
        done = await browser.post("/rules/sections/attendance", data={**sent, "version": "1"})
        assert done.status_code == 303
        rules = await rules_of(shop.department_id)
        assert (rules.attendance.grace_minutes, rules.attendance.place) == (3, "door")
        stale = await browser.post(
            "/rules/sections/attendance", data={**sent, "grace_minutes": "4", "version": "1"}
        )
        assert stale.status_code == 409
        answer = await browser.put(
            "/api/v1/rules", json={"version": 2, "rules": {**rules.to_dict(), "zone": "Mars"}}
        )
        assert answer.status_code == 422 and answer.json()["field"] == "zone"
        assert (await browser.get("/rules/versions/99")).status_code == 404
        assert (await browser.post("/rules/sections/nothing", data={"version": "2"})).status_code == 404
    async with await lin.browser() as browser:
        assert (await browser.get("/rules")).status_code == 403


async def test_the_posts_on_duty_are_ticked_by_name(shop: Shop):
    """Nobody has to know a post's code: the page names them, and several ticks make the list."""
    boss = await shop.manager()
    async with await boss.browser(**{"accept-language": "zh-CN"}) as browser:
        shown = (await browser.get("/rules")).text
        assert shown.count('name="duty_posts"') == len((await boss.viewer()).rules.posts)
        sent = {each.name: str(value_of((await boss.viewer()).rules, each)) for each in SECTIONS["hotline"]}
        ticked = {**sent, "enabled": "1", "version": "1", "duty_posts": ["customer-service", "specialist"]}
        assert (await browser.post("/rules/sections/hotline", data=ticked)).status_code == 303
        assert (await boss.viewer()).rules.hotline.duty_posts == ("customer-service", "specialist")
        assert "客服、电商版块维护专员" in (await browser.get("/rules")).text
        del ticked["duty_posts"]
        assert (
            await browser.post("/rules/sections/hotline", data={**ticked, "version": "2"})
        ).status_code == 303
        assert (await boss.viewer()).rules.hotline.duty_posts == ()


async def test_what_is_refused_inside_leaves_no_trace(shop: Shop, now):
    by = await (await shop.manager("周敏")).viewer()
    before = await rules_of(shop.department_id)
    with pytest.raises(Refusal):
        await change_rules(by, before, 7, now)
    assert await rules_of(shop.department_id) == before
    assert len(await rules_history(shop.department_id)) == 1


_POST = "SELECT names->>'zh' FROM post WHERE department_id = $1 AND code = $2 AND archived_at IS NULL"
_SHIFT = "SELECT segments FROM shift_template WHERE department_id = $1 AND code = $2 AND archived_at IS NULL"
