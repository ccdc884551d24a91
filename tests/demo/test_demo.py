"""The demo department: made by the program's own actions, apart from every real one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from backend.demo import create_demo
from backend.duties.queries import handover_logs
from backend.hotline.board import switch_log
from backend.hotline.calls.queries import open_callbacks
from backend.hotline.now import hotline_now
from backend.infra import db
from backend.people.devices_browser import Browser
from backend.people.login import log_in
from backend.people.numbers import verified_numbers
from tests.support.shop import found_department

NOW = datetime(2026, 11, 23, 2, 41, tzinfo=UTC)
TABLES = ("person", "shift", "punch", "rotation", "publication", "audit_event")


async def _counts(where: str, *args: object) -> dict[str, int]:
    return {
        table: await db.fetchval(f"SELECT count(*) FROM {table} WHERE {where}", *args) for table in TABLES
    }


async def test_it_lives_and_touches_no_real_department(database: str) -> None:
    shop = await found_department("three-shift", "真部门")
    await shop.hire("林晓")
    before = await _counts("department_id IS DISTINCT FROM $1", 0)
    logins = await create_demo(NOW)
    demo = await db.fetchval("SELECT max(id) FROM department WHERE demo")
    assert await _counts("department_id IS DISTINCT FROM $1", demo) == before
    made = await _counts("department_id = $1", demo)
    assert made["person"] == 11
    assert made["punch"] > 60
    assert await db.fetchval("SELECT max(at) < $2 FROM punch WHERE department_id = $1", demo, NOW)
    for login in logins:
        opened = await log_in(login["login"], login["password"], NOW, Browser(address="127.0.0.9"))
        assert opened.token
    await _no_shift_without_a_day_lived(demo)
    await _lived_handovers(demo)
    await _a_hotline_that_has_switched(demo)
    await _orders_that_were_worked(demo)
    await _cases_that_need_somebody(demo)
    await _calls_that_were_answered_or_called_back(demo)
    await db.execute("UPDATE person SET login = login || '-' || id WHERE department_id = $1", demo)


async def _lived_handovers(demo: int) -> None:
    """Everybody can be rung, and the last days' shifts changed hands: most in time, and one that nobody took over."""
    assert len(await verified_numbers(demo)) == 11
    logs = await handover_logs(demo)
    states = [log.state for log in logs]
    assert states.count("confirmed") >= 4
    assert "unconfirmed" in states
    assert all(log.opened_at < NOW for log in logs)
    assert any(item.note for log in logs for item in log.items)


async def _no_shift_without_a_day_lived(demo: int) -> None:
    """A rota that began before the demo's people did would show days of absence that never were."""
    first_shift = await db.fetchval("SELECT min(day) FROM shift WHERE department_id = $1 AND in_force", demo)
    first_punch = await db.fetchval("SELECT min(day) FROM punch WHERE department_id = $1", demo)
    assert first_punch - first_shift <= timedelta(days=1)


def test_passwords_are_made_anew_each_time() -> None:
    from backend.demo.department import _password

    made = {_password() for _ in range(200)}
    assert len(made) == 200
    assert not any(password[0].isdigit() for password in made)


async def _a_hotline_that_has_switched(department_id: int) -> None:
    """Three evenings and mornings, an hour and a half in somebody else's hands, and the coming nights."""
    now = await hotline_now(department_id, NOW)
    assert now is not None and not now.trouble
    assert now.plan.span.end - NOW > timedelta(days=7)
    assert {"duty", "office-hours"} <= {each.why for each in now.plan.segments}
    kinds = [each.kind for each in await switch_log(department_id, 50)]
    assert kinds.count("planned") >= 6 and kinds.count("taken") == 1


async def _orders_that_were_worked(department_id: int) -> None:
    """Most were confirmed in time, some too late, one waits for goods; three wait now, and somebody holds the first."""
    rows = await db.fetch("SELECT kind, order_id FROM order_event WHERE department_id = $1", department_id)
    kinds = [row["kind"] for row in rows]
    assert kinds.count("confirmed") > 10
    assert kinds.count("missed") >= 2
    assert "problem" in kinds and "amended" in kinds
    work = await db.fetch(
        "SELECT state, due_at > $2 AS in_time, person_id FROM order_work LEFT JOIN order_hold USING (order_id) "
        "WHERE order_work.department_id = $1 ORDER BY order_work.order_id",
        department_id,
        NOW,
    )
    waiting = [(row["in_time"], row["person_id"] is not None) for row in work if row["state"] == "open"]
    assert waiting == [(True, True), (True, False), (True, False)]
    assert [row["state"] for row in work if row["state"] != "open"] != []


async def _calls_that_were_answered_or_called_back(department_id: int) -> None:
    """Days of them, by the office and by those who had the night; one caller waits, and nothing lies in the future."""
    calls = await db.fetch("SELECT * FROM call WHERE department_id = $1", department_id)
    outcomes = [call["outcome"] for call in calls]
    assert outcomes.count("answered") >= 12 and outcomes.count("missed") >= 4 and len(set(outcomes)) == 2
    assert all(call["ended_at"] <= NOW for call in calls)
    assert any(call["person_id"] for call in calls if call["outcome"] == "answered")
    done = await db.fetch(
        "SELECT done_at, done_by, outcome FROM callback WHERE department_id = $1", department_id
    )
    assert len(await open_callbacks(department_id)) == 1 == [row["done_at"] for row in done].count(None)
    assert all(row["done_by"] and row["outcome"] == "reached" for row in done if row["done_at"])


async def _cases_that_need_somebody(department_id: int) -> None:
    """A return waits for a second person, a complaint has a deadline, a follow-up call is done."""
    rows = await db.fetch("SELECT kind, state FROM order_case WHERE department_id = $1", department_id)
    assert {tuple(row) for row in rows} == {
        ("return", "arrived"), ("complaint", "registered"), ("follow-up", "settled"),
    }  # fmt: skip
