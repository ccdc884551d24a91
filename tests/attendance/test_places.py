"""Where a tap was made: circles on the map, the code at the door; what cannot be verified is looked at."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from backend.attendance.doors import add_site, door_screen, end_door, put_up_door
from backend.attendance.queries import to_decide
from backend.infra.refusal import Refusal
from backend.rules.attendance import door_code
from tests.support.attendance import attendance_rules, punches, tap
from tests.support.shop import Colleague, Shop, visitor

MONDAY = "2026-11-02"
SHOP = {"latitude": 31.2304, "longitude": 121.4737}
STORE = {"latitude": 31.2004, "longitude": 121.4337}


@pytest.fixture
async def lin(shop: Shop, now: datetime) -> Colleague:
    """林晓, where there are two places to clock in."""
    lin = await shop.hire("林晓")
    await shop.shift(lin, MONDAY, ("08:30", "16:00"))
    await add_site(shop.program, "门店", SHOP["latitude"], SHOP["longitude"], 100, now)
    await add_site(shop.program, "仓库", STORE["latitude"], STORE["longitude"], 150, now)
    return lin


@pytest.mark.parametrize(
    ("where", "standing", "message"),
    [
        ({**SHOP, "accuracy_m": 12.0}, "verified", None),
        ({**STORE, "accuracy_m": 30.0}, "verified", None),
        (
            {"latitude": 31.2404, "longitude": 121.4737, "accuracy_m": 10.0},
            "unverified",
            "rules-place-too-far",
        ),
        ({**SHOP, "accuracy_m": 800.0}, "unverified", "rules-place-inaccurate"),
        ({}, "unverified", "rules-place-no-fix"),
    ],
)
async def test_a_geofence(
    shop: Shop, lin: Colleague, now: datetime, where: dict[str, float], standing: str, message: str | None
) -> None:
    await attendance_rules(shop, place="geofence")
    answer = await tap(lin, "in", now, **where)
    assert (answer.punch.place, answer.punch.standing) == (standing, "counted")
    assert [reason["message"] for reason in answer.punch.reasons] == ([message] if message else [])
    assert [item.id for item in await to_decide(shop.department_id)] == ([answer.punch.id] if message else [])
    if where.get("accuracy_m") == 12.0:
        [punch] = await punches(lin)
        assert punch["distance_m"] < 1


async def test_the_code_at_the_door(shop: Shop, lin: Colleague, now: datetime) -> None:
    await attendance_rules(shop, place="door")
    door_id, token = await put_up_door(shop.program, "北门", now)
    door = await door_screen(token)
    right = await tap(lin, "in", now, door_code=door_code(door.secret, now))
    assert right.punch.place == "verified" and not right.punch.waits
    [punch] = await punches(lin)
    assert punch["door_id"] == door_id
    before = await tap(
        lin,
        "break_out",
        now + timedelta(minutes=5),
        door_code=door_code(door.secret, now + timedelta(minutes=4, seconds=35)),
    )
    assert before.punch.place == "verified"
    old = await tap(lin, "break_in", now + timedelta(minutes=20), door_code=door_code(door.secret, now))
    assert (old.punch.place, old.punch.reasons[0]["message"]) == ("unverified", "rules-place-wrong-door-code")
    none = await tap(lin, "out", now + timedelta(minutes=40))
    assert (none.punch.place, none.punch.reasons[0]["message"]) == ("unverified", "rules-place-no-door-code")


async def test_the_screen_at_the_door_shows_its_code_until_it_is_ended(shop: Shop, now: datetime) -> None:
    door_id, token = await put_up_door(shop.program, "北门", now)
    async with visitor() as anybody:
        shown = await anybody.get(f"/door/{token}")
        assert shown.status_code == 200 and "北门" in shown.text and "<svg" in shown.text
        assert (await anybody.get(f"/door/{token}/code")).status_code == 200
        assert (await anybody.get("/door/somewhere-else")).status_code == 404
        await end_door(shop.program, door_id, now)
        assert (await anybody.get(f"/door/{token}")).status_code == 404
    with pytest.raises(Refusal):
        await end_door(shop.program, door_id, now)


async def test_a_door_of_another_department_opens_nothing(
    shop: Shop, lin: Colleague, a_department, now: datetime
) -> None:
    await attendance_rules(shop, place="door")
    other = await a_department("three-shift")
    _, token = await put_up_door(other.program, "别处", now)
    door = await door_screen(token)
    answer = await tap(lin, "in", now, door_code=door_code(door.secret, now))
    assert answer.punch.place == "unverified"
