"""Publishing: a hole needs a reason, a rest day given up needs one too, phones hear of it, calendars follow."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from backend.infra import bus, db
from backend.infra.refusal import Refusal
from backend.rota.edges import shift_edges
from backend.rota.feeds import open_feed
from backend.rota.generation import generate
from backend.rota.shifts import set_shift
from tests.rota.planning import NOW, a_rotation, november, publish_november, template_id
from tests.support.shop import Shop, visitor


@pytest.fixture
def heard(monkeypatch) -> list[tuple]:
    said: list[tuple] = []

    async def refresh(topic: str, selector: str) -> None:
        said.append((topic, selector))

    async def rights(**whom: int) -> None:
        said.append(("rights", whom))

    monkeypatch.setattr(bus, "refresh", refresh)
    monkeypatch.setattr(bus, "rights_changed", rights)
    return said


async def test_a_hole_needs_a_written_reason_that_stays(shop: Shop, drain, heard) -> None:
    lin = await shop.hire("林晓", post="customer-service")
    zhou = await shop.hire("周敏", post="customer-service")
    day = await template_id(shop, "day")
    await set_shift(shop.program, lin.person_id, date(2026, 11, 2), NOW, template_id=day)
    with pytest.raises(Refusal) as refused:
        await publish_november(shop, reason="")
    assert (refused.value.code, refused.value.values["holes"]) == ("rota-reason-needed", 29)
    done = await publish_november(shop, reason="新人下周才到")
    assert (done.version, done.person_ids, done.holes) == (1, (lin.person_id,), 29)
    board = await november(shop)
    assert board.publication is not None
    assert board.publication.reason == "新人下周才到"
    assert len(board.publication.holes) == 29
    await drain()
    topics = [each[0] for each in heard]
    assert f"person:{lin.person_id}" in topics
    assert f"person:{zhou.person_id}" not in topics
    assert f"rota:{shop.department_id}" in topics
    assert ("rights", {"person_id": lin.person_id}) in heard
    with pytest.raises(Refusal) as refused:
        await publish_november(shop)
    assert refused.value.code == "rota-nothing-to-publish"


async def test_a_full_rota_needs_none(shop: Shop) -> None:
    lin = await shop.hire("林晓", post="customer-service")
    zhou = await shop.hire("周敏", post="customer-service")
    await set_shift(
        shop.program, lin.person_id, date(2026, 11, 1), NOW, template_id=await template_id(shop, "day")
    )
    await generate(shop.program, await a_rotation(shop, lin, zhou), await november(shop), NOW)
    done = await publish_november(shop, reason="")
    assert (done.holes, done.changed_days) == (0, 30)


async def test_a_day_off_given_up_needs_a_reason(a_department) -> None:
    shop = await a_department("early-late")
    lin = await shop.hire("林晓", post="customer-service")
    for n in range(7):
        await set_shift(
            shop.program,
            lin.person_id,
            date(2026, 11, 2) + timedelta(days=n),
            NOW,
            segments=[("09:00", "18:00")],
        )
    with pytest.raises(Refusal) as refused:
        await publish_november(shop, reason="")
    assert refused.value.values["faults"] == 1
    await publish_november(shop, reason="大促期间，已登记调休")
    board = await november(shop)
    assert board.publication is not None
    assert board.publication.rest_faults[0]["name"] == "林晓"


async def test_the_calendar_follows_the_published_rota(shop: Shop) -> None:
    lin, by = await shop.hire("林晓"), shop.program
    today = datetime.now(UTC).date()
    when = min(date(2026, 11, 28), today) if today.month == 11 else date(2026, 11, 2)
    await db.execute(
        "UPDATE shift_template SET names = $2 WHERE department_id = $1 AND code = 'day'",
        shop.department_id, {"zh": "一个名字很长很长很长很长很长很长很长很长很长很长很长的班次", "en": "Day"},
    )  # fmt: skip
    shift = await set_shift(by, lin.person_id, when, NOW, template_id=await template_id(shop, "day"))
    await publish_november(shop)
    viewer = await lin.viewer()
    address = f"/calendar/{await open_feed(viewer, NOW)}.ics"
    async with visitor() as phone:
        first = await phone.get(address)
        assert first.status_code == 200
        assert first.headers["content-type"] == "text/calendar; charset=utf-8"
        assert first.headers.get_list("cache-control") == ["private, max-age=300"]
        assert (
            b"X-PUBLISHED-TTL:PT1H" in first.content
            and b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in first.content
        )
        assert (await phone.get(address, headers={"if-none-match": first.headers["etag"]})).status_code == 304
        body = first.content
        assert b"\n" not in body.replace(b"\r\n", b"")
        assert max(len(line) for line in body.split(b"\r\n")) <= 75
        calendar = icalendar.Calendar.from_ical(body)
        assert not calendar.errors
        (event,) = calendar.walk("VEVENT")
        assert event["dtstart"].dt == shop.clock(when, "08:30")
        assert event["dtend"].dt == shop.clock(when, "21:00")
        assert event["sequence"] == 0
        (zone,) = calendar.walk("VTIMEZONE")
        assert zone["tzid"] == "Asia/Shanghai"
        assert event["dtstart"].params["tzid"] == "Asia/Shanghai"

        await set_shift(
            by, lin.person_id, when, NOW, segments=[("08:30", "12:00"), ("13:30", "17:30")], replaces=shift
        )
        assert (await phone.get(address)).headers["etag"] == first.headers["etag"], "a draft shows nowhere"
        await publish_november(shop)
        second = icalendar.Calendar.from_ical((await phone.get(address)).content)
        morning, afternoon = second.walk("VEVENT")
        assert morning["uid"] == event["uid"]
        assert (morning["sequence"], afternoon["sequence"]) == (1, 1)
        assert afternoon["uid"] != morning["uid"]

        await open_feed(viewer, NOW)
        assert (await phone.get(address)).status_code == 404, "a new address ends the old one"
        assert (await phone.get("/calendar/anything.ics")).status_code == 404


async def test_shifts_begin_and_end_without_a_tap(shop: Shop, drain, heard) -> None:
    lin = await shop.hire("林晓")
    await shop.shift(lin, "2027-03-01", ("08:30", "12:00"), ("13:30", "17:30"))
    await db.execute("DELETE FROM edge_sweep")
    at = shop.clock("2027-03-01", "08:29")
    told = []
    for minutes in (0, 1, 1, 2, 211, 302):
        told.append(await shift_edges(at + timedelta(minutes=minutes)))
    assert told == [0, 1, 0, 0, 1, 1]
    await drain()
    assert heard.count(("rights", {"person_id": lin.person_id})) == 3


async def test_every_page_of_the_rota_opens_and_the_editor_answers_with_the_board(shop: Shop) -> None:
    lin, boss = await shop.hire("林晓", post="customer-service"), await shop.manager()
    rotation = await a_rotation(shop, lin)
    async with await boss.browser() as desk:
        pages = (
            "/rota", "/rota/feed", "/rota/mine", "/rota/team?week=2026-11-02", "/rota/heat", "/rota/months/2026-11",
            f"/rota/months/2026-11?person={lin.person_id}", "/rota/months/2026-11/copy",
            "/rota/months/2026-11/generation",
            "/rota/months/2026-11/publication", "/rota/templates", "/rota/templates/new", "/rota/rotations",
            "/rota/rotations/new?preset=service", f"/rota/rotations/{rotation}",
            f"/rota/people/{lin.person_id}/days/2026-11-02", "/api/v1/rota/on-shift", "/api/v1/rota/days",
            "/api/v1/rota/months/2026-11", "/api/v1/rota/templates", "/api/v1/rota/rotations", "/api/v1/rota/feeds",
        )  # fmt: skip
        for page in pages:
            answer = await desk.get(page)
            assert answer.status_code == 200, f"{page}: {answer.status_code} {answer.text[:300]}"
        day = f"/rota/people/{lin.person_id}/days/2026-11-02"
        answer = await desk.post(
            day, data={"choice": str(await template_id(shop, "day")), "seen": "", "note": "早到"}
        )
        assert answer.status_code == 200, answer.text[:300]
        assert 'id="rota-board"' in answer.text
        refused = await desk.post(day, data={"choice": "rest", "seen": ""}, headers={"hx-request": "true"})
        assert refused.status_code == 409
        assert "data-refusal" in refused.text
        assert (await desk.get("/rota/months/2026-13")).status_code == 404
        made = await desk.post("/api/v1/rota/feeds")
        assert made.json()["address"].endswith(".ics")
    async with await lin.browser() as phone:
        assert (await phone.get("/rota")).status_code == 200
        assert (await phone.get("/rota/months/2026-11")).status_code == 403
        assert (await phone.put(f"/api/v1{day}", json={"rest": True})).status_code == 403
