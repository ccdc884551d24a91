"""What the handover hears from other domains."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.duties.queries import handover_log
from backend.hotline.calls.callbacks import masked
from backend.hotline.controller import control
from backend.infra import db
from backend.notifications.actions import acknowledge, tell
from tests.duties.shifts import a_changeover
from tests.support import hotline_calls as calls
from tests.support.hotline import Exchange, a_line, verify
from tests.support.shop import Shop


async def test_the_next_shift_learns_who_has_the_hotline_and_which_night_has_nobody(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = await a_changeover(shop)
    line = await a_line(shop, Exchange(), monkeypatch, change.at("08:00"))
    await control(line.id, change.at("08:00"))
    await change.sweep("15:30")
    log = await change.opened()
    assert [(item.sentence, item.to_do) for item in log.of("hotline")] == [
        ("handover-open-hotline-office", False),
        ("handover-open-hole", True),
    ]
    assert [item.sentence for item in log.open_items] == ["handover-open-hole"], (
        "what is to be known is no work"
    )
    await db.execute(
        "UPDATE person SET post_id = (SELECT id FROM post WHERE department_id = $1 AND code = 'customer-service') "
        "WHERE id = $2",
        shop.department_id, change.zhou.person_id,
    )  # fmt: skip
    await verify(change.zhou)
    await control(line.id, change.at("15:40"))
    await change.sweep("15:40")
    assert [item.sentence for item in (await change.opened()).open_items] == []


async def test_what_nobody_has_acknowledged_is_handed_on_once_for_each_matter(shop: Shop) -> None:
    change = await a_changeover(shop)
    async with db.transaction():
        await tell(
            "hotline.drift", shop.department_id, "line:1", change.at("15:00"),
            person_ids=[change.luo.person_id, change.zhou.person_id], wanted="林晓", found="13800000000",
        )  # fmt: skip
        await tell(
            "rota.published", shop.department_id, "month:1", change.at("15:00"), person_ids=[change.lin.person_id],
            month="2026-11", days=3,
        )  # fmt: skip
    await change.sweep("15:30")
    log = await change.opened()
    assert [(item.source, item.args["found"]) for item in log.open_items] == [("messages", "13800000000")]
    message_id = await db.fetchval(
        "SELECT id FROM message WHERE department_id = $1 AND person_id = $2 AND kind = 'hotline.drift'",
        shop.department_id, change.luo.person_id,
    )  # fmt: skip
    await acknowledge(await change.luo.viewer(), message_id, change.at("15:35"))
    await change.sweep("15:36")
    log = await handover_log(shop.department_id, log.id)
    assert [(item.source, item.done_at) for item in log.items] == [("messages", change.at("15:36"))]
    assert log.closes_at - log.ends_at == timedelta(minutes=30)


async def test_whoever_was_missed_is_still_called_back_by_the_next_shift(shop: Shop) -> None:
    change = await a_changeover(shop)
    line_id = await calls.a_line(shop)
    await calls.a_plan(shop, line_id, change.at("08:00"), (change.luo, "13800000001"))
    await calls.happens(shop, line_id, calls.a_missed_call(change.at("15:10")), change.at("15:12"))
    await change.sweep("15:30")
    log = await change.opened()
    (item,) = log.of("callbacks")
    assert (item.args["caller"], item.args["name"], item.due_at is not None) == (
        masked(calls.CALLER),
        "",
        True,
    )
    text = (await (await change.zhou.browser()).get(f"/handovers/{log.id}")).text
    assert masked(calls.CALLER) in text
    assert calls.CALLER not in text
