"""What is accepted stays, once; what was away comes back by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.faults.conftest import Ground
from tests.faults.phones import Phone, a_staffed_house, punches_by_key

PEOPLE = 6


async def _through(ground: Ground, trouble: Callable[[], Awaitable[Any]]) -> list[Phone]:
    """Everybody taps without end; the trouble happens in the middle; every accepted tap is then in the books once."""
    async with a_staffed_house(ground, PEOPLE) as (shop, phones):
        stopping, heard = asyncio.Event(), asyncio.Queue[dict[str, Any]]()
        tapping = [asyncio.create_task(phone.tap_until(stopping)) for phone in phones]
        await asyncio.sleep(1)
        listening = asyncio.create_task(phones[0].listen(f"floor:{shop.department_id}", heard, stopping))
        await asyncio.sleep(1)
        await trouble()
        await asyncio.sleep(2)
        stopping.set()
        await asyncio.wait_for(asyncio.gather(*tapping), 40)
        await _still_hears(phones[1], heard)
        listening.cancel()
        accepted = {key for phone in phones for key in phone.accepted}
        assert len(accepted) > PEOPLE * 5
        assert await punches_by_key(phones, ground.database.url) == dict.fromkeys(accepted, 1)
        return phones


async def _still_hears(phone: Phone, heard: asyncio.Queue[dict[str, Any]]) -> None:
    """One more tap reaches the colleague's phone, on whatever socket it has by now."""
    async with asyncio.timeout(90):
        while True:
            while not heard.empty():
                heard.get_nowait()
            await phone.tap("out")
            try:
                async with asyncio.timeout(5):
                    while "html" not in await heard.get():
                        pass
                return
            except TimeoutError:
                await phone.tap("in")


async def test_the_database_restarts(ground: Ground) -> None:
    phones = await _through(ground, ground.restart_database)
    assert sum(phone.hiccups for phone in phones) > 0


async def test_redis_restarts(ground: Ground) -> None:
    await _through(ground, ground.restart_redis)


async def test_the_worker_is_killed(ground: Ground) -> None:
    async def murder() -> None:
        ground.house.kill(ground.house.worker)
        await asyncio.sleep(1.5)
        ground.house.start_worker()

    await _through(ground, murder)


async def test_the_web_process_is_killed(ground: Ground) -> None:
    async def murder() -> None:
        ground.house.kill(ground.house.web)
        ground.house.start_web()
        await ground.house.answers()

    await _through(ground, murder)


async def test_the_worker_stays_away(ground: Ground) -> None:
    """Web processes carry the live updates then, a few seconds later."""

    async def murder() -> None:
        ground.house.kill(ground.house.worker)

    await _through(ground, murder)
