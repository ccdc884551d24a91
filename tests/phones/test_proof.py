"""The phone proves that it can be reached, and who leads the shift knows in time whose cannot."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.infra import db
from backend.notifications.receipts import delivered, opened
from backend.phones import live, proof
from backend.phones.proof import prove_at_clock_in, send_test, warn_leads
from backend.phones.reach import reach_of_shifts, silent_here
from backend.phones.trials import trial_of
from tests.support.attendance import punches, tap
from tests.support.messages import Night, state_of
from tests.support.push_service import PushService
from tests.support.shop import Colleague, Shop, found_department


@pytest.fixture
async def night(shop: Shop, push_service: PushService) -> Night:
    return await Night.begin(shop, push_service, "08:20")


async def _rules(shop: Shop, prove: bool) -> None:
    await db.execute(
        "UPDATE department SET rules_version = rules_version + 1, "
        "rules = jsonb_set(rules, '{messages}', coalesce(rules -> 'messages', '{}') || $2) WHERE id = $1",
        shop.department_id,
        {"prove_phone": prove},
    )


async def _shift(who: Colleague, night: Night, minutes: int) -> None:
    """A published shift that begins so many minutes from now."""
    start = night.at + timedelta(minutes=minutes)
    await db.execute(
        "INSERT INTO shift (department_id, person_id, day, segments, in_draft, in_force) "
        "VALUES ($1, $2, $3, tstzmultirange(tstzrange($4, $5)), true, true)",
        who.shop.department_id,
        who.person_id,
        start.astimezone(who.shop.zone).date(),
        start,
        start + timedelta(hours=8),
    )


async def _comes_in(who: Colleague, night: Night) -> bool:
    """Clocks in, and what follows does; whether the phone was tested."""
    await tap(who, "in", night.at, why="来了")
    (*_, last) = await punches(who)
    tested = await prove_at_clock_in(who.shop.department_id, who.person_id, last["id"], night.at)
    again = await prove_at_clock_in(who.shop.department_id, who.person_id, last["id"], night.at)
    assert not again, "the same clock-in tests once"
    await night.send()
    return tested


async def _states(shop: Shop, at: datetime) -> dict[str, str]:
    return {each.name: each.state for each in await reach_of_shifts(shop.department_id, at)}


async def _warnings(who: Colleague) -> list[tuple[str, str]]:
    rows = await db.fetch(
        "SELECT args ->> 'name' AS name, state FROM message "
        "WHERE kind = 'phone.unreachable' AND person_id = $1 ORDER BY id",
        who.person_id,
    )
    return [(row["name"], row["state"]) for row in rows]


async def test_coming_in_tests_the_phone_and_the_answer_proves_it(shop: Shop, night: Night) -> None:
    lin = await shop.hire("林晓")
    await _shift(lin, night, 10)
    phone = await night.phone(lin)
    assert await _states(shop, night.at) == {"林晓": "silent"}, "switched on, but nothing has ever arrived"
    assert await _comes_in(lin, night)
    (pushed,) = phone.got
    assert pushed.urgency == "high" and pushed.ttl == 600
    assert await _states(shop, night.at) == {"林晓": "silent"}
    await delivered(pushed.payload["key"], night.at)
    assert await _states(shop, night.at) == {"林晓": "proven"}
    assert await _states(shop, night.at + timedelta(hours=13)) == {"林晓": "likely"}, (
        "a proof lasts one shift"
    )


async def test_a_phone_that_has_just_proven_itself_is_left_in_peace(shop: Shop, night: Night) -> None:
    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    await _comes_in(lin, night)
    await delivered(phone.got[0].payload["key"], night.at)
    night.at += timedelta(hours=4)
    await tap(lin, "out", night.at, why="下班")
    night.at += timedelta(hours=1)
    assert not await _comes_in(lin, night)
    assert len(phone.got) == 1


async def test_nobody_is_tested_who_cannot_be_or_where_the_department_does_not_want_it(
    shop: Shop, night: Night
) -> None:
    without = await shop.hire("周敏")
    assert not await _comes_in(without, night)
    await _rules(shop, prove=False)
    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    assert not await _comes_in(lin, night)
    assert phone.got == []


async def test_a_break_is_no_clock_in_and_the_event_carries_all_it_needs(
    shop: Shop, push_service: PushService, drain
) -> None:
    """By the outbox, as the worker has it."""
    lin = await shop.hire("林晓")
    night = await Night.begin(shop, push_service)
    await night.phone(lin)
    now = datetime.now(UTC)
    await tap(lin, "in", now, why="来了")
    await tap(lin, "break_out", now + timedelta(seconds=90), why="吃饭")
    assert live.test_phone is not None
    await drain()
    tests = await db.fetch(
        "SELECT subject FROM message WHERE person_id = $1 AND kind = 'test'", lin.person_id
    )
    first = (await punches(lin))[0]
    assert [row["subject"] for row in tests] == [f"punch:{first['id']}"]


async def test_leads_hear_before_the_shift_whose_phone_would_not_ring(shop: Shop, night: Night) -> None:
    """Once for all who begin together, and nobody who can be reached is named."""
    boss = await shop.manager("陈露")
    zhou, he, xu = [await shop.hire(name) for name in ("周敏", "何静", "许诺")]
    phone = await night.phone(he)
    await send_test(await he.viewer(), night.at)
    await night.send()
    await delivered(phone.got[0].payload["key"], night.at)
    for who in (zhou, he, xu):
        await _shift(who, night, 40)
    assert await warn_leads(night.at) >= 1
    assert await warn_leads(night.at + timedelta(minutes=1)) == 0
    ((names, state),) = await _warnings(boss)
    assert set(names.split(" · ")) == {"周敏", "许诺"} and state == "open"


async def test_a_shift_in_the_evening_is_nothing_to_warn_of_in_the_morning(shop: Shop, night: Night) -> None:
    boss, zhou = await shop.manager("陈露"), await shop.hire("周敏")
    await _shift(zhou, night, 61)
    await warn_leads(night.at)
    assert await _warnings(boss) == []
    await warn_leads(night.at + timedelta(minutes=1))
    assert await _warnings(boss) == [("周敏", "open")]


async def test_leads_hear_of_whoever_is_to_take_the_hotline(shop: Shop, night: Night) -> None:
    boss, zhou = await shop.manager("陈露"), await shop.hire("周敏")
    begins, ends = night.at + timedelta(minutes=30), night.at + timedelta(hours=12)
    await _hand_over_plan(shop, zhou, begins, ends)
    await warn_leads(night.at)
    assert await _warnings(boss) == [("周敏", "open")]


async def test_a_phone_that_does_not_answer_at_clock_in_is_told_and_forgiven_when_it_does(
    shop: Shop, night: Night
) -> None:
    boss, lin = await shop.manager("陈露"), await shop.hire("林晓")
    await _shift(lin, night, 0)
    phone = await night.phone(lin)
    await _comes_in(lin, night)
    await warn_leads(night.at + timedelta(minutes=4))
    assert await _warnings(boss) == [], "it may still come"
    await warn_leads(night.at + timedelta(minutes=6))
    assert await _warnings(boss) == [("林晓", "open")]
    assert [each.name for each in await silent_here(shop.department_id, night.at + timedelta(minutes=6))] == [
        "林晓"
    ]
    await delivered(phone.got[0].payload["key"], night.at + timedelta(minutes=7))
    await warn_leads(night.at + timedelta(minutes=8))
    assert await _warnings(boss) == [("林晓", "withdrawn")]
    assert await silent_here(shop.department_id, night.at + timedelta(minutes=8)) == ()


async def test_trouble_with_one_department_keeps_no_other_from_being_warned(
    shop: Shop, night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = await found_department("three-shift", "后面的部门")
    assert later.department_id > shop.department_id
    boss, zhou = await later.manager("陈露"), await later.hire("周敏")
    await _shift(zhou, night, 30)
    really = proof.signs_of

    async def fails(department_id: int, *rest: Any) -> Any:
        if department_id == shop.department_id:
            raise LookupError("broken")
        return await really(department_id, *rest)

    monkeypatch.setattr(proof, "signs_of", fails)
    with pytest.raises(ExceptionGroup):
        await warn_leads(night.at)
    assert await _warnings(boss) == [("周敏", "open")]


async def test_where_the_department_does_not_test_phones_nobody_is_warned(shop: Shop, night: Night) -> None:
    boss, zhou = await shop.manager("陈露"), await shop.hire("周敏")
    await _shift(zhou, night, 30)
    await _rules(shop, prove=False)
    await warn_leads(night.at)
    assert await _warnings(boss) == []


async def test_a_test_shows_how_far_it_came(shop: Shop, night: Night) -> None:
    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    by = await lin.viewer()
    assert await trial_of(lin.person_id, night.at) is None
    await send_test(by, night.at)
    await send_test(by, night.at + timedelta(seconds=1))
    (only,) = await db.fetch("SELECT id FROM message WHERE person_id = $1 AND kind = 'test'", lin.person_id)
    trial = await trial_of(lin.person_id, night.at)
    assert trial is not None and trial.running and trial.phones == ()
    await night.send()
    (way,) = (await trial_of(lin.person_id, night.at)).phones  # type: ignore[union-attr]
    assert way.sent_at and not way.arrived and way.name == "林晓的手机"
    await delivered(phone.got[0].payload["key"], night.at)
    (way,) = (await trial_of(lin.person_id, night.at)).phones  # type: ignore[union-attr]
    assert way.arrived_at and not way.seen_at
    await opened(phone.got[0].payload["key"], night.at)
    trial = await trial_of(lin.person_id, night.at)
    assert trial is not None and not trial.running and trial.phones[0].seen_at
    assert await state_of(only["id"]) == "told"


async def test_a_test_that_goes_nowhere_says_so(shop: Shop, night: Night) -> None:
    lin = await shop.hire("林晓")
    await night.phone(lin)
    night.service.answers(410)
    await send_test(await lin.viewer(), night.at)
    await night.send()
    trial = await trial_of(lin.person_id, night.at + timedelta(seconds=61))
    assert trial is not None and trial.silent and trial.phones[0].refused


async def test_a_test_says_nothing_about_anybody(shop: Shop, night: Night) -> None:
    """What stands on a locked screen."""
    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    await send_test(await lin.viewer(), night.at)
    await night.send()
    said = json.dumps(phone.got[0].payload, ensure_ascii=False)
    assert not any(personal in said for personal in ("林晓", lin.login, shop.zone.key))
    assert set(phone.got[0].payload) == {"id", "key", "tag", "title", "body", "url", "actions"}


async def _hand_over_plan(shop: Shop, who: Colleague, begins: datetime, ends: datetime) -> None:
    office = {"kind": "office", "number": "02112345678", "person_id": None}
    duty = {"kind": "person", "number": "13800000000", "person_id": who.person_id}
    segments = [
        {"from": (begins - timedelta(hours=9)).isoformat(), "to": begins.isoformat(), "why": "office-hours",
         "targets": [office]},
        {"from": begins.isoformat(), "to": ends.isoformat(), "why": "duty", "targets": [duty]},
    ]  # fmt: skip
    line_id = await db.fetchval(
        "INSERT INTO hotline_line (department_id, number, office_number, adapter, settings, token, enabled) "
        "VALUES ($1, '4001234567', '02112345678', 'sip', '{}', $2, true) RETURNING id",
        shop.department_id,
        f"t{who.person_id}",
    )
    await db.execute(
        "INSERT INTO hotline_plan (department_id, line_id, version, plan, starts_at, ends_at) "
        "VALUES ($1, $2, 1, $3, $4, $5)",
        shop.department_id,
        line_id,
        {"version": 1, "segments": segments},
        begins - timedelta(hours=9),
        ends,
    )
