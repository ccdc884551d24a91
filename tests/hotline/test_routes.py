"""The hotline's pages and its API: what people see and do, and what they may not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from backend.hotline.lines import LineForm, set_line
from backend.hotline.queries import current_plan, line_of
from backend.hotline.replanning import replan
from backend.hotline.standing import keep
from backend.hotline.systems import secrets_of
from backend.infra import db
from tests.support.hotline import verify
from tests.support.shop import Colleague, Shop

SECRET = "only-the-vendor-knows"


@pytest.fixture
async def boss(shop: Shop) -> Colleague:
    """A manager of a department with a line; Lin Xiao has tonight."""
    boss, lin = await shop.manager(), await shop.hire("林晓", post="customer-service")
    await verify(lin)
    now = datetime.now(UTC)
    await shop.shift(lin, now.astimezone(shop.zone).date().isoformat(), ("08:30", "21:00"))
    form = LineForm("400-800-1234", "021-6000 1111", "webhook", {"form": "json", "secret": SECRET})
    await set_line(shop.program, form, now)
    return boss


async def test_every_page_of_the_hotline_opens(shop: Shop, boss: Colleague) -> None:
    async with await boss.browser() as desk:
        for path in ("/hotline", "/hotline/board", "/hotline/strip", "/hotline/switches", "/hotline/settings",
                     "/hotline/settings?adapter=rest", "/hotline/settings/people", "/", "/api/v1/hotline",
                     "/api/v1/hotline/switches", "/api/v1/hotline/chain", "/api/v1/hotline/line",
                     "/api/v1/hotline/assignments"):  # fmt: skip
            answer = await desk.get(path)
            assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:400]}"
            assert SECRET not in answer.text
        assert "400-800-1234" in (await desk.get("/")).text


async def test_without_a_line_each_reader_is_told_what_to_do(shop: Shop) -> None:
    lin, boss = await shop.hire("林晓"), await shop.manager()
    async with await lin.browser() as phone, await boss.browser() as desk:
        assert "/hotline/settings" not in (await phone.get("/hotline")).text
        assert "/hotline/settings" in (await desk.get("/hotline")).text
        assert (await desk.get("/hotline/settings")).status_code == 200
        assert "hotline-strip" not in (await phone.get("/")).text
        assert (await phone.get("/hotline/settings")).status_code == 403
        assert (await phone.get("/api/v1/hotline")).status_code == 404


async def test_she_takes_it_and_gives_it_back_in_the_app(shop: Shop, boss: Colleague) -> None:
    zhou = await shop.hire("周敏", post="customer-service")
    async with await zhou.browser() as phone:
        refused = await phone.post("/hotline/takeovers", data={"until": "1"}, headers={"hx-request": "true"})
        assert refused.status_code == 409 and "hotline-own-number-needed" in refused.text
        number = await verify(zhou)
        answer = await phone.post("/hotline/takeovers", data={"until": "2"})
        assert answer.status_code == 200 and 'id="hotline-board"' in answer.text
        now = datetime.now(UTC)
        plan = await current_plan(shop.department_id)
        assert (plan.at(now).why, plan.at(now).target.number) == ("taken", number)
        assert plan.at(now + timedelta(hours=1, minutes=59)).why == "taken"
        assert (await phone.delete("/hotline/takeovers")).status_code == 200
        assert (await current_plan(shop.department_id)).at(datetime.now(UTC)).why != "taken"
        assert (await phone.delete("/hotline/takeovers")).status_code == 409
        local = (now + timedelta(hours=3)).astimezone(shop.zone)
        await phone.post("/hotline/takeovers", data={"until": "other", "until_at": f"{local:%Y-%m-%dT%H:%M}"})
        assert (await current_plan(shop.department_id)).at(
            now + timedelta(hours=2, minutes=58)
        ).why == "taken"
        bad = await phone.post("/hotline/takeovers", data={"until": "never"}, headers={"hx-request": "true"})
        assert bad.status_code == 422


async def test_secrets_are_written_kept_and_taken_away_and_never_shown(shop: Shop, boss: Colleague) -> None:
    form = {
        "number": "400 800 1234",
        "office_number": "02160001111",
        "adapter": "webhook",
        "set-form": "twiml",
        "enabled": "1",
    }
    async with await boss.browser() as desk:
        answer = await desk.post("/hotline/line", data={**form, "set-secret": ""})
        assert answer.status_code == 200 and SECRET not in answer.text
        line = await line_of(shop.department_id)
        assert line is not None and secrets_of(line) == {"secret": SECRET}
        assert line.settings["form"] == "twiml"
        assert SECRET.encode() not in bytes(line.secrets or b"")
        await desk.post("/hotline/line", data={**form, "set-secret": "another"})
        line = await line_of(shop.department_id)
        assert line is not None and secrets_of(line) == {"secret": "another"}
        await desk.post("/hotline/line", data={**form, "set-secret": "", "forget-secret": "1"})
        line = await line_of(shop.department_id)
        assert line is not None and secrets_of(line) == {}
        tested = await desk.post("/hotline/line/health")
        assert tested.status_code == 200 and "tone-late" in tested.text
        for wrong in ({"number": "4oo"}, {"adapter": "telegraph"}, {"set-form": "smoke"}):
            refused = await desk.post("/hotline/line", data={**form, **wrong}, headers={"hx-request": "true"})
            assert refused.status_code == 422, wrong
    said = await db.fetch("SELECT details FROM audit_event WHERE department_id = $1", shop.department_id)
    assert "another" not in str([row["details"] for row in said])


async def test_what_was_saved_is_tried_at_once(shop: Shop, boss: Colleague) -> None:
    """An address that leads nowhere can be saved, and its manager hears of it without asking."""
    form = {"number": "4008001234", "office_number": "02160001111", "adapter": "rest", "set-set_address": ""}
    asks_by_itself = 'hx-post="/hotline/line/health" hx-trigger="load"'
    async with await boss.browser() as desk:
        saved = await desk.post("/hotline/line", data={**form, "enabled": "1"})
        assert asks_by_itself in saved.text
        assert "tone-late" in (await desk.post("/hotline/line/health")).text
        assert asks_by_itself not in (await desk.post("/hotline/line", data=form)).text
        assert asks_by_itself not in (await desk.get("/hotline/settings")).text


async def test_the_chain_is_put_in_order_tap_by_tap(shop: Shop, boss: Colleague) -> None:
    planner = await shop.hire("陈策", role="lead", post="planner")
    he = await shop.hire("何静")
    async with await boss.browser() as desk:
        assert "陈策" in (await desk.get("/hotline/settings")).text, (
            "superiors upwards, as long as nothing is written"
        )

        async def step(do: str, ids: list[int], add: int | None = None) -> list[int]:
            answer = await desk.post(
                "/hotline/chain",
                data={"person_ids": [str(each) for each in ids], "do": do, "add": str(add or "")},
            )
            assert answer.status_code == 200, answer.text[:300]
            return [each["person_id"] for each in (await desk.get("/api/v1/hotline/chain")).json()["people"]]

        ids = [planner.person_id]
        ids = await step("adopt", ids)
        ids = await step("add", ids, he.person_id)
        assert ids == [planner.person_id, he.person_id]
        ids = await step(f"up:{he.person_id}", ids)
        assert ids == [he.person_id, planner.person_id]
        ids = await step(f"remove:{planner.person_id}", ids)
        assert ids == [he.person_id]
        assert await step("reset", ids) == [planner.person_id]


async def test_a_lead_assigns_somebody_and_ends_it(shop: Shop, boss: Colleague) -> None:
    zhou = await shop.hire("周敏", post="customer-service")
    start, end = datetime.now(UTC), datetime.now(UTC) + timedelta(days=2)
    body = {"person_id": zhou.person_id, "starts_at": start.isoformat(), "ends_at": end.isoformat()}
    async with await boss.browser() as desk:
        assert (await desk.post("/api/v1/hotline/assignments", json=body)).status_code == 409
        await verify(zhou)
        made = await desk.post("/api/v1/hotline/assignments", json=body)
        assert made.status_code == 201
        again = await desk.post("/api/v1/hotline/assignments", json=body)
        assert again.json()["id"] == made.json()["id"], "a second tap assigns nothing more"
        plan = await current_plan(shop.department_id)
        meanwhile = [each for each in plan.segments if start <= each.span.start and each.span.end <= end]
        assert {each.why for each in meanwhile} <= {"office-hours", "assigned"}
        told = await db.fetchval(
            "SELECT count(*) FROM message WHERE person_id = $1 AND kind = 'hotline.assigned'", zhou.person_id
        )
        assert told == 1
        override = made.json()["id"]
        assert (await desk.delete(f"/api/v1/hotline/assignments/{override}")).status_code == 204
        assert (await desk.delete(f"/api/v1/hotline/assignments/{override}")).status_code == 409
        wall = {
            "person_id": str(zhou.person_id),
            "starts_at": "2030-01-01T21:00",
            "ends_at": "2030-01-02T08:30",
        }
        assert (
            await desk.post("/hotline/assignments", data=wall, headers={"hx-request": "true"})
        ).status_code == 422


async def test_a_number_that_is_none_is_refused_in_words(shop: Shop, boss: Colleague) -> None:
    """A superscript is a digit to Unicode and no number to anybody."""
    await verify(boss)
    hx = {"hx-request": "true"}
    async with await boss.browser() as desk:
        taken = await desk.post("/hotline/takeovers", data={"until": "²"}, headers=hx)
        assigned = await desk.post("/hotline/assignments", data={"person_id": "²"}, headers=hx)
        chained = await desk.post(
            "/hotline/chain", data={"person_ids": ["²"], "do": "up:²", "add": "²"}, headers=hx
        )
    assert (taken.status_code, assigned.status_code, chained.status_code) == (422, 422, 200)


async def test_a_time_without_its_zone_is_told_what_it_lacks(shop: Shop, boss: Colleague) -> None:
    await verify(boss)
    later = datetime.now(UTC) + timedelta(hours=2)
    async with await boss.browser(**{"accept-language": "en"}) as desk:
        naive = await desk.post("/api/v1/hotline/takeovers", json={"until": f"{later:%Y-%m-%dT%H:%M:%S}"})
        taken = await desk.post("/api/v1/hotline/takeovers", json={"until": later.isoformat()})
    assert naive.status_code == 422 and "needs its zone" in naive.json()["title"]
    assert taken.status_code < 300


async def test_the_api_says_what_the_page_shows(shop: Shop, boss: Colleague) -> None:
    async with await boss.browser() as desk:
        said = (await desk.get("/api/v1/hotline")).json()
    assert said["number"] == "4008001234" and said["version"] == 1
    plan = said["plan"]
    assert all(one["end"] == other["start"] for one, other in pairwise(plan))
    duty = [each for each in plan if each["why"] == "duty"]
    assert [each["name"] for each in duty] == ["林晓"]
    assert duty[0]["number"].startswith("138****")


async def test_trouble_and_holes_are_seen_in_words(shop: Shop, boss: Colleague) -> None:
    line = await line_of(shop.department_id)
    assert line is not None
    await replan(line, datetime.now(UTC))
    await keep(line, failing_since=datetime.now(UTC), trouble="connection refused")
    async with await boss.browser() as desk:
        page = (await desk.get("/hotline")).text
        assert "电话系统没有回应" in page and "没人值班" in page
        assert "电话系统没有回应" in (await desk.get("/hotline/strip")).text
        english = await desk.get("/hotline", headers={"accept-language": "en"})
        assert "Nobody on duty" in english.text
