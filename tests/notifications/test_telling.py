"""One message per matter and person; the acknowledgement of one; a matter that is over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from backend.infra import db, outbox
from backend.infra.refusal import Refusal
from backend.notifications.actions import acknowledge, tell, withdraw
from tests.support.shop import Shop

NOW = datetime(2026, 11, 2, 6, tzinfo=UTC)
Drain = Callable[[], Awaitable[int]]


async def _states(shop: Shop, subject: str) -> dict[int, str]:
    rows = await db.fetch(
        "SELECT person_id, state FROM message WHERE department_id = $1 AND subject = $2",
        shop.department_id,
        subject,
    )
    return {row["person_id"]: row["state"] for row in rows}


async def test_one_matter_is_told_once(shop: Shop) -> None:
    """Lin Xiao is to take the night; the controller says so again at every sweep, four times at once."""
    lin = await shop.hire("林晓")

    async def say() -> tuple[int, ...]:
        async with db.transaction():
            return await tell(
                "hotline.duty", shop.department_id, "duty:1", NOW, person_ids=[lin.person_id], start="21:00"
            )

    said = await asyncio.gather(*(say() for _ in range(4)))
    assert sorted(map(len, said)) == [0, 0, 0, 1]
    assert await say() == ()
    facts = await db.fetch(
        "SELECT what FROM message_event WHERE message_id = $1", next(ids[0] for ids in said if ids)
    )
    assert [row["what"] for row in facts] == ["told"]


async def test_nobody_is_told_of_what_did_not_happen(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    with pytest.raises(ZeroDivisionError):
        async with db.transaction():
            await tell("hotline.taken", shop.department_id, "duty:2", NOW, person_ids=[lin.person_id])
            raise ZeroDivisionError
    assert await _states(shop, "duty:2") == {}


async def test_the_audience_comes_from_the_one_duty_truth(shop: Shop) -> None:
    """Two leads, one of them on shift: the one at home is left alone. Nobody on shift: both are told."""
    here, home = await shop.hire("何主管", role="lead"), await shop.hire("郑主管", role="lead")
    await shop.hire("林晓")
    boss = await shop.manager()
    await shop.shift(here, "2026-11-02", ("08:30", "21:00"))
    day, night = shop.clock("2026-11-02", "14:00"), shop.clock("2026-11-02", "23:00")
    await tell("attendance.waiting", shop.department_id, "punch:1", day, name="林晓")
    await tell("attendance.waiting", shop.department_id, "punch:2", night, name="林晓")
    await tell("hotline.hole", shop.department_id, "hole:1", day, start="21:00", end="08:30")
    assert set(await _states(shop, "punch:1")) == {here.person_id}
    assert set(await _states(shop, "punch:2")) == {here.person_id, home.person_id, boss.person_id}
    assert set(await _states(shop, "hole:1")) == {boss.person_id}


async def test_who_has_left_or_works_elsewhere_is_not_told(
    shop: Shop, a_department: Callable[..., Awaitable[Shop]]
) -> None:
    other = await (await a_department()).hire("隔壁的人")
    gone = await shop.hire("走了的人")
    await db.execute("UPDATE person SET left_at = $2 WHERE id = $1", gone.person_id, NOW)
    ids = await tell(
        "rota.published", shop.department_id, "rota:2026-11:1", NOW, person_ids=[other.person_id, gone.person_id],
        month="2026-11", days=3,
    )  # fmt: skip
    assert ids == ()


async def test_an_acknowledgement_is_recorded_once_and_told_once(shop: Shop, drain: Drain) -> None:
    lin, boss = await shop.hire("林晓"), await shop.manager()
    (message_id,) = await tell(
        "hotline.duty", shop.department_id, "duty:3", NOW, person_ids=[lin.person_id], start="21:00"
    )
    heard: list[dict[str, object]] = []

    async def hear(department_id: int, **said: object) -> None:
        if said["message_id"] == message_id:
            heard.append({"department_id": department_id, **said})

    outbox.effect("message.acknowledged")(hear)
    viewer = await lin.viewer()
    await asyncio.gather(*(acknowledge(viewer, message_id, NOW + timedelta(minutes=1)) for _ in range(3)))
    with pytest.raises(Refusal) as refused:
        await acknowledge(await boss.viewer(), message_id, NOW)
    assert refused.value.status == 404
    await drain()
    outbox._effects["message.acknowledged"].remove(hear)
    assert heard == [
        {
            "department_id": shop.department_id, "message_id": message_id, "kind": "hotline.duty",
            "subject": "duty:3", "person_id": lin.person_id, "at": (NOW + timedelta(minutes=1)).isoformat(),
        }
    ]  # fmt: skip
    assert await _states(shop, "duty:3") == {lin.person_id: "acknowledged"}


async def test_one_manager_who_takes_it_takes_it_for_all(shop: Shop) -> None:
    first, second = await shop.manager("周总"), await shop.manager("吴总")
    ids = await tell("hotline.hole", shop.department_id, "hole:2", NOW, start="21:00", end="08:30")
    assert len(ids) == 2
    mine = await db.fetchval(
        "SELECT id FROM message WHERE person_id = $1 AND subject = 'hole:2'", first.person_id
    )
    await acknowledge(await first.viewer(), mine, NOW)
    assert await _states(shop, "hole:2") == {first.person_id: "acknowledged", second.person_id: "settled"}


async def test_what_is_over_is_over(shop: Shop) -> None:
    lin, zhou = await shop.hire("林晓"), await shop.hire("周敏")
    people = [lin.person_id, zhou.person_id]
    ids = await tell("hotline.duty", shop.department_id, "duty:4", NOW, person_ids=people, start="21:00")
    await acknowledge(await lin.viewer(), min(ids), NOW)
    await withdraw("hotline.duty", shop.department_id, "duty:4", NOW)
    assert await _states(shop, "duty:4") == {lin.person_id: "acknowledged", zhou.person_id: "withdrawn"}
    with pytest.raises(Refusal) as refused:
        await acknowledge(await zhou.viewer(), max(ids), NOW)
    assert (refused.value.code, refused.value.status) == ("messages-over", 409)
    assert await tell("hotline.duty", shop.department_id, "duty:5", NOW, person_ids=people, until=NOW) == ()


async def test_four_managers_answer_at_the_same_moment(shop: Shop) -> None:
    """One has taken it; nobody waits for the other, and nobody gets an error."""
    managers = [await shop.manager(name) for name in ("周总", "吴总", "郑总", "王总")]
    for number in range(8):
        await tell("hotline.hole", shop.department_id, f"hole:{number}", NOW)
        ids = await db.fetch(
            "SELECT id, person_id FROM message WHERE department_id = $1 AND subject = $2 ORDER BY id",
            shop.department_id,
            f"hole:{number}",
        )
        by_person = {row["person_id"]: row["id"] for row in ids}
        viewers = [(await each.viewer(), by_person[each.person_id]) for each in managers]
        await asyncio.gather(*(acknowledge(viewer, message_id, NOW) for viewer, message_id in viewers))
        states = sorted((await _states(shop, f"hole:{number}")).values())
        assert states == ["acknowledged", "settled", "settled", "settled"]


async def test_nobody_on_shift_is_no_reason_that_nobody_hears_of_it(shop: Shop) -> None:
    """A call is missed at night: nobody works, the lead hears of it at once."""
    await shop.hire("林晓")
    lead = await shop.hire("何主管", role="lead")
    await shop.manager()
    night = shop.clock("2026-11-02", "23:30")
    await tell(
        "hotline.missed-call", shop.department_id, "call:1", night, called=night.isoformat(), caller="-"
    )
    assert lead.person_id in await _states(shop, "call:1")
