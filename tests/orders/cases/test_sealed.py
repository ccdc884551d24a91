"""What was registered about a case, its steps and its end are sealed with the orders, also where there is no order."""

from __future__ import annotations

from datetime import datetime, timedelta

import asyncpg
import pytest

from backend.infra import db
from backend.orders.cases.owning import add_word
from backend.orders.cases.stepping import Said, take_step
from backend.orders.chain import CASE_BEGINS, CASE_CHANGES
from tests.orders.cases.counter import Counter
from tests.orders.sealed import broken, seals, the_owner

LATER = timedelta(hours=1)


async def a_complaint_that_is_over(counter: Counter) -> int:
    """By somebody without an order; settled, a word said afterwards."""
    case_id = await counter.case(
        "complaint", order_id=None, contact="王女士 13900001111", what="客服态度不好"
    )
    by = await counter.he.viewer()
    await take_step(by, case_id, "settle", counter.now + LATER, Said("已道歉", outcome="solved"))
    await add_word(by, case_id, "又打来说谢谢", counter.now + 2 * LATER)
    return case_id


async def test_every_column_of_a_case_is_hashed(database: str) -> None:
    rows = await db.fetch(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'order_case' AND table_schema = 'public'"
    )
    assert {row["column_name"] for row in rows} == {*CASE_BEGINS, *CASE_CHANGES}


async def test_what_nobody_touched_is_whole(counter: Counter) -> None:
    await a_complaint_that_is_over(counter)
    open_one = await counter.case("return")
    await seals(counter.shop, counter.now + 3 * LATER)
    await take_step(await counter.zhou.viewer(), open_one, "arrive", counter.now + 4 * LATER)
    await seals(counter.shop, counter.now + 5 * LATER)
    assert await broken(counter.shop) is None


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE order_case_event SET details = '{}' WHERE case_id = $1 AND kind = 'settle'",
        "UPDATE order_case_event SET at = at - interval '1 day' WHERE case_id = $1 AND kind = 'noted'",
        "UPDATE order_case SET what = '都很好' WHERE id = $1",
        "UPDATE order_case SET kind = 'follow-up' WHERE id = $1",
        "UPDATE order_case SET outcome = 'not-justified' WHERE id = $1",
        "UPDATE order_case SET closed_at = closed_at - interval '30 minutes' WHERE id = $1",
        "UPDATE order_case SET due_at = due_at + interval '9 days' WHERE id = $1",
    ],
)
async def test_an_altered_case_without_an_order_is_named(counter: Counter, deed: str) -> None:
    case_id = await a_complaint_that_is_over(counter)
    await seals(counter.shop, counter.now)
    async with the_owner():
        assert not (await db.execute(deed, case_id)).endswith(" 0")
    found = await broken(counter.shop)
    assert found is not None
    assert (found.what, found.table, found.number) == (
        "orders-broken-altered",
        "order_case_event",
        str(case_id),
    )


async def test_a_step_taken_out_or_slipped_in_is_named(counter: Counter) -> None:
    case_id = await a_complaint_that_is_over(counter)
    await seals(counter.shop, counter.now)
    async with the_owner():
        await db.execute(
            "INSERT INTO order_case_event (department_id, case_id, kind, at, tx) "
            "SELECT department_id, case_id, 'looked', at, tx FROM order_case_event WHERE case_id = $1 LIMIT 1",
            case_id,
        )
    found = await broken(counter.shop)
    assert found is not None and (found.what, found.number) == ("orders-broken-stray", str(case_id))
    async with the_owner():
        await db.execute("DELETE FROM order_case_event WHERE case_id = $1 AND kind = 'noted'", case_id)
    found = await broken(counter.shop)
    assert found is not None and (found.what, found.table) == ("orders-broken-removed", "order_case_event")


async def test_more_goods_or_fewer_are_an_altered_case(counter: Counter) -> None:
    case_id = await counter.case("return")
    await seals(counter.shop, counter.now)
    async with the_owner():
        await db.execute("UPDATE order_case_item SET quantity = 2 WHERE case_id = $1", case_id)
    found = await broken(counter.shop)
    assert found is not None and found.number == str(case_id)


@pytest.mark.parametrize(
    ("closed", "change"),
    [
        (False, "what = '都很好'"),
        (False, "kind = 'review'"),
        (False, "contact = '别人'"),
        (False, "registered_by = owner_id + 0, registered_at = registered_at - interval '1 day'"),
        (True, "outcome = 'unreachable'"),
        (True, "state = 'registered', closed_at = NULL, closed_by = NULL"),
        (True, "due_at = due_at + interval '1 day'"),
    ],
)
async def test_the_database_refuses_what_must_not_change(
    counter: Counter, now: datetime, closed: bool, change: str
) -> None:
    """What was registered, at any time; all of it once it is over. For the program's own user, and a replica's."""
    case_id = (
        await a_complaint_that_is_over(counter)
        if closed
        else await counter.case("complaint", order_id=None, contact="王女士")
    )
    for role in ("origin", "replica"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="stays as it is"):
            async with db.transaction():
                await db.execute(f"SET LOCAL session_replication_role = {role}")
                await db.execute(f"UPDATE order_case SET {change} WHERE id = $1", case_id)
