"""Calls as phones, desks and programs meet them: what is shown, what is masked, what is taken away as a file."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import load_workbook

from backend.hotline.calls.actions import announce_overdue, claim_callback, record_outcome
from backend.hotline.calls.queries import Asked, totals_of
from backend.infra import db
from tests.support.doors import trail
from tests.support.hotline_calls import (
    ANOTHER,
    CALLER,
    a_line,
    a_missed_call,
    a_plan,
    an_answered_call,
    callbacks,
    happens,
)
from tests.support.shop import Colleague, Shop
from tests.support.trips import round_trips

PHONE = {"hx-request": "true", "accept": "text/html", "accept-language": "en"}
WANG_NUMBER = "13800000001"
MASKED = "139****5678"
THIRD = "13700001111"


@pytest.fixture
async def day(shop: Shop) -> Day:
    """Today: one call answered, one caller missed twice, one who withheld the number."""
    now = datetime.now(UTC)
    wang, boss = await shop.hire("王敏"), await shop.manager("陈露")
    line_id = await a_line(shop)
    await a_plan(shop, line_id, now - timedelta(hours=3), (wang, WANG_NUMBER))
    for minutes in (9, 6):
        at = now - timedelta(minutes=minutes)
        await happens(shop, line_id, a_missed_call(at), at + timedelta(seconds=30))
    at = now - timedelta(minutes=5)
    await happens(shop, line_id, an_answered_call(at, WANG_NUMBER, seconds=95, caller=ANOTHER), now)
    await happens(shop, line_id, a_missed_call(now - timedelta(minutes=4), "anonymous"), now)
    return Day(shop, line_id, now, wang, boss)


class Day:
    def __init__(self, shop: Shop, line_id: int, now: datetime, wang: Colleague, boss: Colleague):
        self.shop, self.line_id, self.now, self.wang, self.boss = shop, line_id, now, wang, boss

    @property
    def span(self) -> dict[str, str]:
        """Days that hold all of it, also right after midnight."""
        today = self.now.astimezone(self.shop.zone).date()
        return {"day": (today - timedelta(days=1)).isoformat(), "until": today.isoformat()}


async def test_today_shows_who_waits_and_costs_no_round_trip_of_its_own(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.floor.shared.FRESH_SECONDS", 60.0)
    async with await day.wang.browser(**{"accept-language": "en"}) as phone:
        page = await phone.get("/")
        with round_trips() as sent:
            await phone.get("/")
    assert 'id="calls-strip"' in page.text and MASKED in page.text and CALLER not in page.text
    assert "One caller waits to be called back" in page.text and 'href="/calls"' in page.text
    assert not any("FROM callback" in sql for sql in sent), sent


async def test_what_has_changed_is_seen_at_once(day: Day) -> None:
    """The strip is fetched anew at the very moment of the change; what was kept for others a moment ago is too old."""
    [task] = await callbacks(day.shop)
    async with await day.wang.browser(**PHONE) as phone:
        await phone.get("/calls/strip")
        await phone.post(f"/calls/callbacks/{task['id']}/claim")
        assert "One call-back is yours" in (await phone.get("/calls/strip")).text


async def test_nothing_of_calls_where_there_is_no_hotline(shop: Shop) -> None:
    rules = await db.fetchval("SELECT rules FROM department WHERE id = $1", shop.department_id)
    rules["hotline"] = {**rules.get("hotline", {}), "enabled": False}
    await db.execute(
        "UPDATE department SET rules = $2, rules_version = rules_version + 1 WHERE id = $1",
        shop.department_id,
        rules,
    )
    lin = await shop.hire("林晓")
    async with await lin.browser() as phone:
        assert 'href="/calls"' not in (await phone.get("/")).text


async def test_the_phones_page_masks_every_number(day: Day) -> None:
    async with await day.wang.browser(**{"accept-language": "en"}) as phone:
        page = await phone.get("/calls")
    assert page.text.count(MASKED) >= 3 and CALLER not in page.text and ANOTHER not in page.text
    assert "called 2 times" in page.text and "Number withheld" in page.text
    assert "answered by 王敏 · 1:35" in page.text


async def test_one_tap_and_the_number_is_there_to_dial(day: Day) -> None:
    [task] = await callbacks(day.shop)
    async with await day.wang.browser(**PHONE) as phone:
        answer = await phone.post(f"/calls/callbacks/{task['id']}/claim")
        assert answer.status_code == 200 and f'href="tel:{CALLER}"' in answer.text
        assert f'href="tel:{CALLER}"' in (await phone.get("/calls/open")).text, "a live change keeps it"
    async with await day.boss.browser(**PHONE) as desk:
        others = (await desk.get("/calls/open")).text
        assert CALLER not in others and "王敏 has it since" in others
        refused = await desk.post(f"/calls/callbacks/{task['id']}/claim")
        assert refused.status_code == 409 and "王敏 is already calling back" in refused.text


async def test_an_outcome_by_one_tap(day: Day) -> None:
    [task] = await callbacks(day.shop)
    place = f"/calls/callbacks/{task['id']}"
    async with await day.wang.browser(**PHONE) as phone:
        await phone.post(f"{place}/claim")
        later = (day.now + timedelta(hours=2)).astimezone(day.shop.zone).strftime("%Y-%m-%dT%H:%M")
        assert (
            await phone.post(f"{place}/outcome", data={"outcome": "later", "again_at": later})
        ).status_code == 200
        wrong = await phone.post(f"{place}/outcome", data={"outcome": "later", "again_at": "soon"})
        assert wrong.status_code == 422 and "seven days" in wrong.text
        answer = await phone.post(f"{place}/outcome", data={"outcome": "reached", "note": "要退货"})
        assert answer.status_code == 200 and "Nobody waits for a call" in answer.text
        assert "Called back" in (await phone.get("/calls/recent")).text


async def test_giving_back_by_one_tap(day: Day) -> None:
    [task] = await callbacks(day.shop)
    async with await day.wang.browser(**PHONE) as phone:
        await phone.post(f"/calls/callbacks/{task['id']}/claim")
        answer = await phone.post(f"/calls/callbacks/{task['id']}/release")
    assert answer.status_code == 200 and CALLER not in answer.text and "I call back" in answer.text


async def test_a_number_is_shown_on_demand_and_the_look_is_noted(day: Day) -> None:
    call_id = await db.fetchval(
        "SELECT id FROM call WHERE department_id = $1 AND caller = $2", day.shop.department_id, ANOTHER
    )
    async with await day.wang.browser(**PHONE) as phone:
        answer = await phone.post(f"/calls/{call_id}/caller")
    assert f'href="tel:{ANOTHER}"' in answer.text
    assert (await trail(day.wang)).count("caller.looked-at") == 1


async def test_the_desks_log_counts_and_filters(day: Day) -> None:
    async with await day.boss.browser(**{"accept-language": "en"}) as desk:
        everything = (await desk.get("/calls/log", params=day.span)).text
        missed = (await desk.get("/calls/log", params={**day.span, "outcome": "missed"})).text
        hers = (await desk.get("/calls/log", params={**day.span, "person": str(day.wang.person_id)})).text
        nobodys = (await desk.get("/calls/log", params={**day.span, "person": "999999"})).text
    assert "25% answered" in everything and everything.count('id="call-') == 4 and CALLER not in everything
    assert missed.count('id="call-') == 3 and hers.count('id="call-') == 4 and "No calls fit" in nobodys
    assert "<caption>Hours of the day</caption>" in everything, "the drawing has its table"


async def test_the_log_goes_on_page_by_page(day: Day) -> None:
    for number in range(60):
        at = day.now - timedelta(minutes=20, seconds=number)
        await happens(
            day.shop, day.line_id, an_answered_call(at, WANG_NUMBER, caller=f"1360000{number:04}"), day.now
        )
    async with await day.boss.browser(**PHONE) as desk:
        first = (await desk.get("/calls/log/lines", params=day.span)).text
        before = first.split("before=")[1].split('"')[0]
        rest = (await desk.get("/calls/log/lines", params={**day.span, "before": before})).text
    seen = [part.split('"')[0] for page in (first, rest) for part in page.split('id="call-')[1:]]
    assert len(seen) == len(set(seen)) == 64 and "calls-more" not in rest


async def test_staff_without_the_permission_see_no_log(day: Day) -> None:
    async with await day.wang.browser(**PHONE) as phone:
        assert (await phone.get("/calls/log")).status_code == 403
        assert (await phone.get("/calls/log/export/csv")).status_code == 403


async def test_a_csv_opens_in_a_spreadsheet_and_holds_no_formula(day: Day) -> None:
    await db.execute("UPDATE person SET name = '=HYPERLINK(\"x\")' WHERE id = $1", day.wang.person_id)
    async with await day.boss.browser(**{"accept-language": "zh-CN"}) as desk:
        answer = await desk.get("/calls/log/export/csv", params=day.span)
    assert (
        answer.headers["content-type"] == "text/csv; charset=utf-8"
        and "attachment" in answer.headers["content-disposition"]
    )
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["日期", "时间", "来电号码"] and len(rows) == 5
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert MASKED in {row[2] for row in rows} and CALLER not in answer.text


async def test_a_workbook_keeps_texts_as_texts(day: Day) -> None:
    await db.execute("UPDATE person SET name = '=1+1' WHERE id = $1", day.wang.person_id)
    async with await day.boss.browser(**{"accept-language": "en"}) as desk:
        answer = await desk.get("/calls/log/export/xlsx", params={**day.span, "whole": "true"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]][:3] == ["Day", "Time", "Caller"] and len(rows) == 5
    assert {row[2].value for row in rows[1:]} == {CALLER, ANOTHER, "anonymous"}
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "inlineStr"}
    assert rows[1][3].value == "=1+1"


async def test_every_file_that_was_taken_is_in_the_trail(day: Day) -> None:
    async with await day.boss.browser() as desk:
        await desk.get("/calls/log/export/csv", params={**day.span, "whole": "true"})
        assert (await desk.get("/calls/log/export/exe", params=day.span)).status_code == 404
    details = await db.fetchval(
        "SELECT details FROM audit_event WHERE department_id = $1 AND verb = 'calls.exported'",
        day.shop.department_id,
    )
    assert details["whole_numbers"] is True and details["count"] == 4


async def test_the_api_does_what_the_screens_do(day: Day) -> None:
    api = {"accept": "application/json"}
    async with await day.wang.browser(**api) as phone:
        [waits] = (await phone.get("/api/v1/callbacks")).json()
        assert waits["caller"] == MASKED and waits["times"] == 2
        place = f"/api/v1/callbacks/{waits['id']}"
        assert (await phone.post(f"{place}/claim")).json() == {"caller": CALLER}
        assert (await phone.delete(f"{place}/claim")).status_code == 204
        assert (await phone.post(f"{place}/attempts", json={"outcome": "reached"})).status_code == 409
        await phone.post(f"{place}/claim")
        assert (await phone.post(f"{place}/attempts", json={"outcome": "no-answer"})).status_code == 204
        naive = {"outcome": "later", "again_at": "2026-11-02T10:00:00"}
        assert (await phone.post(f"{place}/attempts", json=naive)).status_code == 422
    async with await day.boss.browser(**api) as desk:
        calls = (await desk.get("/api/v1/calls", params=day.span)).json()
        totals = (await desk.get("/api/v1/calls/totals", params=day.span)).json()
        file = await desk.get("/api/v1/calls/export/csv", params=day.span)
        looked = await desk.post(f"/api/v1/calls/{calls[-1]['id']}/caller")
    assert [each["outcome"] for each in calls] == ["missed", "answered", "missed", "missed"]
    assert (totals["calls"], totals["answered"], totals["missed"]) == (4, 1, 3)
    assert totals["tasks"] == 0, "the caller still waits, and there is time"
    assert totals["talk_seconds"] == 95 and len(totals["hours"]) == 24
    assert sum(hour["missed"] for hour in totals["hours"]) == 3
    assert file.status_code == 200 and looked.json() == {"caller": CALLER}


async def test_a_call_back_counts_when_it_is_done_or_its_time_is_over(day: Day) -> None:
    """A caller who waits with time left is no call-back that came too late."""
    today = day.now.astimezone(day.shop.zone).date()
    asked = Asked(today - timedelta(days=1), today)

    async def counted() -> tuple[int, int]:
        totals = await totals_of(day.shop.department_id, asked, day.shop.zone)
        return totals.tasks, totals.in_time

    await happens(day.shop, day.line_id, a_missed_call(day.now - timedelta(minutes=3), THIRD), day.now)
    waits, other = await callbacks(day.shop)
    assert await counted() == (0, 0)
    by = await day.wang.viewer()
    await claim_callback(by, other["id"], day.now)
    await record_outcome(by, other["id"], "reached", day.now + timedelta(minutes=1))
    assert await counted() == (1, 1)
    await announce_overdue(waits["due_at"])
    assert await counted() == (2, 1)


async def test_who_may_hear_of_calls(day: Day) -> None:
    """Managers, whoever is on shift, and whoever has the hotline just now; nobody else, and no other department."""
    from backend.hotline.calls.live import may_hear
    from tests.e2e.pages import on_shift

    key = str(day.shop.department_id)
    off, on = await day.shop.hire("许诺"), await day.shop.hire("罗帆")
    await on_shift(on, day.now - timedelta(hours=1))
    assert await may_hear(await day.boss.viewer(), key) and await may_hear(await on.viewer(), key)
    assert await may_hear(await day.wang.viewer(), key), "she has the hotline"
    assert not await may_hear(await off.viewer(), key)
    assert not await may_hear(await day.boss.viewer(), str(day.shop.department_id + 1))


async def test_a_poor_share_of_answered_calls_is_not_shown_as_a_good_one(day: Day) -> None:
    async with await day.boss.browser(**{"accept-language": "en"}) as desk:
        whole = (await desk.get("/calls/log", params=day.span)).text
        answered = (await desk.get("/calls/log", params={**day.span, "outcome": "answered"})).text
    assert 'tone-warn">25% answered' in whole and 'tone-ok">100% answered' in answered
