"""What Kamailio reads: one short text for a line, and nothing else of the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from backend.rules.clock import Interval
from backend.rules.hotline import PERSON, Plan, Segment, Target
from tests.sip.conftest import text_of
from tests.support.sip_database import SipDatabase
from tests.telephony.contract import LI, OFFICE_NUMBER, WANG, ZHAO, plan_of

HOUR = timedelta(hours=1)


async def test_a_plan_is_written_as_seconds_and_numbers(source: SipDatabase, line: int) -> None:
    plan = plan_of(4, datetime.now(UTC), OFFICE_NUMBER, WANG, LI, chain=(ZHAO, "13800000009"))
    await source.hand_over(line, plan)
    assert await source.seen_by_kamailio(line) == text_of(plan)


async def test_it_reaches_thirty_changes_ahead_and_leaves_out_what_is_over(
    source: SipDatabase, line: int
) -> None:
    now = datetime.now(UTC)
    plan = plan_of(5, now - 10 * HOUR, *[OFFICE_NUMBER, WANG] * 40)
    await source.hand_over(line, plan)
    version, *segments = (await source.seen_by_kamailio(line)).split(";")
    starts = [int(segment.split(">")[0]) for segment in segments]
    assert version == "5" and 31 <= len(starts) <= 32
    assert starts[0] <= now.timestamp() < starts[1]
    assert starts == sorted(starts)


async def test_after_the_end_of_a_plan_its_last_segment_stays(source: SipDatabase, line: int) -> None:
    """R-HOT-5."""
    await source.hand_over(line, plan_of(1, datetime.now(UTC) - 50 * HOUR, WANG, LI))
    seen = await source.seen_by_kamailio(line)
    assert seen.count(">") == 1 and f"p{LI}" in seen


async def test_only_the_newest_plan_is_seen(source: SipDatabase, line: int) -> None:
    now = datetime.now(UTC)
    for plan in (plan_of(1, now, WANG), plan_of(2, now, LI)):
        await source.hand_over(line, plan)
    assert await source.seen_by_kamailio(line) == text_of(plan)


async def test_a_line_on_another_system_is_not_seen(source: SipDatabase, line: int) -> None:
    await source.hand_over(line, plan_of(1, datetime.now(UTC), WANG))
    await source.ask("UPDATE hotline_line SET adapter = 'rest' WHERE id = $1 RETURNING id", line)
    assert await source.seen_by_kamailio(line) is None


async def test_nothing_but_digits_gets_into_a_number(source: SipDatabase, line: int) -> None:
    """It is put into an address and into a file; what cannot be dialled is left out."""
    now = datetime.now(UTC).replace(microsecond=0)
    odd = ('13800-0000;1>p"', "+86 138 0000\r\n", "nobody", "13800000002@evil")
    targets = tuple(Target(PERSON, number, n) for n, number in enumerate(odd))
    await source.hand_over(line, Plan(1, (Segment(Interval(now, now + HOUR), targets, "duty"),)))
    assert (await source.seen_by_kamailio(line)).split(">")[1] == "p1380000001,p+861380000,p13800000002"


@pytest.mark.parametrize("table", ["hotline_plan", "hotline_line", "person", "hotline_switch", "department"])
async def test_kamailios_account_reads_the_view_and_nothing_else(source: SipDatabase, table: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await source.ask(f"SELECT count(*) FROM {table}", by=source.kamailios_url)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await source.ask("CREATE TABLE of_its_own (id int)", by=source.kamailios_url)
