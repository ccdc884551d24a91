"""R-HOT-2: nights that nobody has are announced a day ahead, once, until they are mended."""

from __future__ import annotations

from backend.hotline.controller import control
from backend.hotline.holes import announce
from backend.hotline.overrides import assign, end_override
from backend.infra import db
from tests.support.hotline import Exchange, a_line, verify
from tests.support.shop import Shop

DAY, NEXT = "2026-11-02", "2026-11-03"


async def test_a_hole_is_announced_a_day_ahead_and_withdrawn_when_it_is_mended(
    shop: Shop, monkeypatch
) -> None:
    lin, boss = await shop.hire("林晓", post="customer-service"), await shop.manager()
    await verify(lin)
    await shop.shift(lin, DAY, ("08:30", "21:00"))
    line = await a_line(shop, Exchange(), monkeypatch, shop.clock(DAY, "08:00"))

    async def look(day: str, wall: str) -> list[tuple[str, str]]:
        await control(line.id, shop.clock(day, wall))
        await announce(line, shop.clock(day, wall))
        rows = await db.fetch(
            "SELECT args ->> 'start' AS start, state FROM message WHERE person_id = $1 AND kind = 'hotline.hole' "
            "ORDER BY id",
            boss.person_id,
        )
        return [(row["start"], row["state"]) for row in rows]

    tuesday = shop.clock(NEXT, "21:00").isoformat()
    assert await look(DAY, "20:59") == []
    assert await look(DAY, "21:00:01") == [(tuesday, "open")]
    assert await look(DAY, "23:00") == [(tuesday, "open")], "once"
    at, span = shop.clock(DAY, "23:10"), (shop.clock(NEXT, "20:00"), shop.clock("2026-11-04", "09:00"))
    override_id = await assign(shop.program, lin.person_id, *span, at)
    assert await look(DAY, "23:11") == [(tuesday, "withdrawn")]
    await end_override(shop.program, override_id, shop.clock(NEXT, "10:00"))
    assert await look(NEXT, "10:00") == [(tuesday, "withdrawn"), (tuesday, "open")], "open again: told again"
    await shop.shift(lin, NEXT, ("12:00", "21:00"))
    assert [state for _, state in await look(NEXT, "10:05")] == ["withdrawn", "withdrawn"]


async def test_who_loses_the_verified_number_leaves_a_hole(shop: Shop, monkeypatch) -> None:
    lin, boss = await shop.hire("林晓", post="customer-service"), await shop.manager()
    await verify(lin)
    await shop.shift(lin, DAY, ("08:30", "21:00"))
    line = await a_line(shop, Exchange(), monkeypatch, shop.clock(DAY, "08:00"))
    await control(line.id, shop.clock(DAY, "09:00"))
    assert await announce(line, shop.clock(DAY, "09:00")) == 0
    await db.execute("UPDATE person SET mobile = '13700000000' WHERE id = $1", lin.person_id)
    await control(line.id, shop.clock(DAY, "09:01"))
    assert await announce(line, shop.clock(DAY, "09:01")) == 1
    told = await db.fetchval(
        "SELECT count(*) FROM message WHERE person_id = $1 AND kind = 'hotline.hole'", boss.person_id
    )
    assert told == 1
