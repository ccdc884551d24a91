"""R-DUTY-2: a shift ends with a log of what is open, confirmed by one who leaves and another who comes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from backend.attendance.corrections import ask_correction
from backend.duties import open_work, sweeping
from backend.duties.confirming import hand_over, take_over
from backend.duties.open_work import OpenItem
from backend.duties.queries import handover_log, open_logs
from backend.duties.sweeping import sweep_handovers
from backend.duties.today import turns_of
from backend.duties.writing import give, take_back_note, write_note
from backend.infra import db
from backend.infra.refusal import Refusal
from tests.duties.shifts import NEXT, Changeover, a_changeover, told
from tests.support.attendance import tap
from tests.support.shop import Shop


@pytest.fixture
async def change(shop: Shop) -> Changeover:
    return await a_changeover(shop)


@pytest.fixture
def callbacks(monkeypatch: pytest.MonkeyPatch) -> list[OpenItem]:
    """Customers who wait to be called back, as another domain would say it."""
    waiting: list[OpenItem] = []

    async def known(department_id: int, at: object) -> list[OpenItem]:
        return list(waiting)

    monkeypatch.setitem(open_work._sources, "callbacks", known)
    return waiting


async def refused(code: str, awaitable) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal) as caught:
        await awaitable
    assert caught.value.code == code


def names(people) -> list[str]:  # type: ignore[no-untyped-def]
    return [each.name for each in people]


def subjects(log) -> list[str]:  # type: ignore[no-untyped-def]
    return [item.args.get("name") or item.note for item in log.open_items]


async def test_half_an_hour_before_the_end_the_log_is_there_and_those_who_leave_are_told(
    change: Changeover,
) -> None:
    assert await change.sweep("15:29") == 0
    assert await change.logs() == []
    assert await change.sweep("15:30") == 1
    log = await change.opened()
    assert (names(log.leaving), names(log.coming)) == (["林晓", "何静"], ["周敏"])
    assert (log.ends_at, log.closes_at) == (change.at("16:00"), change.at("16:30"))
    assert await told(change.shop, "handover.due") == ["何静", "林晓"]
    assert await change.sweep("15:30") == 0
    assert len(await change.logs()) == 1


async def test_a_shift_changes_hands(change: Changeover, callbacks: list[OpenItem]) -> None:
    callbacks.append(OpenItem("call:7", "handover-source-callbacks", {"name": "138****5678"}, "/calls/7"))
    await change.sweep("15:30")
    log = await change.opened()
    lin, zhou = await change.lin.viewer(), await change.zhou.viewer()
    await write_note(lin, log.id, "快递五点还来一趟", change.at("15:50"), taken_by=change.zhou.person_id)
    callbacks.append(OpenItem("call:8", "handover-source-callbacks", {"name": "139****0000"}, "/calls/8"))
    await hand_over(lin, log.id, change.at("15:58"))
    callbacks.append(OpenItem("call:9", "handover-source-callbacks", {"name": "too late"}, "/calls/9"))
    await change.sweep("15:59")
    log = await change.opened()
    assert subjects(log) == ["138****5678", "快递五点还来一趟", "139****0000"]
    assert await told(change.shop, "handover.waiting") == ["周敏"]
    await take_over(zhou, log.id, change.at("16:04"))
    final = await handover_log(change.shop.department_id, log.id)
    assert (final.state, final.closed_at) == ("confirmed", change.at("16:04"))
    assert (final.handed_over_by.name, final.taken_over_by.name) == ("林晓", "周敏")  # type: ignore[union-attr]
    assert {item.taken_by.name for item in final.open_items if item.taken_by} == {"周敏"}
    assert all(item.taken_by for item in final.open_items), "what had no name is whose who took over"
    assert await told(change.shop, "handover.unconfirmed") == []


async def test_who_takes_what_is_said_by_name_and_stays_when_the_log_is_looked_at_again(
    change: Changeover, callbacks: list[OpenItem]
) -> None:
    callbacks.append(OpenItem("call:7", "handover-source-callbacks", {"name": "a"}))
    await change.sweep("15:30")
    log = await change.opened()
    await give(await change.lin.viewer(), log.id, log.items[0].id, change.luo.person_id, change.at("15:40"))
    callbacks[0] = OpenItem("call:7", "handover-source-callbacks", {"name": "b"})
    await change.sweep("15:41")
    item = (await change.opened()).items[0]
    assert (item.args["name"], item.taken_by.name) == ("b", "罗帆")  # type: ignore[union-attr]
    await refused(
        "handover-not-yours", give(await change.luo.viewer(), log.id, item.id, None, change.at("15:42"))
    )
    stranger = await change.shop.hire("路人")
    await db.execute("UPDATE person SET left_at = now() WHERE id = $1", stranger.person_id)
    await refused(
        "handover-taker-unknown",
        give(await change.lin.viewer(), log.id, item.id, stranger.person_id, change.at("15:42")),
    )


async def test_what_is_settled_meanwhile_is_ticked_off(change: Changeover, callbacks: list[OpenItem]) -> None:
    callbacks.append(OpenItem("call:7", "handover-source-callbacks", {"name": "a"}))
    await change.sweep("15:30")
    callbacks.clear()
    await change.sweep("15:45")
    log = await change.opened()
    assert [item.done_at for item in log.items] == [change.at("15:45")]
    callbacks.append(OpenItem("call:7", "handover-source-callbacks", {"name": "a"}))
    await change.sweep("15:50")
    assert [item.done_at for item in (await change.opened()).items] == [None]


async def test_a_domain_in_trouble_keeps_nobody_from_going_home(
    change: Changeover, callbacks: list[OpenItem], monkeypatch: pytest.MonkeyPatch
) -> None:
    callbacks.append(OpenItem("call:7", "handover-source-callbacks", {"name": "a"}))
    await change.sweep("15:30")

    async def broken(department_id: int, at: object) -> list[OpenItem]:
        await db.execute("SELECT 1 / 0")
        return []

    monkeypatch.setitem(open_work._sources, "callbacks", broken)
    log = await change.opened()
    await hand_over(await change.lin.viewer(), log.id, change.at("15:58"))
    assert [item.done_at for item in (await change.opened()).items] == [None]


async def test_attendance_says_what_it_has_open(change: Changeover) -> None:
    """Lin forgot to clock in and asks for a correction; He Jing has still not clocked out at ten past four."""
    await ask_correction(
        await change.lin.viewer(),
        change.at("13:00"),
        kind="in",
        when=change.at("08:31"),
        why="忘了",
        request_key=uuid4(),
    )
    await tap(change.he, "in", change.at("08:24"))
    await change.sweep("15:30")
    log = await change.opened()
    assert [(item.source, item.sentence) for item in log.items] == [
        ("attendance", "handover-open-correction")
    ]
    await change.sweep("16:10")
    log = await change.opened()
    assert [(item.sentence, item.args["name"]) for item in log.of("still_in")] == [
        ("handover-open-still-in", "何静")
    ]


async def test_nobody_is_both(change: Changeover) -> None:
    """He Jing leaves in the evening and comes in the morning: she may do one of the two."""
    shop = change.shop
    await shop.shift(change.he, "2026-11-05", ("08:30", "16:00"))
    await shop.shift(change.lin, "2026-11-05", ("08:30", "16:00"))
    await shop.shift(change.he, "2026-11-06", ("08:30", "16:00"))
    await shop.shift(change.lin, "2026-11-06", ("08:30", "16:00"))
    await change.sweep("15:40", "2026-11-05")
    log = await change.opened()
    he = await change.he.viewer()
    await hand_over(he, log.id, change.at("16:00", "2026-11-05"))
    await refused("handover-not-both", take_over(he, log.id, change.at("08:31", "2026-11-06")))
    await take_over(await change.lin.viewer(), log.id, change.at("08:31", "2026-11-06"))
    assert (await handover_log(shop.department_id, log.id)).state == "confirmed"


async def test_the_database_refuses_one_person_on_both_sides(change: Changeover) -> None:
    await change.sweep("15:30")
    log = await change.opened()
    with pytest.raises(asyncpg.CheckViolationError, match="handover_by_two"):
        await db.execute(
            "UPDATE handover SET handed_over_by = $2, taken_over_by = $2 WHERE id = $1",
            log.id,
            change.lin.person_id,
        )
    with pytest.raises(asyncpg.CheckViolationError, match="handover_confirmed_by_both"):
        await db.execute("UPDATE handover SET state = 'confirmed' WHERE id = $1", log.id)


async def test_only_the_two_shifts_confirm(change: Changeover) -> None:
    await change.sweep("15:30")
    log = await change.opened()
    at = change.at("15:58")
    await refused("handover-not-leaving", hand_over(await change.zhou.viewer(), log.id, at))
    await refused("handover-not-leaving", hand_over(await change.luo.viewer(), log.id, at))
    await refused("handover-not-coming", take_over(await change.luo.viewer(), log.id, at))
    await refused("handover-not-leaving", write_note(await change.zhou.viewer(), log.id, "?", at))
    await hand_over(await change.lin.viewer(), log.id, at)
    await hand_over(await change.lin.viewer(), log.id, at + timedelta(minutes=1))  # a double tap
    await refused("handover-handed-over", hand_over(await change.he.viewer(), log.id, at))
    await refused("handover-handed-over", write_note(await change.he.viewer(), log.id, "还有", at))
    assert (await change.opened()).handed_over_at == at


async def test_whoever_steps_in_and_is_there_takes_over(change: Changeover) -> None:
    await change.sweep("15:30")
    log = await change.opened()
    await hand_over(await change.lin.viewer(), log.id, change.at("15:58"))
    luo = await change.luo.viewer()
    await refused("handover-not-coming", take_over(luo, log.id, change.at("16:05")))
    await tap(change.luo, "in", change.at("16:06"), why="替班")
    await take_over(luo, log.id, change.at("16:07"))
    assert (await handover_log(change.shop.department_id, log.id)).taken_over_by.name == "罗帆"  # type: ignore[union-attr]


async def test_a_swap_moves_the_handover_with_it(change: Changeover) -> None:
    await change.sweep("15:30")
    await db.execute(
        "UPDATE shift SET person_id = $2 WHERE person_id = $1", change.zhou.person_id, change.luo.person_id
    )
    log = await change.opened()
    await refused("handover-not-coming", take_over(await change.zhou.viewer(), log.id, change.at("15:40")))
    await change.sweep("15:41")
    assert names((await change.opened()).coming) == ["罗帆"]
    await take_over(await change.luo.viewer(), log.id, change.at("15:45"))


async def test_the_last_shift_of_the_day_hands_over_to_the_morning(change: Changeover) -> None:
    await change.sweep("15:30")
    first = await change.opened()
    await hand_over(await change.lin.viewer(), first.id, change.at("15:58"))
    await take_over(await change.zhou.viewer(), first.id, change.at("16:00"))
    await change.sweep("22:30")
    log = await change.opened()
    assert (names(log.leaving), names(log.coming), log.comes_at) == (
        ["周敏"],
        ["何静"],
        change.at("08:30", NEXT),
    )
    await hand_over(await change.zhou.viewer(), log.id, change.at("22:58"))
    assert await change.sweep("23:45") == 0
    assert await told(change.shop, "handover.waiting") == [], "nobody is woken"
    assert await change.sweep("08:30", NEXT) == 0
    assert await told(change.shop, "handover.waiting") == ["何静"]
    await take_over(await change.he.viewer(), log.id, change.at("08:35", NEXT))
    assert [each.state for each in await change.logs()] == ["confirmed", "confirmed"]


async def test_nobody_waits_for_ever(change: Changeover) -> None:
    await change.sweep("15:30")
    log = await change.opened()
    await hand_over(await change.lin.viewer(), log.id, change.at("15:58"))
    assert await change.sweep("16:29") == 0
    assert await change.sweep("16:30") == 1
    final = await handover_log(change.shop.department_id, log.id)
    assert (final.state, final.handed_over_by.name, final.taken_over_by) == ("unconfirmed", "林晓", None)  # type: ignore[union-attr]
    assert await told(change.shop, "handover.unconfirmed") == ["罗帆"]
    assert await change.sweep("16:31") == 0
    await refused("handover-closed", take_over(await change.zhou.viewer(), log.id, change.at("16:32")))
    verbs = await db.fetch(
        "SELECT verb FROM audit_event WHERE department_id = $1 AND subject = $2 ORDER BY id",
        change.shop.department_id, f"handover:{log.id}",
    )  # fmt: skip
    assert [row["verb"] for row in verbs] == [
        "handover.opened",
        "handover.handed_over",
        "handover.not_confirmed",
    ]


@pytest.mark.parametrize("confirmed", [True, False])
async def test_what_is_closed_stays_as_it_is(change: Changeover, confirmed: bool) -> None:
    await change.sweep("15:30")
    log = await change.opened()
    lin = await change.lin.viewer()
    note_id = await write_note(lin, log.id, "门没锁", change.at("15:40"))
    await hand_over(lin, log.id, change.at("15:58"))
    if confirmed:
        await take_over(await change.zhou.viewer(), log.id, change.at("16:00"))
    else:
        await change.sweep("16:30")
    changes = (
        "UPDATE handover SET state = 'open' WHERE id = $1",
        "UPDATE handover SET taken_over_by = NULL WHERE id = $1",
        "DELETE FROM handover WHERE id = $1",
        "UPDATE handover_item SET note = '门锁了' WHERE handover_id = $1",
        "DELETE FROM handover_item WHERE handover_id = $1",
        "INSERT INTO handover_item (department_id, handover_id, source, subject, note) "
        "SELECT department_id, id, 'note', 'x', '后来想起' FROM handover WHERE id = $1",
    )
    for change_of_it in changes:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="append-only"):
            await db.execute(change_of_it, log.id)
    for table in ("handover", "handover_item"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="append-only"):
            await db.execute(f"TRUNCATE {table} CASCADE")
    await refused("handover-closed", take_back_note(lin, log.id, note_id, change.at("16:31")))
    kept = await handover_log(change.shop.department_id, log.id)
    assert [item.note for item in kept.open_items] == ["门没锁"]


async def test_a_note_sent_twice_stands_once_and_is_taken_back_by_its_writer_alone(
    change: Changeover,
) -> None:
    await change.sweep("15:30")
    log = await change.opened()
    lin, at = await change.lin.viewer(), change.at("15:40")
    first, second = [await write_note(lin, log.id, "  门没锁 ", at, key="k1") for _ in range(2)]
    assert first == second
    await refused("handover-note-empty", write_note(lin, log.id, "  ", at))
    await refused("handover-note-of-another", take_back_note(await change.he.viewer(), log.id, first, at))
    await take_back_note(lin, log.id, first, at)
    assert subjects(await change.opened()) == []


async def test_two_workers_at_once_and_one_that_is_killed(
    change: Changeover, monkeypatch: pytest.MonkeyPatch
) -> None:
    department_id, at = change.shop.department_id, change.at("15:30")

    async def killed(*_: object, **__: object) -> tuple[int, ...]:
        raise asyncio.CancelledError

    with monkeypatch.context() as patched:
        patched.setattr(sweeping, "tell", killed)
        with pytest.raises(asyncio.CancelledError):
            await sweep_handovers(at, department_id)
    assert await change.logs() == [], "half a log is none"
    made = await asyncio.gather(*(sweep_handovers(at, department_id) for _ in range(6)))
    assert sum(made) == 1
    assert await told(change.shop, "handover.due") == ["何静", "林晓"]
    closed = await asyncio.gather(*(sweep_handovers(change.at("16:30"), department_id) for _ in range(6)))
    assert sum(closed) == 1
    assert await told(change.shop, "handover.unconfirmed") == ["罗帆"]


async def test_both_sides_confirm_at_the_same_moment(change: Changeover) -> None:
    await change.sweep("15:30")
    log = await change.opened()
    lin, he, zhou, at = (
        await change.lin.viewer(),
        await change.he.viewer(),
        await change.zhou.viewer(),
        change.at("16:00"),
    )
    answers = await asyncio.gather(
        *(hand_over(each, log.id, at) for each in (lin, he, lin, he)), take_over(zhou, log.id, at),
        sweep_handovers(at, change.shop.department_id), return_exceptions=True,
    )  # fmt: skip
    final = await handover_log(change.shop.department_id, log.id)
    assert final.state == "confirmed"
    assert {each.code for each in answers if isinstance(each, Refusal)} <= {
        "handover-handed-over",
        "handover-closed",
    }
    confirmations = await db.fetch(
        "SELECT verb, count(*) FROM audit_event WHERE subject = $1 AND verb IN "
        "('handover.handed_over', 'handover.taken_over') GROUP BY verb",
        f"handover:{log.id}",
    )
    assert {row["verb"]: row["count"] for row in confirmations} == {
        "handover.handed_over": 1, "handover.taken_over": 1,
    }  # fmt: skip


async def test_a_shift_taken_off_the_rota_takes_its_log_along(change: Changeover) -> None:
    await change.sweep("15:30")
    log = await change.opened()
    await db.execute(
        "UPDATE shift SET in_force = false WHERE department_id = $1 AND upper(segments) = $2",
        change.shop.department_id, change.at("16:00"),
    )  # fmt: skip
    assert await change.sweep("15:45") == 1
    assert await change.logs() == []
    assert (await handover_log(change.shop.department_id, log.id)).state == "dropped"


async def test_a_worker_that_was_away_makes_up_for_what_can_still_be_confirmed(change: Changeover) -> None:
    assert await change.sweep("16:20") == 1
    assert await change.sweep("16:45") == 1  # nobody did: closed
    assert await change.sweep("07:00", NEXT) == 1, "the night's log, while the morning can still take it"
    assert (await change.opened()).ends_at == change.at("23:00")


async def test_after_a_long_pause_nothing_old_is_dug_up(change: Changeover) -> None:
    assert await change.sweep("17:00") == 0
    assert await change.sweep("12:00", "2026-11-06") == 0


async def test_a_department_that_wants_none_has_none(
    change: Changeover, monkeypatch: pytest.MonkeyPatch
) -> None:
    await db.execute(
        "UPDATE department SET rules = jsonb_set(rules, '{handover}', '{\"enabled\": false}', true), "
        "rules_version = rules_version + 1 WHERE id = $1",
        change.shop.department_id,
    )
    assert await change.sweep("15:45") == 0


async def test_today_shows_each_side_what_is_theirs_to_do(change: Changeover) -> None:
    shop = change.shop

    async def turn(colleague, wall: str) -> list[str]:  # type: ignore[no-untyped-def]
        logs = await open_logs(shop.department_id)
        return [each.side for each in turns_of(logs, colleague.person_id, change.at(wall))]

    assert await turn(change.lin, "15:20") == []
    await change.sweep("15:30")
    assert (await turn(change.lin, "15:31"), await turn(change.he, "15:31")) == (["leaving"], ["leaving"])
    assert await turn(change.zhou, "15:31") == ["coming"]
    assert await turn(change.luo, "15:31") == []
    log = await change.opened()
    await hand_over(await change.he.viewer(), log.id, change.at("15:58"))
    assert (await turn(change.lin, "15:59"), await turn(change.he, "15:59")) == ([], [])
    await take_over(await change.zhou.viewer(), log.id, change.at("16:01"))
    assert await turn(change.zhou, "16:02") == []


async def test_one_departments_trouble_is_not_the_next_ones(
    change: Changeover, a_department, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    """Both shifts end at four; the first department cannot be looked at."""
    other = await a_changeover(await a_department("mall-service", "隔壁"))
    known = sweeping.changeover_at

    async def changeover_at(department_id: int, ends_at: object) -> object:
        if department_id == change.shop.department_id:
            raise ConnectionError("the rota does not answer")
        return await known(department_id, ends_at)  # type: ignore[arg-type]

    monkeypatch.setattr(sweeping, "changeover_at", changeover_at)
    with pytest.raises(ExceptionGroup):
        await sweep_handovers(change.at("15:30"))
    assert await change.logs() == []
    assert (await other.opened()).ends_at == other.at("16:00")
