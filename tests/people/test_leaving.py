"""何静 goes: notice, a handover week, and a last day after which no door opens any more (R-PPL-3)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people.invitations import invite
from backend.people.leaving import (
    end_access_of_leavers,
    give_notice,
    leave_now,
    leaving,
    take_back,
    withdraw_notice,
)
from backend.rules.presets import LeavingParameters
from tests.support.shop import Colleague, Shop

NOTICE, LAST = date(2026, 11, 2), date(2026, 12, 5)


def test_notice_and_handover_are_counted_in_days():
    plan = leaving(NOTICE, LAST, LeavingParameters(30, 7))
    assert (plan.handover_from, plan.short) == (date(2026, 11, 29), False)
    assert leaving(NOTICE, date(2026, 12, 1), LeavingParameters(30, 7)).short
    assert not leaving(NOTICE, date(2026, 12, 2), LeavingParameters(30, 7)).short
    assert leaving(NOTICE, date(2026, 11, 4), LeavingParameters(0, 7)).handover_from == NOTICE


async def test_short_notice_needs_a_reason_which_is_kept(shop: Shop, now):
    await shop.manager("周敏")
    he = await shop.hire("何静")
    with pytest.raises(Refusal) as refused:
        await give_notice(shop.program, he.person_id, now, notice_on=NOTICE, last_day=date(2026, 11, 9))
    assert refused.value.code == "people-notice-short" and refused.value.values["needed"] == "2026-12-02"
    await give_notice(
        shop.program, he.person_id, now, notice_on=NOTICE, last_day=date(2026, 11, 9), short_reason="家中急事"
    )
    kept = await db.fetchval(
        "SELECT details->>'short_reason' FROM audit_event WHERE subject = $1 AND verb = 'person.notice_given'",
        f"person:{he.person_id}",
    )
    assert kept == "家中急事"
    await withdraw_notice(shop.program, he.person_id, now)
    assert await end_access_of_leavers(shop.clock("2027-01-01", "00:00")) == []


async def test_access_ends_with_the_last_day_and_not_before(shop: Shop, now, drain):
    zhou, he = await shop.manager("周敏"), await shop.hire("何静")
    browser = await he.browser()
    await _every_key(zhou, he, now)
    await give_notice(shop.program, he.person_id, now, notice_on=NOTICE, last_day=LAST)
    assert he.person_id not in await end_access_of_leavers(shop.clock("2026-12-05", "23:59"))
    assert await _keys(he) == {"session": 1, "device": 1, "api_token": 1, "passkey": 1, "invitation": 1}
    assert he.person_id in await end_access_of_leavers(shop.clock("2026-12-06", "00:00"))
    assert await _keys(he) == {"session": 0, "device": 0, "api_token": 0, "passkey": 0, "invitation": 0}
    assert (await browser.get("/me", headers={"accept": "application/json"})).status_code == 401
    assert await end_access_of_leavers(shop.clock("2026-12-07", "00:00")) == []
    assert await db.fetchval("SELECT name FROM person WHERE id = $1", he.person_id) == "何静"
    assert await drain() > 0


async def test_the_night_shift_of_the_last_day_is_finished_first(shop: Shop, now):
    await shop.manager("周敏")
    he = await shop.hire("何静")
    start, end = shop.clock("2026-12-05", "22:00"), shop.clock("2026-12-06", "06:00")
    await db.execute(
        _NIGHT, shop.department_id, he.person_id, LAST, f"{{[{start.isoformat()},{end.isoformat()})}}"
    )
    await give_notice(shop.program, he.person_id, now, notice_on=NOTICE, last_day=LAST)
    assert he.person_id not in await end_access_of_leavers(shop.clock("2026-12-06", "05:59"))
    assert he.person_id in await end_access_of_leavers(end)


async def test_leaving_now_needs_a_reason_and_another_hand(shop: Shop, now):
    zhou, second, he = await shop.manager("周敏"), await shop.manager("罗帆"), await shop.hire("何静")
    by = await zhou.viewer()
    for who, reason, code in (
        (he, " ", "people-reason-missing"),
        (zhou, "走了", "people-own-leaving"),
    ):
        with pytest.raises(Refusal) as refused:
            await leave_now(by, who.person_id, now, reason=reason)
        assert refused.value.code == code
    await leave_now(by, he.person_id, now, reason="手机遗失且离职")
    await leave_now(by, second.person_id, now, reason="调往他处")
    with pytest.raises(Refusal) as refused:
        await leave_now(shop.program, zhou.person_id, now, reason="最后一人")
    assert refused.value.code == "people-last-manager"
    with pytest.raises(Refusal) as refused:
        await give_notice(shop.program, zhou.person_id, now, notice_on=NOTICE, last_day=LAST)
    assert refused.value.code == "people-last-manager"


async def test_the_last_administrator_stays(shop: Shop, now):
    await shop.manager("周敏")
    admin = await shop.hire("王总")
    await db.execute("UPDATE person SET company_admin = false")
    await db.execute("UPDATE person SET company_admin = true WHERE id = $1", admin.person_id)
    with pytest.raises(Refusal) as refused:
        await leave_now(shop.program, admin.person_id, now, reason="退休")
    assert refused.value.code == "people-last-admin"


async def test_who_comes_back_comes_without_old_keys_and_rights(shop: Shop, now):
    zhou, he = await shop.manager("周敏"), await shop.hire("何静")
    await db.execute("UPDATE person SET password_hash = 'old', level = 3 WHERE id = $1", he.person_id)
    by = await zhou.viewer()
    await leave_now(by, he.person_id, now, reason="离职")
    await take_back(by, he.person_id, now)
    row = await db.fetchrow(
        "SELECT left_at, last_day, password_hash, level FROM person WHERE id = $1", he.person_id
    )
    assert tuple(row) == (None, None, None, 1)
    assert (await _keys(he))["session"] == 0


async def _every_key(zhou: Colleague, he: Colleague, now: datetime) -> None:
    await invite(await zhou.viewer(), he.person_id, now)
    await db.execute(_TOKEN, he.shop.department_id, he.person_id)
    await db.execute(_PASSKEY, he.shop.department_id, he.person_id)


async def _keys(he: Colleague) -> dict[str, int]:
    row = await db.fetchrow(_COUNT, he.person_id)
    return dict(row)


_TOKEN = """
INSERT INTO api_token (department_id, person_id, token_hash, name)
VALUES ($1, $2, gen_random_uuid()::text::bytea, 't')
"""
_PASSKEY = """
INSERT INTO passkey (department_id, person_id, credential_id, public_key, name)
VALUES ($1, $2, gen_random_uuid()::text::bytea, 'k', 'phone')
"""
_NIGHT = """
INSERT INTO shift (department_id, person_id, day, segments, in_draft, in_force)
VALUES ($1, $2, $3, $4::text::tstzmultirange, true, true)
"""
_COUNT = """
SELECT (SELECT count(*) FROM session WHERE person_id = $1 AND ended_at IS NULL) AS session,
    (SELECT count(*) FROM device WHERE person_id = $1 AND ended_at IS NULL) AS device,
    (SELECT count(*) FROM api_token WHERE person_id = $1 AND ended_at IS NULL) AS api_token,
    (SELECT count(*) FROM passkey WHERE person_id = $1) AS passkey,
    (SELECT count(*) FROM invitation WHERE person_id = $1 AND used_at IS NULL AND revoked_at IS NULL) AS invitation
"""
