"""Two workers at once, and a job that fails: nothing is done twice, nothing fails unseen."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from arq import Retry

from backend.audit.actions import note
from backend.audit.trail import TRAIL
from backend.audit.verifying import verify_department
from backend.infra import db
from tests.support.attendance import tap
from tests.support.shop import Shop
from workers.outcomes import quiet, recorded


async def test_two_workers_sweep_at_the_same_moment(shop: Shop) -> None:
    """Lin Xiao worked yesterday; Zhou Min's last day was yesterday. Every sweep runs four times, two at a time."""
    from workers.main import (
        WorkerSettings,
    )  # reads the settings, which the database of this process has changed

    sweeps = [job.coroutine for job in WorkerSettings.cron_jobs]
    yesterday = datetime.now(shop.zone) - timedelta(days=1)
    lin, zhou = await shop.hire("林晓"), await shop.hire("周敏")
    await shop.shift(lin, f"{yesterday:%Y-%m-%d}", ("00:30", "01:30"))
    for kind, wall in (("in", "00:25"), ("out", "01:31")):
        await tap(lin, kind, shop.clock(yesterday.date(), wall))
    await zhou.viewer()
    await db.execute("UPDATE person SET last_day = $2 WHERE id = $1", zhou.person_id, yesterday.date())
    await note("parcel.sent", "parcel:1", department_id=shop.department_id, actor_id=lin.person_id)
    for _ in range(2):
        await asyncio.gather(*(sweep({}) for sweep in sweeps for _ in range(2)))
    verdicts = await db.fetch(
        "SELECT status FROM day_verdict WHERE person_id = $1 AND day = $2", lin.person_id, yesterday.date()
    )
    assert [row["status"] for row in verdicts] == ["present"]
    left = "SELECT count(*) FROM audit_event WHERE verb = 'person.left' AND subject = $1"
    assert await db.fetchval(left, f"person:{zhou.person_id}") == 1
    assert await db.fetchval("SELECT left_at FROM person WHERE id = $1", zhou.person_id) is not None
    assert (await verify_department(TRAIL, shop.department_id)).broken is None
    sealed = "SELECT count(*), count(DISTINCT number) AS numbers FROM audit_seal WHERE department_id = $1"
    row = await db.fetchrow(sealed, shop.department_id)
    assert row is not None and row["count"] == row["numbers"] > 0


async def test_what_came_of_a_job_is_written_down(database: str) -> None:
    @recorded
    async def count_parcels(context: dict, parcel: int) -> int:
        if context["job_try"] == 1:
            raise ConnectionError("the scale does not answer")
        return parcel * 2

    with pytest.raises(Retry):
        await count_parcels({"job_try": 1}, 21)
    assert await count_parcels({"job_try": 2}, 21) == 42
    rows = await db.fetch(
        "SELECT subject, succeeded, detail FROM job_outcome WHERE job = 'count_parcels' ORDER BY id"
    )
    assert [(row["subject"], row["succeeded"]) for row in rows] == [("21", False), ("21", True)]
    assert "does not answer" in rows[0]["detail"] and rows[1]["detail"] == "42"


async def test_a_sweep_that_fails_says_so_and_comes_again(database: str) -> None:
    @quiet
    async def look_around(context: dict) -> int:
        if context.get("dark"):
            raise ValueError("nothing to be seen")
        return 0

    started = datetime.now(UTC)
    assert await look_around({"dark": True}) is None
    assert await look_around({}) == 0
    rows = await db.fetch("SELECT succeeded FROM job_outcome WHERE job = 'look_around' AND at >= $1", started)
    assert [row["succeeded"] for row in rows] == [False], "what did nothing leaves no row"
