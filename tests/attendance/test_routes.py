"""Attendance as phones and programs meet it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from backend.infra import db
from tests.support.attendance import attendance_rules, punches
from tests.support.shop import Colleague, Shop, visitor
from tests.support.trips import round_trips

PHONE = {"hx-request": "true", "accept": "text/html"}


async def working_now(shop: Shop, who: Colleague) -> None:
    """A shift that began an hour ago and lasts seven more."""
    now = datetime.now(UTC)
    span = f"{{[{(now - timedelta(hours=1)).isoformat()},{(now + timedelta(hours=7)).isoformat()})}}"
    await db.execute(
        "INSERT INTO shift (department_id, person_id, day, segments, in_draft, in_force) "
        "VALUES ($1, $2, $3, $4::text::tstzmultirange, true, true)",
        shop.department_id,
        who.person_id,
        (now - timedelta(hours=1)).astimezone(shop.zone).date(),
        span,
    )


async def test_a_tap_answers_with_the_card_in_three_round_trips(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    await working_now(shop, lin)
    async with await lin.browser(**PHONE) as phone:
        await phone.get("/")
        with round_trips() as sent:
            answer = await phone.post("/attendance/punches", data={"kind": "in", "request_key": str(uuid4())})
    assert answer.status_code == 200 and 'id="clock-card"' in answer.text and 'data-state="in"' in answer.text
    assert len(sent) <= 3, sent


async def test_today_takes_at_most_four_round_trips(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    await working_now(shop, lin)
    async with await lin.browser() as phone:
        await phone.get("/")
        with round_trips() as sent:
            page = await phone.get("/")
    assert page.status_code == 200 and "林晓" in page.text and 'name="kind" value="in"' in page.text
    assert len(sent) <= 4, sent


async def test_a_tap_out_of_shift_asks_why_and_keeps_its_moment(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    async with await lin.browser(**PHONE) as phone:
        asked = await phone.post("/attendance/punches", data={"kind": "in", "request_key": str(uuid4())})
        assert asked.status_code == 200 and 'name="tapped"' in asked.text and await punches(lin) == []
        token = asked.text.split('name="tapped" value="')[1].split('"')[0]
        key = asked.text.split('name="request_key" value="')[1].split('"')[0]
        answer = await phone.post(
            "/attendance/punches", data={"kind": "in", "request_key": key, "tapped": token, "why": "临时顶班"}
        )
    assert 'data-state="in"' in answer.text
    [punch] = await punches(lin)
    assert punch["at"].isoformat() == token.rpartition(".")[0] and punch["why"] == "临时顶班"


async def test_a_moment_that_was_tampered_with_is_the_servers(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    early = (datetime.now(UTC) - timedelta(minutes=10)).isoformat()
    async with await lin.browser(**PHONE) as phone:
        await phone.post(
            "/attendance/punches", data={"kind": "in", "tapped": f"{early}.{'0' * 32}", "why": "加班"}
        )
    [punch] = await punches(lin)
    assert datetime.now(UTC) - punch["at"] < timedelta(minutes=1)


async def test_the_api_answers_a_replay_with_the_same_punch(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    await working_now(shop, lin)
    tap = {"kind": "in", "request_key": str(uuid4())}
    async with await lin.browser() as program:
        first = await program.post("/api/v1/attendance/punches", json=tap)
        again = await program.post("/api/v1/attendance/punches", json=tap)
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.json()["id"] == first.json()["id"] and again.json()["already"]
        day = (await program.get(f"/api/v1/attendance/days/{first.json()['day']}")).json()
        assert (day["status"], day["settled"], day["punches"][0]["kind"]) == ("late", False, "in")
        assert day["reasons"][0]["rule"] == "R-ATT-2"


async def test_the_api_takes_a_tap_of_three_hours_ago(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    now = datetime.now(UTC)
    tap = {
        "kind": "in",
        "request_key": str(uuid4()),
        "made_at": (now - timedelta(hours=3)).isoformat(),
        "sent_at": now.isoformat(),
        "why": "加班",
    }
    async with await lin.browser() as program:
        answer = (await program.post("/api/v1/attendance/punches", json=tap)).json()
    assert datetime.fromisoformat(answer["at"]) == now - timedelta(hours=3)
    assert (answer["standing"], answer["source"]) == ("counted", "offline")


@pytest.mark.parametrize(
    ("tap", "field"),
    [
        ({"kind": "lunch", "request_key": "8f1f5a52-3c3c-4e5e-9d5c-6f7264616e67"}, "kind"),
        (
            {
                "kind": "in",
                "request_key": "8f1f5a52-3c3c-4e5e-9d5c-6f7264616e67",
                "made_at": "2026-11-02T08:00:00",
            },
            "made_at",
        ),
    ],
)
async def test_a_tap_that_cannot_be_read_names_its_field(shop: Shop, tap: dict[str, str], field: str) -> None:
    lin = await shop.hire("林晓")
    async with await lin.browser() as program:
        answer = await program.post("/api/v1/attendance/punches", json=tap)
    assert answer.status_code == 422 and answer.json()["field"] == field
    assert await punches(lin) == []


async def test_what_would_the_rules_say(shop: Shop) -> None:
    lead = await shop.hire("罗帆", role="lead")
    day = {
        "date": "2026-11-02",
        "segments": [["08:30", "12:00"], ["13:30", "17:30"]],
        "punches": [["08:30:00", "in"], ["16:00:00", "out"]],
    }
    async with await lead.browser() as desk:
        answer = (await desk.post("/api/v1/attendance/judgements?preset=day-split", json=day)).json()
        assert answer["status"] == "absent" and "R-ATT-4" in {reason["rule"] for reason in answer["reasons"]}
        wrong = await desk.post(
            "/api/v1/attendance/judgements?preset=day-split", json={**day, "segments": [["08:30"]]}
        )
        assert wrong.status_code == 422 and wrong.json()["field"] == "segments[0]"
        unknown = await desk.post("/api/v1/attendance/judgements?preset=none", json=day)
        assert unknown.status_code == 422 and "day-split" in unknown.json()["title"]
        page = await desk.post("/attendance/judge", data={"preset": "", "day": "{"}, headers=PHONE)
        assert page.status_code == 422 and "data-refusal" in page.text


async def test_every_page_opens(shop: Shop) -> None:
    lead, lin = await shop.hire("罗帆", role="lead"), await shop.hire("林晓")
    await working_now(shop, lin)
    async with await lin.browser() as phone:
        tapped = await phone.post(
            "/api/v1/attendance/punches", json={"kind": "in", "request_key": str(uuid4())}
        )
        for path in (
            "/",
            "/attendance/mine",
            "/attendance/mine?month=2026-10-01",
            "/attendance/card",
            "/attendance/door?code=123456",
            "/floor/strip",
        ):
            assert (await phone.get(path)).status_code == 200, path
        assert (await phone.get("/attendance")).status_code == 403
    day = tapped.json()["day"]
    async with await lead.browser() as desk:
        for path in (
            "/attendance",
            f"/attendance?day={day}",
            f"/attendance/days/{day}",
            "/attendance/waiting",
            "/attendance/places",
            "/attendance/judge",
            f"/attendance/people/{lin.person_id}",
            "/floor",
            "/floor/now",
        ):
            page = await desk.get(path)
            assert page.status_code == 200, path
            assert "attendance-" not in _words(page.text) and "floor-" not in _words(page.text), path


async def test_a_correction_from_the_phone_to_the_desk(shop: Shop) -> None:
    lead, lin = await shop.hire("罗帆", role="lead"), await shop.hire("林晓")
    yesterday = (datetime.now(UTC).astimezone(shop.zone) - timedelta(days=1)).date().isoformat()
    async with await lin.browser(**PHONE) as phone:
        sent = await phone.post(
            "/attendance/corrections",
            data={"kind": "out", "day": yesterday, "time": "17:30", "why": "手机没电"},
        )
        assert sent.status_code == 200 and "手机没电" in sent.text
        refused = await phone.post(
            "/attendance/corrections", data={"kind": "out", "day": yesterday, "time": "", "why": "x"}
        )
        assert refused.status_code == 422 and 'data-refused-field="time"' in refused.text
    async with await lead.browser(**PHONE) as desk:
        listed = await desk.get("/attendance/waiting")
        url = listed.text.split('hx-post="')[1].split('"')[0]
        assert "手机没电" in listed.text
        assert "手机没电" not in (await desk.post(url, data={"decision": "yes"})).text
        again = await desk.post(url, data={"decision": "yes"})
        assert again.status_code == 409
    assert [punch["source"] for punch in await punches(lin)] == ["correction"]


async def test_places_are_managed_on_the_desk(shop: Shop) -> None:
    await attendance_rules(shop, place="door")
    lead = await shop.hire("罗帆", role="lead")
    async with await lead.browser(**PHONE) as desk:
        shown = await desk.post("/attendance/doors", data={"name": "北门"})
        address = shown.text.split('data-share="')[1].split('"')[0]
        assert address not in (await desk.get("/attendance/places")).text
        wrong = await desk.post(
            "/attendance/sites", data={"name": "门店", "latitude": "31", "longitude": "121", "radius_m": "5"}
        )
        assert wrong.status_code == 422 and 'data-refused-field="radius_m"' in wrong.text
        added = await desk.post(
            "/attendance/sites", data={"name": "门店", "latitude": "31", "longitude": "121", "radius_m": "80"}
        )
        assert "门店" in added.text
    async with visitor() as tablet:
        assert (await tablet.get(address.removeprefix("http://dangban.test"))).status_code == 200


def _words(html: str) -> str:
    """What people read: the markup taken away, so that a message id without a sentence is seen."""
    import re

    return re.sub(r"<[^>]+>", " ", html)
