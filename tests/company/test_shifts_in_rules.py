"""One truth about shifts: what the rota pages change stands in the rules, and neither side overwrites the other."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import date, datetime

import pytest

from backend.company.queries import rules_of
from backend.company.rules_changes import change_rules, restore_rules, rewrite_rules
from backend.company.rules_read import rules_history
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.rota.rotations import RotationForm, add_rotation, rotation
from backend.rota.templates import (
    TemplateForm,
    TemplateView,
    add_template,
    archive_template,
    change_template,
    restore_template,
    templates,
)
from backend.rules.presets import Preset, to_toml
from tests.support.shop import Shop


async def test_an_edit_on_the_rota_page_is_the_next_version_of_the_rules(shop: Shop, now: datetime):
    zhou = await (await shop.manager("周敏")).viewer()
    day = await _template(shop, "day")
    await change_template(zhou, day.id, _form(day, [("09:00", "20:00")]), now)
    rules = await rules_of(shop.department_id)
    assert [[str(start), str(end)] for start, end in rules.shifts["day"].segments] == [["09:00", "20:00"]]
    newest = (await rules_history(shop.department_id))[0]
    assert (newest.version, newest.sections, newest.changed_by) == (2, ("shifts",), "周敏")


async def test_a_later_edit_of_the_rules_keeps_what_the_rota_page_said(shop: Shop, now: datetime):
    by = shop.program
    day = await _template(shop, "day")
    await change_template(by, day.id, _form(day, [("09:00", "20:00")], colour="neutral"), now)
    text = to_toml(await rules_of(shop.department_id)).replace("grace_minutes = 0", "grace_minutes = 5")
    await rewrite_rules(by, text, 2, now)
    assert _told(await _template(shop, "day")) == ([["09:00", "20:00"]], "neutral")
    await restore_rules(by, 1, 3, now)  # the founding version, on purpose: now the shift is the old one again
    assert _told(await _template(shop, "day"))[0] == [["08:30", "21:00"]]


async def test_rules_that_were_opened_before_the_rota_page_changed_a_shift_are_refused(
    shop: Shop, now: datetime
):
    by = shop.program
    text = to_toml(await rules_of(shop.department_id)).replace('"21:00"', '"22:00"', 1)
    day = await _template(shop, "day")
    await change_template(by, day.id, _form(day, [("09:00", "20:00")]), now)
    with pytest.raises(Refusal) as refused:
        await rewrite_rules(by, text, 1, now)
    assert refused.value.code == "company-rules-stale"
    assert _told(await _template(shop, "day"))[0] == [["09:00", "20:00"]]


async def test_a_form_that_was_opened_before_the_rules_changed_the_shift_is_refused(
    shop: Shop, now: datetime
):
    zhou = await shop.manager("周敏")
    day, evening = await _template(shop, "day"), await _template(shop, "evening")
    await _in_rules(shop, now, day=("08:00", "21:00"))
    async with await zhou.browser(**{"hx-request": "true"}) as browser:
        fields = {"code": "day", "zh": "白班", "start": "09:00", "end": "20:00", "seen": day.seen}
        late = await browser.post(f"/rota/templates/{day.id}", data=fields)
        assert late.status_code == 409 and "别人已在这里或规则里改过班次 day" in late.text
        assert _told(await _template(shop, "day"))[0] == [["08:00", "21:00"]]
        other = await browser.post(  # what nobody touched may be saved
            f"/rota/templates/{evening.id}",
            data={**fields, "code": "evening", "zh": "晚班", "seen": evening.seen},
        )
        assert other.status_code == 200
        form = (await browser.get(f"/rota/templates/{day.id}")).text
        assert f'name="seen" value="{(await _template(shop, "day")).seen}"' in form


async def test_both_at_the_same_moment_lose_nothing(shop: Shop, now: datetime):
    by = shop.program
    before = await rules_of(shop.department_id)
    day = await _template(shop, "day")
    attendance = dataclasses.replace(before.attendance, grace_minutes=9)
    answers = await asyncio.gather(
        change_template(by, day.id, _form(day, [("09:00", "20:00")]), now),
        change_rules(by, dataclasses.replace(before, attendance=attendance), 1, now),
        add_template(by, TemplateForm("夜", "夜班", "", [("22:00", "06:00")]), now),
        return_exceptions=True,
    )
    assert all(answer is None or isinstance(answer, Refusal) or answer for answer in answers)
    after = await rules_of(shop.department_id)
    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    assert [getattr(each, "code", each) for each in refused] in ([], ["company-rules-stale"])
    assert after.attendance.grace_minutes == (0 if refused else 9)
    assert after.shifts == {each.code: each.rule() for each in await templates(shop.department_id)}
    assert _told(await _template(shop, "day"))[0] == [["09:00", "20:00"]] and "夜" in after.shifts


async def test_added_archived_and_brought_back_in_both(shop: Shop, now: datetime):
    by = shop.program
    night = await add_template(by, TemplateForm("夜", "夜班", "Night", [("22:00", "06:00")]), now)
    text = to_toml(await rules_of(shop.department_id))
    assert str((await rules_of(shop.department_id)).shifts["夜"].segments[0][1]) == "06:00+1"
    assert (await rewrite_rules(by, text, 2, now)).changed is False  # its code survives the text
    await archive_template(by, night, now)
    assert "夜" not in (await rules_of(shop.department_id)).shifts
    await restore_template(by, night, now)
    assert "夜" in (await rules_of(shop.department_id)).shifts


async def test_another_code_goes_round_with_the_rotations(shop: Shop, now: datetime):
    by, lin = shop.program, await shop.hire("林晓")
    week = ["day"] * 5 + ["-", "-"]
    turns = await add_rotation(
        by, RotationForm("客服轮班", date(2026, 11, 2), [lin.person_id], "weeks", [week]), now
    )
    day = await _template(shop, "day")
    await change_template(by, day.id, dataclasses.replace(_form(day), code="D"), now)
    assert (await rotation(shop.department_id, turns)).pattern.codes() == {"D"}
    rules = await rules_of(shop.department_id)
    assert "day" not in rules.shifts and "D" in rules.shifts
    assert all("day" not in each.pattern.codes() for each in rules.rotations.values())


async def test_what_is_still_used_is_taken_out_on_neither_side(shop: Shop, now: datetime):
    by, lin = shop.program, await shop.hire("林晓")
    day = await _template(shop, "day")
    named = next(
        code for code, each in (await _rules(shop)).rotations.items() if "day" in each.pattern.codes()
    )
    with pytest.raises(Refusal) as refused:
        await archive_template(by, day.id, now)
    assert refused.value.code == "company-rules-need-shift"
    assert refused.value.values["key"] == f"rotations.{named}.pattern"
    night = await add_template(by, TemplateForm("N", "夜班", "Night", [("22:00", "06:00")]), now)
    await add_rotation(
        by, RotationForm("夜班轮班", date(2026, 11, 2), [lin.person_id], "weeks", [["N"] * 7]), now
    )
    rules = await _rules(shop)
    without = {code: each for code, each in rules.shifts.items() if code != "N"}
    with pytest.raises(Refusal) as refused:
        await change_rules(by, dataclasses.replace(rules, shifts=without), 2, now)
    assert (refused.value.code, refused.value.values["rotation"]) == ("company-rules-shift-used", "夜班轮班")
    assert await db.fetchval("SELECT archived_at FROM shift_template WHERE id = $1", night) is None


async def _rules(shop: Shop) -> Preset:
    return await rules_of(shop.department_id)


async def _template(shop: Shop, code: str) -> TemplateView:
    return next(each for each in await templates(shop.department_id) if each.code == code)


def _form(
    template: TemplateView, segments: list[tuple[str, str]] | None = None, colour: str = ""
) -> TemplateForm:
    spans = segments or [(str(start), str(end)) for start, end in template.segments]
    names = template.names
    return TemplateForm(
        template.code, names["zh"], names["en"], spans, template.break_minutes, colour, template.seen
    )


def _told(template: TemplateView) -> tuple[list[list[str]], str]:
    return [[str(start), str(end)] for start, end in template.segments], template.colour


async def _in_rules(shop: Shop, now: datetime, **times: tuple[str, str]) -> None:
    rules = await _rules(shop)
    data = rules.to_dict()
    for shift in data["shifts"]:
        if shift["code"] in times:
            shift["segments"] = [list(times[shift["code"]])]
    await change_rules(shop.program, Preset.from_dict(data), 1, now)
