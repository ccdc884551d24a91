"""Five hundred messages under trouble: a department whose phones report to a strict push service, and its workers."""

from __future__ import annotations

import asyncio
import subprocess
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.infra import db, migrations
from backend.notifications.actions import tell
from backend.notifications.ladders import set_rule
from backend.notifications.receipts import understood_there
from backend.notifications.robots import put_up_robot
from backend.phones.subscriptions import subscribe
from tests.faults.conftest import Ground
from tests.support.push_service import PushService
from tests.support.robot_house import RobotHouse
from tests.support.shop import Colleague, Shop, found_department

PEOPLE, MESSAGES = 25, 500
LIVES = timedelta(seconds=180)


@dataclass
class Telling:
    """What was told, and who keeps the workers running, as the supervisor does."""

    ground: Ground
    service: PushService
    group: RobotHouse
    shop: Shop
    people: list[Colleague]
    ids: list[int] = field(default_factory=list)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: int = 0
    pace: float = 0.25

    async def tell_all(self) -> None:
        """Twenty matters for each of the people, in waves of one matter for everybody."""
        for number in range(MESSAGES // PEOPLE):
            now = datetime.now(UTC)
            for colleague in self.people:
                async with db.transaction():
                    self.ids += await tell(
                        "hotline.duty", self.shop.department_id, f"duty:{number}:{colleague.person_id}", now,
                        person_ids=[colleague.person_id], until=now + LIVES, start=f"#{number}:{colleague.person_id};",
                        end="08:30",
                    )  # fmt: skip
            await asyncio.sleep(self.pace)

    def start_worker(self) -> None:
        self.ground.house.start_worker()
        assert self.ground.house.worker is not None
        self.workers.append(self.ground.house.worker)

    def supervise(self) -> None:
        """Who has died is started again."""
        for worker in [each for each in self.workers if each.poll() is not None]:
            self.workers.remove(worker)
            self.start_worker()

    def murder(self, which: int = 0) -> None:
        victim = self.workers.pop(which)
        self.ground.house.kill(victim)
        self.kills += 1
        self.start_worker()

    async def answer(self, stopping: asyncio.Event) -> None:
        """Every third person says "understood" in the notification as soon as it is there."""
        answered = 0
        while not stopping.is_set():
            for pushed in self.service.pushed[answered:]:
                answered += 1
                if int(pushed.payload["id"]) % 3 == 0:
                    await understood_there(pushed.payload["key"], datetime.now(UTC))
            self.supervise()
            await asyncio.sleep(0.1)

    async def settled(self, within: float) -> None:
        """Waits until nothing is on its way any more: all steps taken, nothing planned, nothing on the wire."""
        async with asyncio.timeout(within):
            while await db.fetchval(_UNDER_WAY, self.ids) or await db.fetchval("SELECT count(*) FROM outbox"):
                await asyncio.sleep(0.3)

    async def judged(self) -> dict[str, Any]:
        """Every message reached its answer or the end of its ladder, and nobody was told anything twice."""
        rows = await db.fetch(_STOOD, self.ids)
        assert len(rows) == MESSAGES
        lost = [row["id"] for row in rows if row["state"] != "acknowledged" and row["taken"] < row["steps"]]
        assert lost == []
        rang = Counter(
            pushed.payload["id"] for pushed in self.service.pushed if not pushed.payload.get("again")
        )
        assert max(rang.values()) == 1, "no phone rings twice for one matter"
        everything = Counter(pushed.payload["id"] for pushed in self.service.pushed)
        names = {
            (pushed.payload["id"], pushed.topic, pushed.payload["tag"]) for pushed in self.service.pushed
        }
        assert names == {(each, f"m{each}", f"m{each}") for each in everything}, (
            "a second one replaces the first"
        )
        assert set(everything) == {row["id"] for row in rows}
        said = Counter(text.split("#")[1].split(";")[0] for text in self.group.said["wecom"])
        assert not said or max(said.values()) == 1, "the group hears of no matter twice"
        return {"replaced": everything.total() - len(everything), "group": len(said), "kills": self.kills}


@asynccontextmanager
async def a_telling_house(ground: Ground, service: PushService, group: RobotHouse) -> AsyncIterator[Telling]:
    before = db.engine().config["dsn"], db.engine().pool
    db.engine().pool = None
    db.point_at(ground.database.url)
    await migrations.migrate()
    await db.open_pool(5)
    group.limited = False
    telling = Telling(ground, service, group, await found_department("mall-service"), [])
    try:
        await _furnish(telling)
        yield telling
    finally:
        for worker in telling.workers:
            worker.kill()
            worker.wait()
        await db.close_pool()
        db.point_at(before[0])
        db.engine().pool = before[1]


async def _furnish(telling: Telling) -> None:
    now, shop = datetime.now(UTC), telling.shop
    robot = telling.group.robot("wecom")
    await put_up_robot(shop.program, "客服群", "wecom", "floor", robot.url, robot.secret, now)
    await set_rule(shop.program, "hotline.duty", [("live", 0), ("push", 0), ("robot", 3)], [], now)
    for number in range(PEOPLE):
        colleague = await shop.hire(f"同事{number}")
        await subscribe(await colleague.viewer(), telling.service.phone().subscription, datetime.now(UTC))
        telling.people.append(colleague)


async def through(
    telling: Telling, trouble: Callable[[Telling], Awaitable[Any]], within: float
) -> dict[str, Any]:
    """Tells everybody everything while the trouble happens; then all of it must come to its end."""
    stopping = asyncio.Event()
    answering = asyncio.create_task(telling.answer(stopping))
    try:
        await asyncio.gather(telling.tell_all(), trouble(telling))
        await telling.settled(within)
    finally:
        stopping.set()
        await answering
    return await telling.judged()


_UNDER_WAY = """
SELECT (SELECT count(*) FROM message WHERE id = ANY($1::bigint[]) AND state = 'open'
        AND taken < jsonb_array_length(ladder))
    + (SELECT count(*) FROM delivery WHERE message_id = ANY($1::bigint[]) AND state IN ('planned', 'sending'))
"""
_STOOD = """
SELECT id, state, taken, jsonb_array_length(ladder) AS steps FROM message WHERE id = ANY($1::bigint[])
"""
