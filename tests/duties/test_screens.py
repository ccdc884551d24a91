"""Handovers on the screens and for programs: the same log, for each side what is theirs to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.duties.queries import handover_log, open_logs
from backend.duties.sweeping import sweep_handovers
from backend.infra import bus, db
from backend.infra.catalogue import catalogue
from tests.e2e.pages import on_shift
from tests.support.shop import Colleague, Shop

say = catalogue("zh-Hans").say


async def a_changeover_now(shop: Shop) -> tuple[Colleague, Colleague, int]:
    """Lin's shift ends in ten minutes; Zhou's began half an hour ago."""
    lin, zhou, now = (
        await shop.hire("林晓"),
        await shop.hire("周敏"),
        datetime.now(UTC).replace(microsecond=0),
    )
    await on_shift(lin, now - timedelta(hours=8) + timedelta(minutes=10))
    await on_shift(zhou, now - timedelta(minutes=30))
    await sweep_handovers(now, shop.department_id)
    return lin, zhou, (await open_logs(shop.department_id))[0].id


async def test_from_today_to_the_log_and_the_two_taps(
    shop: Shop, drain, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    asked_anew: list[tuple[str, str]] = []

    async def refresh(topic: str, selector: str) -> None:
        asked_anew.append((topic, selector))

    monkeypatch.setattr(bus, "refresh", refresh)
    monkeypatch.setattr("backend.floor.shared.FRESH_SECONDS", 0.0)
    lin, zhou, log_id = await a_changeover_now(shop)
    leaving, coming = await lin.browser(), await zhou.browser()
    assert f'href="/handovers/{log_id}"' in (await leaving.get("/")).text
    here = f"/handovers/{log_id}"
    assert say("handover-do-leaving") in (await leaving.get(here)).text
    noted = await leaving.post(f"{here}/notes", data={"note": "门没锁", "person_id": str(zhou.person_id)})
    assert "门没锁" in noted.text
    assert say("handover-do-leaving") not in (await leaving.post(f"{here}/handing-over")).text
    await drain()
    assert (
        f"handovers:{shop.department_id}",
        f"#handover-{log_id}, #handovers, #handover-today",
    ) in asked_anew
    assert f'id="handover-turn-{log_id}"' not in (await leaving.get("/handovers/today")).text
    strip = (await coming.get("/handovers/today")).text
    assert "门没锁" in strip and say("handover-read-and-take") in strip
    assert say("handover-do-coming") in (await coming.get(here)).text
    taken = await coming.post(f"{here}/taking-over")
    assert say("handover-state-confirmed") in taken.text
    assert f'id="handover-turn-{log_id}"' not in (await coming.get("/")).text
    listed = (await coming.get("/handovers")).text
    assert say("handover-taken-at", name="周敏", time="")[:4].strip() in listed
    assert (await handover_log(shop.department_id, log_id)).state == "confirmed"


async def test_a_refusal_says_the_way_out(shop: Shop) -> None:
    _, zhou, log_id = await a_changeover_now(shop)
    answer = await (await zhou.browser()).post(
        f"/handovers/{log_id}/handing-over", headers={"hx-request": "true"}
    )
    assert answer.status_code == 403
    assert say("handover-not-leaving") in answer.text


async def test_programs_read_and_confirm_the_same_log(shop: Shop) -> None:
    lin, zhou, log_id = await a_changeover_now(shop)
    leaving, coming, here = await lin.browser(), await zhou.browser(), f"/api/v1/handovers/{log_id}"
    (log,) = (await leaving.get("/api/v1/handovers?open_only=true")).json()
    assert (log["id"], log["state"], [each["name"] for each in log["leaving"]]) == (log_id, "open", ["林晓"])
    noted = (await leaving.post(f"{here}/notes", json={"text": "门没锁", "key": "k"})).json()
    item_id = noted["items"][-1]["id"]
    given = await leaving.put(f"{here}/items/{item_id}/taker", json={"person_id": zhou.person_id})
    assert given.json()["items"][-1]["taken_by"]["name"] == "周敏"
    gone = (await leaving.delete(f"{here}/items/{item_id}")).json()
    assert gone["items"][-1]["done_at"] is not None
    assert (await leaving.post(f"{here}/handing-over")).json()["handed_over_by"]["name"] == "林晓"
    assert (await coming.post(f"{here}/taking-over")).json()["state"] == "confirmed"
    assert (await leaving.get("/api/v1/handovers")).json()[0]["taken_over_by"]["name"] == "周敏"
    assert (await coming.post(f"{here}/taking-over")).status_code == 201, "a second tap is harmless"
    late = await leaving.post(f"{here}/notes", json={"text": "还有"})
    assert (late.status_code, late.json()["type"]) == (409, "urn:dangban:handover-closed")


async def test_who_has_nothing_to_hand_over_sees_none(shop: Shop) -> None:
    await a_changeover_now(shop)
    it = await shop.hire("高工", role="it")
    browser = await it.browser()
    assert (await browser.get("/handovers")).status_code == 403
    assert "handover-today" not in (await browser.get("/")).text


async def test_the_list_goes_on_page_by_page(shop: Shop) -> None:
    start = datetime(2026, 10, 1, tzinfo=UTC)
    for number in range(45):
        await db.execute(
            "INSERT INTO handover (department_id, ends_at, closes_at, opened_at) VALUES ($1, $2, $2, $2)",
            shop.department_id, start + timedelta(hours=number),
        )  # fmt: skip
    browser = await (await shop.manager()).browser()
    first = (await browser.get("/api/v1/handovers")).json()
    second = (await browser.get(f"/api/v1/handovers?before={first[-1]['id']}")).json()
    assert (len(first), len(second)) == (40, 5)
    assert len({log["id"] for log in first + second}) == 45
    assert f"before={first[-1]['id']}" in (await browser.get("/handovers")).text
