"""An event is carried out if and only if its change happened, at least once, and a failure delays nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from backend.infra import db, outbox
from tests.support.shop import Shop

Drain = Callable[[], Awaitable[int]]


@pytest.fixture
async def parcels(drain: Drain) -> AsyncIterator[list[Any]]:
    """What became of the event `test.parcel`; a parcel called 坏 fails."""
    seen: list[Any] = []

    async def carry(department_id: int, name: str) -> None:
        if name == "坏":
            raise ValueError("the parcel is broken")
        seen.append(name)

    await drain()
    outbox.effect("test.parcel")(carry)
    yield seen
    outbox._effects["test.parcel"].remove(carry)
    await db.execute("DELETE FROM outbox WHERE event = 'test.parcel'")


async def test_an_event_of_an_undone_change_never_leaves(
    shop: Shop, parcels: list[Any], drain: Drain
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with db.transaction():
            await outbox.record("test.parcel", shop.department_id, name="one")
            raise ZeroDivisionError
    await drain()
    assert parcels == []


async def test_a_failing_event_waits_and_lets_the_others_pass(
    shop: Shop, parcels: list[Any], drain: Drain
) -> None:
    for name in ("坏", "two", "three"):
        await outbox.record("test.parcel", shop.department_id, name=name)
    await drain()
    assert parcels == ["two", "three"]
    kept = await db.fetchrow(
        "SELECT attempts, last_error, not_before > now() AS later FROM outbox WHERE event = 'test.parcel'"
    )
    assert kept is not None
    assert (kept["attempts"], kept["later"]) == (1, True)
    assert "broken" in kept["last_error"]


async def test_two_relays_never_carry_out_the_same_event_together(
    shop: Shop, parcels: list[Any], drain: Drain
) -> None:
    for number in range(300):
        await outbox.record("test.parcel", shop.department_id, name=str(number))
    await asyncio.gather(*(outbox.drain() for _ in range(4)))
    await drain()
    assert sorted(parcels, key=int) == [str(number) for number in range(300)]


async def test_a_patient_relay_leaves_fresh_events_to_the_worker(shop: Shop, parcels: list[Any]) -> None:
    await outbox.record("test.parcel", shop.department_id, name="fresh")
    assert await outbox.drain(patience=60) == 0
    assert await outbox.drain() >= 1
    assert parcels == ["fresh"]


async def test_the_relay_hears_of_an_event_at_once(shop: Shop, parcels: list[Any]) -> None:
    """Within far less than a sweep, from another transaction of the same process."""
    stopping = asyncio.Event()
    relay = asyncio.create_task(outbox.relay(stopping))
    await asyncio.sleep(1.3)
    async with db.transaction():
        await outbox.record("test.parcel", shop.department_id, name="now")
    for _ in range(50):
        await asyncio.sleep(0.01)
        if parcels:
            break
    stopping.set()
    await asyncio.wait_for(relay, 5)
    assert parcels == ["now"]


async def test_what_waits_together_is_shown_once(shop: Shop, drain: Drain) -> None:
    """And a failure of the common effect loses none of the events."""
    shown: list[list[int]] = []
    broken = [True]

    async def show(department_id: int, payloads: list[dict[str, Any]]) -> None:
        if broken.pop() if broken else False:
            raise ValueError("the screen is dark")
        shown.append(sorted(payload["number"] for payload in payloads))

    await drain()
    outbox.effect_together("test.row")(show)
    for number in range(5):
        await outbox.record("test.row", shop.department_id, number=number)
    await drain()
    assert shown == []
    await db.execute("UPDATE outbox SET not_before = now() WHERE event = 'test.row'")
    await drain()
    assert shown == [[0, 1, 2, 3, 4]]
    del outbox._together["test.row"]


async def test_in_a_rush_what_is_shown_together_leaves_in_one_batch(shop: Shop, drain: Drain) -> None:
    """A thousand taps of one minute share a few messages; what belongs to one event alone keeps its small batches."""
    shown: list[int] = []

    async def show(department_id: int, payloads: list[dict[str, Any]]) -> None:
        shown.append(len(payloads))

    await drain()
    outbox.effect_together("test.row")(show)
    await db.execute(
        "INSERT INTO outbox (department_id, event, payload) "
        "SELECT $1, kind, '{}' FROM generate_series(1, 1000) AS turn, unnest(ARRAY['test.row', 'test.quiet']) AS kind "
        "ORDER BY turn",
        shop.department_id,
    )
    taken = await outbox.drain()
    assert shown == [1000]
    assert taken == 1000 + outbox.BATCH // 2
    await drain()
    assert shown == [1000]
    del outbox._together["test.row"]
