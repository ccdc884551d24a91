"""The database goes away, freezes, comes back: no call notices, and the plan goes on by Kamailio's own clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from backend.rules.clock import Interval
from backend.rules.hotline import PERSON, Plan, Segment, Target
from tests.sip.conftest import text_of, until
from tests.support.calls import Exchange, call
from tests.support.kamailio import Kamailio, wired
from tests.support.sip_database import SipDatabase
from tests.telephony.contract import LI, WANG, plan_of

OUTAGE_SECONDS = 6


@dataclass
class Harm:
    """What happens to the database in the middle of many calls, and how it is mended."""

    database: SipDatabase
    frozen: list[int] | None = None

    async def stopped(self) -> None:
        await self.database.stop()
        await asyncio.sleep(OUTAGE_SECONDS)

    async def frozen_still(self) -> None:
        self.frozen = self.database.freeze()
        await asyncio.sleep(OUTAGE_SECONDS)

    async def restarted(self) -> None:
        for _ in range(2):
            await self.database.stop()
            await self.database.start()
            await asyncio.sleep(1.5)

    async def mend(self) -> None:
        if self.frozen is not None:
            self.database.thaw(self.frozen)
        elif not self.database.running:
            await self.database.start()


@pytest.fixture
async def harm(source: SipDatabase) -> AsyncIterator[Harm]:
    doing = Harm(source)
    yield doing
    await doing.mend()


@pytest.mark.parametrize("what", ["stopped", "frozen_still", "restarted"])
async def test_of_120_calls_none_is_lost(
    what: str, source: SipDatabase, exchange: Exchange, line: int, harm: Harm, measured: Callable[[str], None]
) -> None:
    await source.hand_over(line, plan_of(1, datetime.now(UTC), WANG))
    async with Kamailio(wired(line, exchange.address, source.kamailios_url)) as kamailio:
        await kamailio.system.apply_plan(plan_of(1, datetime.now(UTC), WANG), datetime.now(UTC))
        calling = asyncio.create_task(call(kamailio.port, 120, rate=10))
        await asyncio.sleep(3)
        await getattr(harm, what)()
        during = await kamailio.system.standing()
        await harm.mend()
        after = await until(lambda: _read_later(kamailio, during.read), 15)
        calls = await calling
    measured(
        f"database {what}: {calls.asked - calls.lost} of {calls.asked} calls answered, {calls.repeats} repeated "
        f"messages, answer p50 {calls.p50:.1f} ms, p99 {calls.p99:.1f} ms; read again {after:.1f} s after its return"
    )
    assert calls.lost == 0, calls.words
    assert len(calls.who) == 120 and set(calls.who.values()) == {WANG}
    assert calls.p99 < 1500
    if what != "restarted":
        assert during.read is not None and during.at - during.read >= timedelta(seconds=OUTAGE_SECONDS - 2)


async def test_a_planned_change_happens_on_time_without_the_database(
    source: SipDatabase, exchange: Exchange, line: int, harm: Harm
) -> None:
    change = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=5)
    plan = _two_halves(change)
    await source.hand_over(line, plan)
    async with Kamailio(wired(line, exchange.address, source.kamailios_url)) as kamailio:
        await kamailio.system.apply_plan(plan, datetime.now(UTC))
        await source.stop()
        assert datetime.now(UTC) < change - timedelta(seconds=0.5)
        assert (await call(kamailio.port)).who == {1: WANG}
        await asyncio.sleep((change - datetime.now(UTC)).total_seconds() + 0.05)
        assert (await call(kamailio.port)).who == {1: LI}


async def test_a_cold_start_without_the_database_follows_the_seed_that_it_wrote_itself(
    source: SipDatabase, exchange: Exchange, line: int, harm: Harm
) -> None:
    """Machine and database lose their power together; the machine is back first."""
    now = datetime.now(UTC)
    async with Kamailio(wired(line, exchange.address, source.kamailios_url)) as kamailio:
        for plan in (plan_of(1, now, WANG), plan_of(2, now, LI)):
            await source.hand_over(line, plan)
            await kamailio.system.apply_plan(plan, now)
        await until(lambda: kamailio.seed.exists() and text_of(plan) in kamailio.seed.read_text(), 5)
        await kamailio.stop()
        await source.stop()
        await kamailio.start()
        standing = await kamailio.system.standing()
        assert standing.seeded and standing.read is None and standing.version == 2
        assert (await call(kamailio.port, 5)).who == dict.fromkeys(range(1, 6), LI)
        assert not (await kamailio.system.health()).ok
        await source.start()
        await source.hand_over(line, plan_of(3, now, WANG))
        await until(lambda: _has_version(kamailio, 3), 15)
        assert (await call(kamailio.port)).who == {1: WANG}


async def test_the_database_hangs_while_kamailio_starts(
    source: SipDatabase, exchange: Exchange, line: int, harm: Harm
) -> None:
    """A frozen database takes connections and says nothing: that must not hold the start up for long."""
    await source.hand_over(line, plan_of(2, datetime.now(UTC), LI))
    harm.frozen = source.freeze()
    seed = text_of(plan_of(1, datetime.now(UTC), WANG))
    began = time.monotonic()
    async with Kamailio(wired(line, exchange.address, source.kamailios_url), seed) as kamailio:
        assert (await call(kamailio.port)).who == {1: WANG}
        assert time.monotonic() - began < 10
        await harm.mend()
        await until(lambda: _has_version(kamailio, 2), 15)
        assert (await call(kamailio.port)).who == {1: LI}


async def test_an_older_plan_does_not_replace_a_newer_one(
    source: SipDatabase, exchange: Exchange, line: int
) -> None:
    """A backup is played back: calls go on by the newer plan, and Kamailio's log says so once."""
    now = datetime.now(UTC)
    await source.hand_over(line, plan_of(9, now, LI))
    async with Kamailio(wired(line, exchange.address, source.kamailios_url)) as kamailio:
        await kamailio.system.apply_plan(plan_of(9, now, LI), now)
        await source.go_back_to(line, plan_of(8, now, WANG))
        read = (await kamailio.system.standing()).read
        await until(lambda: _read_later(kamailio, read + timedelta(seconds=2)), 10)
        assert (await kamailio.system.standing()).version == 9
        assert (await call(kamailio.port)).who == {1: LI}
        assert kamailio.log.count("version 8 does not replace 9") == 1
        assert kamailio.seed.read_text().startswith('#!define HOTLINE_SEED "9;')


@pytest.mark.parametrize("broken", ["", '#!define HOTLINE_SEED ""\n', '#!define HOTLINE_SEED "7"\n'])
async def test_a_seed_file_without_a_plan_keeps_nothing_from_starting(
    source: SipDatabase, exchange: Exchange, line: int, broken: str
) -> None:
    async with Kamailio(wired(line, exchange.address)) as kamailio:
        await kamailio.stop()
        kamailio.seed.write_text(broken)
        await kamailio.start()
        assert (await kamailio.system.current_target(datetime.now(UTC))) is None
        assert (await kamailio.system.health()).detail == "hotline-health-sip-plan"
        assert (await call(kamailio.port, scenario="unanswered")).lost == 0


def _two_halves(change: datetime) -> Plan:
    before = Interval(change - timedelta(hours=1), change)
    after = Interval(change, change + timedelta(hours=1))
    return Plan(
        1,
        (
            Segment(before, (Target(PERSON, WANG),), "duty"),
            Segment(after, (Target(PERSON, LI),), "duty"),
        ),
    )


async def _read_later(kamailio: Kamailio, than: datetime | None) -> bool:
    read = (await kamailio.system.standing()).read
    return read is not None and (than is None or read > than)


async def _has_version(kamailio: Kamailio, version: int) -> bool:
    return (await kamailio.system.standing()).version == version
