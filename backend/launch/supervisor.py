"""Keeps the parts alive: what dies is started again, sooner if it had lived well, later if it keeps falling."""

from __future__ import annotations

import asyncio
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from backend.infra.embedded import LaunchError
from backend.infra.embedded.process import last_words
from backend.launch.lock import DataFolderLock
from backend.launch.logs import rotate
from backend.launch.parts import Part
from backend.speech import say, tell

LOOK_SECONDS = 0.2
WAITS = (0.2, 0.5, 1, 2, 5, 10, 30)
LIVED_WELL_SECONDS = 60
FALLS_AT_START = 4
HOUSEKEEPING_SECONDS = 60
LITTLE_SPACE_MB = 200


@dataclass
class _Watched:
    part: Part
    started: float
    falls: int = 0
    again_at: float | None = None


class Supervisor:
    """Parts are started in the order in which they are added and stopped in the reverse one."""

    def __init__(self, data_dir: Path, lock: DataFolderLock):
        self._data_dir, self._lock = data_dir, lock
        self._watched: list[_Watched] = []
        self.settled = False
        self._hurried = False

    async def add(self, part: Part) -> None:
        """Starts a part and looks after it from now on. Raises what its start raises."""
        await part.start()
        self._watched.append(_Watched(part, time.monotonic()))
        self._lock.note_child(part.name, part.pid)

    async def watch(self) -> None:
        """Never returns. Before `settled`, a part that keeps falling ends the start with a `LaunchError`."""
        next_round = time.monotonic()
        while True:
            for watched in self._watched:
                await self._look_at(watched)
            if time.monotonic() >= next_round:
                next_round = time.monotonic() + HOUSEKEEPING_SECONDS
                self._keep_house()
            await asyncio.sleep(LOOK_SECONDS)

    async def stop(self) -> None:
        """Ends the parts in reverse order; each has its own patience, none is left behind."""
        for watched in reversed(self._watched):
            if self._hurried:
                watched.part.hurry()
            await watched.part.stop()
            self._lock.note_child(watched.part.name, None)

    def hurry(self) -> None:
        """The person is impatient: our own processes are killed, the databases still stop in order."""
        self._hurried = True
        for watched in self._watched:
            watched.part.hurry()

    async def _look_at(self, watched: _Watched) -> None:
        now, part = time.monotonic(), watched.part
        if watched.again_at is None:
            if not part.alive():
                self._fell(watched, now)
        elif now >= watched.again_at:
            await self._start_again(watched)

    def _fell(self, watched: _Watched, now: float) -> None:
        part = watched.part
        watched.falls = 1 if now - watched.started > LIVED_WELL_SECONDS else watched.falls + 1
        words = last_words(part.log, lines=1).strip()
        if not self.settled and watched.falls >= FALLS_AT_START:
            raise LaunchError("launch-part-failed", name=part.name, reason=words or "?", log=part.log)
        wait = WAITS[min(watched.falls - 1, len(WAITS) - 1)]
        watched.again_at = now + wait
        tell("launch-part-fell", name=part.name, reason=words[:300] or "?", seconds=str(wait))

    async def _start_again(self, watched: _Watched) -> None:
        watched.again_at, watched.started = None, time.monotonic()
        try:
            await watched.part.start()
        except (LaunchError, OSError) as error:
            watched.falls += 1
            wait = WAITS[min(watched.falls, len(WAITS) - 1)]
            watched.again_at = time.monotonic() + wait
            reason = say(error.message_id, **error.args_) if isinstance(error, LaunchError) else str(error)
            tell("launch-part-fell", name=watched.part.name, reason=reason, seconds=str(wait))
            return
        self._lock.note_child(watched.part.name, watched.part.pid)
        tell("launch-part-again", name=watched.part.name)

    def _keep_house(self) -> None:
        rotate(self._data_dir / "logs")
        free = shutil.disk_usage(self._data_dir).free // 1_000_000
        if self.settled and free < LITTLE_SPACE_MB:
            tell("launch-little-space", folder=str(self._data_dir), free=str(free))
