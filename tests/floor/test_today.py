"""Today costs one look at the person and one at what everybody shares, however much there is to show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from backend.duties.queries import open_logs
from backend.duties.sweeping import sweep_handovers
from backend.floor import shared
from backend.floor.shared import shared_today
from backend.hotline.calls.queries import open_callbacks
from backend.hotline.now import hotline_now
from backend.orders.holding import claim
from backend.orders.waiting import load_of
from backend.rota.duty import who_is_on_shift
from tests.e2e.pages import on_shift
from tests.support.attendance import tap
from tests.support.hotline_calls import a_line, a_missed_call, a_plan, happens
from tests.support.orders import an_order
from tests.support.shop import Colleague, Shop, found_department
from tests.support.trips import round_trips


async def a_busy_day() -> tuple[Shop, Colleague, Colleague, datetime]:
    """林晓 is about to hand over to 周敏, who has clocked in and taken one of six orders; the hotline runs, somebody
    was missed."""
    shop = await found_department("mall-service")
    lin, zhou, now = await shop.hire("林晓"), await shop.hire("周敏"), datetime.now(UTC)
    await on_shift(lin, now - timedelta(hours=8) + timedelta(minutes=10))
    await on_shift(zhou, now - timedelta(minutes=30))
    await tap(lin, "in", now - timedelta(hours=7))
    await tap(zhou, "in", now - timedelta(minutes=5))
    line_id = await a_line(shop)
    await a_plan(shop, line_id, now, (zhou, "13800000002"))
    await happens(shop, line_id, a_missed_call(now - timedelta(minutes=3)), now)
    await sweep_handovers(now, shop.department_id)
    for _ in range(5):
        await an_order(shop, now - timedelta(minutes=1))
    await claim(await zhou.viewer(), await an_order(shop, now - timedelta(minutes=2)), now)
    return shop, lin, zhou, now


async def test_three_looks_are_enough_for_everything(database: str) -> None:
    _, lin, _, _ = await a_busy_day()
    phone = await lin.browser()
    await phone.get("/me")
    shared._kept.clear()
    with round_trips() as sent:
        page = await phone.get("/")
    assert page.status_code == 200
    assert 'id="calls-strip"' in page.text and 'id="handover-turn-' in page.text
    assert 'id="strip-orders-more"' in page.text
    assert len(sent) == 3, sent


async def test_read_together_is_what_each_says_alone(database: str) -> None:
    shop, _, zhou, now = await a_busy_day()
    shared._kept.clear()
    found = await shared_today(shop.department_id, now)
    assert found.on_shift == await who_is_on_shift(shop.department_id, now)
    assert zhou.person_id in {each.person_id for each in found.on_shift.present}
    assert found.hotline == await hotline_now(shop.department_id, now)
    assert found.hotline is not None and found.hotline.number == "4001234567"
    assert found.callbacks == await open_callbacks(shop.department_id)
    assert [each.times for each in found.callbacks] == [1]
    assert list(found.handovers) == await open_logs(shop.department_id)
    assert len(found.handovers) == 1
    assert found.orders == await load_of(shop.department_id, now)
    assert found.orders.counts == {None: 5, zhou.person_id: 1} and len(found.orders.first) == 4


async def test_what_is_a_second_old_is_read_anew(database: str) -> None:
    shop, _, _, now = await a_busy_day()
    shared._kept.clear()
    first = await shared_today(shop.department_id, now)
    assert await shared_today(shop.department_id, now + timedelta(seconds=0.9)) is first
    assert await shared_today(shop.department_id, now + timedelta(seconds=1)) is not first
