"""The sender: what is due is claimed, goes out, and what came of it is kept, in every worker at once.

Any number of workers may run it, and any of them may die at any moment: see the guarantees of `walking` and
`recording`. A `message.told` wakes the sender of the process that carries the event out; a sweep every two seconds
finds everything else.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import UTC, datetime

import asyncpg
import structlog

from backend.infra.catalogue import LANGUAGES, catalogue
from backend.infra.outbox import effect
from backend.infra.push.outcome import Outcome
from backend.notifications import channels
from backend.notifications.recording import record, take_up
from backend.notifications.walking import BATCH, walk, walk_one_by_one
from backend.notifications.wires import Wire

SWEEP_SECONDS = 2.0
GATHER_SECONDS = 0.02
"""What comes back within this time is kept together: one statement instead of many."""

log = structlog.get_logger("sender")


@effect("message.told")
async def wake(department_id: int, message_ids: list[int]) -> None:
    """The sender of this process looks at once; where there is none, a worker's sweep finds it."""
    _awake.set()


async def send_for_ever(
    stopping: asyncio.Event, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> None:
    """Sends what is due until `stopping` is set; a database that is away is tried again."""
    for lang in LANGUAGES:  # read now: the first who is told does not wait for it
        catalogue(lang)
    while not stopping.is_set():
        _awake.clear()
        try:
            while await send_due(clock) and not stopping.is_set():
                pass
        except Exception as error:
            log.warning("sender_interrupted", error=repr(error))
        await _wait(stopping)


async def send_due(clock: Callable[[], datetime]) -> int:
    """One look at what is due now; returns how much there was to do."""
    wires, seen = await _walked(clock())
    again = await take_up(clock())
    await send([*wires, *again], clock)
    return (seen if seen == BATCH or wires else 0) + len(again)


async def send(wires: list[Wire], clock: Callable[[], datetime]) -> None:
    """Sends all of them side by side; each outcome is kept within a moment of its coming."""
    ready = await channels.prepared(wires, clock())
    under_way = {asyncio.create_task(_sent(wire, ready, clock)) for wire in wires}
    while under_way:
        done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
        if under_way:
            await asyncio.sleep(GATHER_SECONDS)
            done |= {task for task in under_way if task.done()}
            under_way -= done
        results = [task.result() for task in done]
        await record(results, clock())
        await channels.settled(results, clock())


async def _walked(at: datetime) -> tuple[list[Wire], int]:
    """A database that is away is for the next sweep; anything else is some message's own trouble."""
    try:
        return await walk(at)
    except (OSError, asyncpg.InterfaceError, asyncpg.PostgresConnectionError):
        raise
    except Exception as error:
        log.error("look_failed", error=repr(error))
        return await walk_one_by_one(at)


async def _sent(wire: Wire, ready: channels.Ready, clock: Callable[[], datetime]) -> tuple[Wire, Outcome]:
    """A mistake of ours with one delivery is kept with it and holds up no other."""
    try:
        return wire, await channels.send(wire, ready, clock())
    except Exception as error:
        log.error("delivery_failed", delivery=wire.delivery_id, channel=wire.channel, exc_info=error)
        return wire, Outcome("failed", reason=type(error).__name__)


_awake = asyncio.Event()


async def _wait(stopping: asyncio.Event) -> None:
    ends = [asyncio.create_task(event.wait()) for event in (stopping, _awake)]
    with contextlib.suppress(TimeoutError):
        await asyncio.wait(ends, timeout=SWEEP_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    for task in ends:
        task.cancel()
