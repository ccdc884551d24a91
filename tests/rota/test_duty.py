"""One duty truth: who is rostered and who is present, at any moment."""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime, timedelta

from backend.infra import db
from backend.rota.access import may_hear_floor
from backend.rota.duty import WHO_IS_ON_SHIFT, is_on_shift, who_is_on_shift
from backend.rota.queries import shifts_around
from tests.support.shop import Colleague, Shop


async def punch(
    who: Colleague, kind: str, at: datetime, *, standing: str = "counted", shift_id: int | None = None
) -> int:
    """A punch in the book, as clock-in writes it."""
    return await db.fetchval(
        "INSERT INTO punch (department_id, person_id, sequence, kind, at, day, shift_id, request_key, standing) VALUES "
        "($1, $2, (SELECT coalesce(max(sequence), 0) + 1 FROM punch WHERE person_id = $2), $3, $4, $5, $6, $7, $8) "
        "RETURNING id",
        who.shop.department_id, who.person_id, kind, at, at.astimezone(who.shop.zone).date(), shift_id,
        uuid.uuid4(), standing,
    )  # fmt: skip


async def decide(shop: Shop, punch_id: int, by: Colleague, accepted: bool) -> None:
    await db.execute(
        "INSERT INTO punch_decision (department_id, punch_id, accepted, decided_by) VALUES ($1, $2, $3, $4)",
        shop.department_id, punch_id, accepted, by.person_id,
    )  # fmt: skip


def names(people: tuple) -> list[str]:
    return [each.name for each in people]


async def test_a_shift_that_crosses_midnight_rosters_into_the_next_day(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    night = (
        f"[{shop.clock('2026-11-02', '22:00').isoformat()},{shop.clock('2026-11-03', '06:00').isoformat()})"
    )
    await db.execute(
        "INSERT INTO shift (department_id, person_id, day, segments, in_draft, in_force) "
        "VALUES ($1, $2, $3, $4::text::tstzmultirange, true, true)",
        shop.department_id, lin.person_id, date(2026, 11, 2), "{" + night + "}",
    )  # fmt: skip
    for wall, expected in (("05:59", ["林晓"]), ("06:00", [])):
        found = await who_is_on_shift(shop.department_id, shop.clock("2026-11-03", wall))
        assert names(found.rostered) == expected, wall
    assert (
        names((await who_is_on_shift(shop.department_id, shop.clock("2026-11-02", "21:59"))).rostered) == []
    )


async def test_the_gap_of_a_split_shift_rosters_nobody_but_who_stayed_is_present(shop: Shop) -> None:
    zhou = await shop.hire("周敏")
    shift_id = await shop.shift(zhou, "2026-11-02", ("08:30", "12:00"), ("13:30", "17:30"))
    await punch(zhou, "in", shop.clock("2026-11-02", "08:24"), shift_id=shift_id)
    noon = await who_is_on_shift(shop.department_id, shop.clock("2026-11-02", "12:30"))
    assert (names(noon.rostered), names(noon.present)) == ([], ["周敏"])
    assert noon.present[0].shift_start == shop.clock("2026-11-02", "08:30")
    assert noon.present[0].shift_end == shop.clock("2026-11-02", "17:30")
    assert noon.present[0].since == shop.clock("2026-11-02", "08:24")
    again = await who_is_on_shift(shop.department_id, shop.clock("2026-11-02", "13:30"))
    assert names(again.rostered) == ["周敏"]


async def test_a_draft_rosters_nobody(shop: Shop) -> None:
    he = await shop.hire("何静")
    await shop.shift(he, "2026-11-02", ("08:30", "16:00"), published=False)
    found = await who_is_on_shift(shop.department_id, shop.clock("2026-11-02", "10:00"))
    assert found.rostered == ()


async def test_from_expected_to_in_to_break_to_gone(shop: Shop) -> None:
    xu = await shop.hire("许诺", post="customer-service")
    shift_id = await shop.shift(xu, "2026-11-02", ("08:30", "16:00"))
    at = lambda wall: shop.clock("2026-11-02", wall)  # noqa: E731
    seen = []
    for kind, wall in (
        (None, ""),
        ("in", "08:24"),
        ("break_out", "12:00"),
        ("break_in", "12:30"),
        ("out", "15:00"),
    ):
        if kind:
            await punch(xu, kind, at(wall), shift_id=shift_id)
        found = await who_is_on_shift(shop.department_id, at("15:30"))
        seen.append((found.rostered[0].state, len(found.present), found.rostered[0].on_break))
    assert seen == [
        ("expected", 0, False), ("in", 1, False), ("break", 1, True), ("in", 1, False), ("out", 0, False),
    ]  # fmt: skip
    assert found.rostered[0].post == {"zh": "客服", "en": "Customer service"}
    assert names(found.missing) == ["许诺"]


async def test_what_waits_counts_only_once_it_is_accepted_and_never_when_rejected(shop: Shop) -> None:
    chen, luo, boss = await shop.hire("陈露"), await shop.hire("罗帆"), await shop.manager()
    at = shop.clock("2026-11-02", "09:00")
    accepted = await punch(chen, "in", at, standing="waiting")
    rejected = await punch(luo, "in", at, standing="waiting")
    now = at + timedelta(hours=1)
    assert (await who_is_on_shift(shop.department_id, now)).present == ()
    await decide(shop, accepted, boss, True)
    await decide(shop, rejected, boss, False)
    assert names((await who_is_on_shift(shop.department_id, now)).present) == ["陈露"]


async def test_a_rejected_punch_that_counted_at_first_counts_no_more(shop: Shop) -> None:
    chen, boss = await shop.hire("陈露"), await shop.manager()
    at = shop.clock("2026-11-02", "09:00")
    unverified = await punch(chen, "in", at)
    assert await is_on_shift(shop.department_id, chen.person_id, at)
    await decide(shop, unverified, boss, False)
    assert not await is_on_shift(shop.department_id, chen.person_id, at)


async def test_having_left_yesterday_is_no_word_about_today(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    yesterday = await shop.shift(lin, "2026-11-01", ("13:30", "23:30"))
    await shop.shift(lin, "2026-11-02", ("08:30", "16:00"))
    await punch(lin, "in", shop.clock("2026-11-01", "13:20"), shift_id=yesterday)
    await punch(lin, "out", shop.clock("2026-11-01", "23:31"), shift_id=yesterday)
    found = await who_is_on_shift(shop.department_id, shop.clock("2026-11-02", "08:40"))
    assert found.rostered[0].state == "expected"
    assert found.rostered[0].since is None


async def test_a_forgotten_punch_fades_after_twenty_hours(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    came = shop.clock("2026-11-01", "08:24")
    await punch(lin, "in", came)
    assert await is_on_shift(shop.department_id, lin.person_id, came + timedelta(hours=19, minutes=59))
    assert not await is_on_shift(shop.department_id, lin.person_id, came + timedelta(hours=20))


async def test_the_floor_is_heard_by_who_is_on_shift_and_by_nobody_of_elsewhere(
    shop: Shop, a_department
) -> None:
    lin, other = await shop.hire("林晓"), await a_department("three-shift", "隔壁")
    await db.execute(
        "UPDATE person SET role = 'visitor' WHERE id = $1", lin.person_id
    )  # a role without floor.view
    await shop.shift(lin, "2026-11-02", ("08:30", "16:00"))
    viewer = await lin.viewer()
    assert await may_hear_floor(viewer, shop.department_id, shop.clock("2026-11-02", "10:00"))
    assert not await may_hear_floor(viewer, shop.department_id, shop.clock("2026-11-02", "16:00"))
    assert not await may_hear_floor(viewer, other.department_id, shop.clock("2026-11-02", "10:00"))


async def test_shifts_around_are_yesterdays_todays_and_tomorrows(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    for day in ("2026-10-30", "2026-11-01", "2026-11-02", "2026-11-03", "2026-11-06"):
        await shop.shift(lin, day, ("08:30", "16:00"))
    found = await shifts_around(lin.person_id, shop.clock("2026-11-02", "10:00"))
    assert [each.day.day for each in found] == [1, 2, 3]


async def test_a_hundred_thousand_old_punches_are_not_looked_at(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    await db.execute(
        "INSERT INTO punch (department_id, person_id, sequence, kind, at, day, request_key) "
        "SELECT $1, $2, n, CASE n % 2 WHEN 0 THEN 'out' ELSE 'in' END, t, (t AT TIME ZONE 'UTC')::date, "
        "gen_random_uuid() "
        "FROM (SELECT n, timestamptz '2024-01-01' + n * interval '14 minutes' AS t "
        "FROM generate_series(1, 100000) AS n) AS x",
        shop.department_id, lin.person_id,
    )  # fmt: skip
    await db.execute("ANALYZE punch")
    at = shop.clock("2026-11-02", "10:00")
    plan = await db.fetchval("EXPLAIN (ANALYZE, FORMAT JSON) " + WHO_IS_ON_SHIFT, shop.department_id, at)
    text = json.dumps(plan)
    touched = [node for node in _nodes(plan[0]["Plan"]) if node.get("Relation Name") == "punch"]
    assert touched
    assert all("Index" in node["Node Type"] or "Bitmap" in node["Node Type"] for node in touched), text
    assert sum(node["Actual Rows"] + node.get("Rows Removed by Filter", 0) for node in touched) < 1000, text


def _nodes(node: dict) -> list[dict]:
    return [node, *(each for child in node.get("Plans", []) for each in _nodes(child))]
