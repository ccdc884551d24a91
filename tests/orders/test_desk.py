"""The desk finds every order again, shows how the days went, and gives nobody's number away."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.infra import db
from backend.orders.desk import looking
from backend.orders.desk.asked import Asked
from backend.orders.desk.figures import figures_of
from backend.orders.desk.looking import look, orders_of
from backend.orders.desk.present import queue_now
from backend.orders.events import add_event
from tests.support.orders import an_order
from tests.support.shop import Colleague, Shop

DAY = "2026-11-02"
ENGLISH = {"accept-language": "en"}
CLEAR = ("13812345678", "林小满")


class Day:
    """One Monday: 林晓 and 周敏 work on seven orders that came in from nine o'clock on."""

    def __init__(self, shop: Shop, lin: Colleague, zhou: Colleague, boss: Colleague):
        self.shop, self.lin, self.zhou, self.boss = shop, lin, zhou, boss
        self.of: dict[str, int] = {}

    def at(self, minutes: float, hour: int = 9) -> datetime:
        return self.shop.clock(DAY, f"{hour:02}:00") + timedelta(minutes=minutes)

    async def order(self, name: str, minutes: float, **said: Any) -> int:
        self.of[name] = await an_order(self.shop, self.at(minutes), number=f"N-{name}", **said)
        return self.of[name]

    async def reached(self, name: str, after: float, by: Colleague, *, taken: bool = True) -> None:
        accepted = await db.fetchval("SELECT accepted_at FROM customer_order WHERE id = $1", self.of[name])
        kind, actor, details = (
            ("claimed", by.person_id, {}) if taken else ("handed", None, {"person": by.person_id})
        )
        await add_event(self.of[name], kind, accepted + timedelta(seconds=5), actor, **details)
        if after >= 10:
            await add_event(
                self.of[name], "missed", accepted + timedelta(minutes=10), None, person=by.person_id
            )
        when = accepted + timedelta(minutes=after)
        await add_event(self.of[name], "reached", when, by.person_id, seconds=int(after * 60))
        await db.execute(
            "UPDATE order_work SET state = 'reached', reached_at = $2 WHERE order_id = $1",
            self.of[name],
            when,
        )

    async def confirmed(self, name: str, by: Colleague) -> None:
        await add_event(self.of[name], "confirmed", self.at(50), by.person_id)
        await db.execute("DELETE FROM order_work WHERE order_id = $1", self.of[name])

    async def corrected(self, name: str, **fields: str) -> None:
        """What the customer said differs from the order, beside it."""
        for field, after in fields.items():
            await db.execute(
                "INSERT INTO amendment (department_id, order_id, field, after, at) VALUES ($1, $2, $3, $4, $5)",
                self.shop.department_id, self.of[name], field, after, self.at(90),
            )  # fmt: skip

    def asked(self, **more: Any) -> Asked:
        day = self.at(0).astimezone(self.shop.zone).date()
        return Asked(day, day, **more)

    async def found(self, **more: Any) -> set[str]:
        names = {order_id: name for name, order_id in self.of.items()}
        listed = await orders_of(self.shop.department_id, self.asked(**more), self.shop.zone)
        return {names[each.id] for each in listed}


@pytest.fixture
async def day(shop: Shop) -> Day:
    lin, zhou, boss = await shop.hire("林晓"), await shop.hire("周敏"), await shop.manager("陈露")
    day = Day(shop, lin, zhou, boss)
    await day.order("quick", 0, receiver="王芳", phone="13900001111")
    await day.order("slow", 10, receiver="王小明", phone="13900002222")
    await day.order("handed", 70, platform="jd", phone="18412345678-4321")
    await day.order("waiting", 80)
    await day.order("unpaid", 90, standing="unpaid")
    await day.order("closed", 95, standing="closed")
    await day.order("sick", 96)
    for name in ("unpaid", "closed"):
        await db.execute("DELETE FROM order_work WHERE order_id = $1", day.of[name])
    await day.reached("quick", 3, lin)
    await day.confirmed("quick", lin)
    await day.reached("slow", 12, lin)
    await day.reached("handed", 4.5, zhou, taken=False)
    await db.execute("UPDATE order_work SET state = 'problem' WHERE order_id = $1", day.of["sick"])
    return day


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("N-quick", {"quick"}),
        ("N-qui", {"quick"}),
        ("王小明", {"slow"}),
        ("王", {"quick", "slow"}),
        ("2222", {"slow"}),
        ("5678", {"waiting", "unpaid", "closed", "sick", "handed"}),
        ("18412345678", {"handed"}),
        ("13900001111", {"quick"}),
        ("222", set()),
        ("N-%", set()),
        ("nobody", set()),
    ],
)
async def test_found_by_whatever_the_customer_says(day: Day, words: str, found: set[str]) -> None:
    assert await day.found(search=words) == found


async def test_what_was_corrected_later_is_found_too(day: Day) -> None:
    await day.corrected("waiting", receiver="欧阳雪", phone="13700007777")
    for words in ("欧阳", "7777", "13700007777"):
        assert await day.found(search=words) == {"waiting"}
    [listed] = await orders_of(day.shop.department_id, day.asked(search="欧阳雪"), day.shop.zone)
    assert (listed.receiver, listed.phone) == ("欧阳*", "137****7777")


async def test_a_waybill_is_found_wherever_it_stands(day: Day) -> None:
    await add_event(day.of["quick"], "packed", day.at(60), None, waybill="SF1234567890")
    assert await day.found(search="SF1234567890") == {"quick"}
    async with await day.boss.browser(**ENGLISH) as desk:
        page = await desk.get("/orders/desk", params={"q": "SF0000000000"})
    assert (
        "Nothing found for “SF0000000000”" in page.text
        and "once the parcel is on a packing list" in page.text
    )


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("open", {"waiting"}),
        ("reached", {"slow", "handed"}),
        ("problem", {"sick"}),
        ("confirmed", {"quick"}),
        ("missed", {"slow"}),
        ("unpaid", {"unpaid"}),
        ("closed", {"closed"}),
        ("stopped", set()),
    ],
)
async def test_by_state(day: Day, state: str, found: set[str]) -> None:
    assert await day.found(state=state) == found


async def test_what_had_left_before_it_came_in_is_found_until_it_is_closed(day: Day) -> None:
    for name in ("gone", "gone-and-back"):
        await day.order(name, 97, standing="shipped")
        await db.execute("DELETE FROM order_work WHERE order_id = $1", day.of[name])
    await db.execute(
        "INSERT INTO amendment (department_id, order_id, field, before, after, source, at) "
        "VALUES ($1, $2, 'standing', 'shipped', 'closed', 'platform', $3)",
        day.shop.department_id, day.of["gone-and-back"], day.at(98),
    )  # fmt: skip
    assert await day.found(state="shipped") == {"gone"}
    assert await day.found(state="closed") == {"closed", "gone-and-back"}
    figures = await figures_of(day.shop.department_id, day.asked(), day.shop.zone, 10)
    assert (figures.totals.accepted, figures.totals.apart) == (5, 4)


async def test_by_agent_platform_and_day(day: Day) -> None:
    assert await day.found(agent=day.lin.person_id) == {"quick", "slow"}
    assert await day.found(agent=day.zhou.person_id) == {"handed"}
    assert await day.found(platform="jd") == {"handed"}
    tomorrow = day.asked().start + timedelta(days=1)
    assert not await orders_of(day.shop.department_id, Asked(tomorrow, tomorrow), day.shop.zone)


async def test_by_shop_and_the_figures_with_it(day: Day) -> None:
    await day.order("other", 95, shop="五步旗舰店")
    await day.reached("other", 3, day.zhou)
    assert await day.found(shop="五步旗舰店") == {"other"} and not await day.found(shop="无此店")
    found = await figures_of(day.shop.department_id, day.asked(shop="五步旗舰店"), day.shop.zone, 10)
    assert (found.totals.accepted, found.totals.in_time, len(found.agents)) == (1, 1, 1)
    async with await day.boss.browser(**ENGLISH) as desk:
        page = await desk.get("/orders/desk", params={"day": DAY, "shop": "五步旗舰店"})
    assert "N-other" in page.text and "N-quick" not in page.text and "五步旗舰店" in page.text


async def test_an_unpaid_order_that_was_paid_since_is_no_unpaid_one(day: Day) -> None:
    await db.execute(
        "INSERT INTO amendment (department_id, order_id, field, before, after, source, at) "
        "VALUES ($1, $2, 'standing', 'unpaid', 'paid', 'platform', $3)",
        day.shop.department_id, day.of["unpaid"], day.at(95),
    )  # fmt: skip
    assert await day.found(state="unpaid") == set()
    figures = await figures_of(day.shop.department_id, day.asked(), day.shop.zone, 10)
    assert (figures.totals.accepted, figures.totals.apart) == (6, 1)


async def test_the_next_page_goes_on_where_the_last_one_ended(day: Day) -> None:
    """By a key: what comes in meanwhile neither repeats a line nor hides one."""
    department_id, asked = day.shop.department_id, day.asked()
    first = await orders_of(department_id, asked, day.shop.zone, limit=4)
    await day.order("late-comer", 99)
    rest = await orders_of(department_id, asked, day.shop.zone, before=first[-1].id, limit=4)
    assert [each.number for each in (*first, *rest)] == [
        "N-sick", "N-closed", "N-unpaid", "N-waiting", "N-handed", "N-slow", "N-quick",
    ]  # fmt: skip


async def test_the_figures_of_a_day(day: Day) -> None:
    figures = await figures_of(day.shop.department_id, day.asked(), day.shop.zone, 10)
    totals = figures.totals
    assert (totals.accepted, totals.reached, totals.in_time, totals.missed) == (5, 3, 2, 1)
    assert (totals.confirmed, totals.apart, totals.median, totals.in_time_share) == (1, 2, 270, 67)
    assert [(each.after, each.in_time, each.late) for each in figures.minutes if each.in_time or each.late] == [
        (3, 1, 0), (4, 1, 0), (12, 0, 1),
    ]  # fmt: skip
    assert len(figures.minutes) == 21 and figures.minutes[-1].more
    busy = [(each.hour, each.accepted, each.in_time, each.missed) for each in figures.hours if each.accepted]
    assert busy == [(9, 2, 1, 1), (10, 3, 1, 0)]
    told = [
        (each.name, each.taken, each.handed, each.reached, each.median, each.missed, each.confirmed)
        for each in figures.agents
    ]
    assert told == [("林晓", 2, 0, 2, 450, 1, 1), ("周敏", 0, 1, 1, 270, 0, 0)]
    assert (
        await figures_of(day.shop.department_id, day.asked(platform="jd"), day.shop.zone, 10)
    ).totals.accepted == 1


async def test_the_present_moment(day: Day) -> None:
    """At 10:25 one order waits, one has a problem and waits, too; nobody has either of them."""
    now = await queue_now(day.shop.department_id, day.at(85))
    assert (now.waiting, now.unclaimed, now.late, now.problems) == (2, 2, 0, 1)
    assert now.oldest == day.at(80) and now.next_due == day.at(90)
    later = await queue_now(day.shop.department_id, day.at(100))
    assert later.late == 1 and later.next_due == day.at(106)


async def test_the_page_masks_every_customer(day: Day) -> None:
    async with await day.boss.browser(**ENGLISH) as desk:
        page = (await desk.get("/orders/desk", params={"day": DAY})).text
        lines = (
            await desk.get("/orders/desk/lines", params={"day": DAY}, headers={"hx-request": "true"})
        ).text
    for text in (page, lines):
        assert "138****5678" in text and "王*" in text and not any(word in text for word in CLEAR)
    assert "10 min" in page and "<caption>Time until the customer was reached</caption>" in page
    assert '<th scope="row">12–13 min</th><td>0</td><td>1</td>' in page
    assert 'role="search"' in page and 'href="/orders/desk"' in page


async def test_who_only_works_on_orders_has_no_desk(day: Day) -> None:
    async with await day.lin.browser() as phone:
        for path in ("/orders/desk", "/orders/desk/now", "/orders/desk/export/csv", "/api/v1/orders/desk"):
            assert (await phone.get(path, headers={"hx-request": "true"})).status_code == 403


async def test_another_department_sees_nothing(day: Day) -> None:
    from tests.support.shop import found_department

    there = await found_department("mall-service", "隔壁")
    assert not await orders_of(there.department_id, day.asked(), there.zone)
    assert not await orders_of(there.department_id, day.asked(search="5678"), there.zone)


async def test_a_file_is_masked_unless_one_manages_orders_and_stands_in_the_trail(day: Day) -> None:
    clerk = await day.shop.hire("吴芳", role="general")
    for who, clear in ((clerk, False), (day.boss, True)):
        async with await who.browser() as desk:
            answer = await desk.get("/orders/desk/export/csv", params={"day": DAY})
            assert (await desk.get("/orders/desk/export/exe", params={"day": DAY})).status_code == 404
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[0][:5] == ["日期", "时间", "平台", "店铺", "订单号"] and len(rows) == 8
        assert ("13900001111" in answer.text) is clear and ("139****1111" in answer.text) is not clear
    kept = await db.fetch(
        "SELECT actor_id, details FROM audit_event WHERE department_id = $1 AND verb = 'orders.exported' ORDER BY id",
        day.shop.department_id,
    )
    assert [(row["actor_id"], row["details"]["whole_numbers"], row["details"]["count"]) for row in kept] == [
        (clerk.person_id, False, 7), (day.boss.person_id, True, 7),
    ]  # fmt: skip


async def test_the_api_does_what_the_desk_does(day: Day) -> None:
    async with await day.boss.browser(accept="application/json") as desk:
        listed = (await desk.get("/api/v1/orders/desk", params={"day": DAY, "standing": "missed"})).json()
        figures = (await desk.get("/api/v1/orders/desk/figures", params={"day": DAY})).json()
        now = (await desk.get("/api/v1/orders/desk/now")).json()
        file = await desk.get("/api/v1/orders/desk/export/xlsx", params={"day": DAY})
    assert [(each["number"], each["phone"], each["agent"]) for each in listed] == [
        ("N-slow", "139****2222", "林晓")
    ]
    assert figures["in_time"] == 2 and figures["agents"][0]["median_seconds"] == 450
    assert now["waiting"] == 2 and file.content[:2] == b"PK"


async def test_the_floor_board_says_how_many_wait(day: Day) -> None:
    async with await day.boss.browser(**ENGLISH) as desk:
        board = (await desk.get("/floor")).text
    assert 'id="floor-orders" href="/orders/desk"' in board and "2 late" in board


async def test_words_that_fit_too_many_are_looked_for_in_the_newest_first_and_the_page_says_so(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two orders at once, of seven: whoever reads on finds all the same ones, in the same order, and none twice."""
    whole = await orders_of(day.shop.department_id, day.asked(search="王"), day.shop.zone)
    monkeypatch.setattr(looking, "FEW", 1)
    monkeypatch.setattr(looking, "STRETCH", 2)
    first = await look(day.shop.department_id, day.asked(search="王"), day.shop.zone)
    assert (first.orders, first.back_to) == ((), day.at(95))
    assert await orders_of(day.shop.department_id, day.asked(search="王"), day.shop.zone) == whole
    assert [each.number for each in whole] == ["N-slow", "N-quick"]
    assert await day.found(search="王", agent=day.zhou.person_id) == set()
    assert await day.found(search="5678", platform="jd") == {"handed"}
    async with await day.boss.browser(**ENGLISH) as desk:
        page = (await desk.get("/orders/desk", params={"q": "王"})).text
        on = {"hx-request": "true"}
        rest = await desk.get(
            "/orders/desk/lines", params={"q": "王", "before": day.of["waiting"]}, headers=on
        )
        end = await desk.get("/orders/desk/lines", params={"q": "王", "before": day.of["quick"]}, headers=on)
    assert "Many orders fit. We have looked back to" in page and "Look further back" in page
    assert "Nothing found" not in page and "N-slow" in rest.text and "No earlier orders fit" in end.text


async def test_what_was_corrected_later_is_found_among_too_many(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "FEW", 0)
    await day.corrected("waiting", receiver="欧阳雪", phone="13700007777")
    for words in ("欧阳", "7777", "13700007777"):
        assert await day.found(search=words) == {"waiting"}
    await add_event(day.of["quick"], "packed", day.at(60), None, waybill="SF1234567890")
    assert await day.found(search="SF1234567890") == {"quick"}


async def test_whom_the_list_is_asked_for_stands_in_the_filter(day: Day) -> None:
    """A link of another day keeps saying whose orders it shows, also of somebody who had none on that day."""
    async with await day.boss.browser(**ENGLISH) as desk:
        page = await desk.get("/orders/desk", params={"day": "2026-10-01", "agent": str(day.lin.person_id)})
    assert re.search(rf'<option value="{day.lin.person_id}"[^>]*selected', page.text)


async def test_so_does_a_shop_or_platform_that_is_no_more(day: Day) -> None:
    """A filter that shows "all" and hides everything would be taken for a day without orders."""
    asked = {"day": DAY, "shop": "老店", "platform": "pdd"}
    async with await day.boss.browser(**ENGLISH) as desk:
        page = (await desk.get("/orders/desk", params=asked)).text
    assert all(re.search(rf'<option value="{each}"[^>]*selected', page) for each in ("老店", "pdd"))


async def test_a_search_within_a_filter_says_so_and_leads_out_of_it(day: Day) -> None:
    async with await day.boss.browser(**ENGLISH) as desk:
        page = (await desk.get("/orders/desk", params={"q": "N-quick", "standing": "missed"})).text
        without = (await desk.get("/orders/desk", params={"q": "N-quick"})).text
    assert (
        "Nothing found" in page
        and "Perhaps the filter hides it" in page
        and 'href="/orders/desk?q=N-quick"' in page
    )
    assert "Perhaps the filter" not in without and "N-quick" in without


async def test_reading_on_by_keyboard_goes_on_at_the_first_new_line(day: Day) -> None:
    async with await day.boss.browser(**ENGLISH) as desk:
        asked = {"day": DAY, "before": day.of["waiting"]}
        lines = (await desk.get("/orders/desk/lines", params=asked, headers={"hx-request": "true"})).text
        page = (await desk.get("/orders/desk", params={"day": DAY})).text
    assert lines.count("autofocus") == 1 and re.search(
        rf'href="/orders/{day.of["handed"]}"\s+autofocus', lines
    )
    assert "autofocus" not in page


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("139 0000 1111", "N-quick"),
        ("+86 139-0000-2222", "N-slow"),
        ("１１１１", "N-quick"),
        ("Ｎ-quick", "N-quick"),
    ],
)
async def test_a_number_is_understood_as_people_say_and_type_it(day: Day, said: str, found: str) -> None:
    async with await day.boss.browser(accept="application/json") as desk:
        listed = (await desk.get("/api/v1/orders/desk", params={"q": said})).json()
    assert [each["number"] for each in listed] == [found]


async def test_a_day_that_was_cleared_is_today_and_nonsense_is_told(day: Day) -> None:
    async with await day.boss.browser(**ENGLISH) as desk:
        cleared = await desk.get("/orders/desk", params={"day": "", "until": ""})
        nonsense = await desk.get("/orders/desk", params={"day": "2026-13-45"})
    assert cleared.status_code == 200 and 'id="orders-desk"' in cleared.text
    assert nonsense.status_code == 422 and "Choose one in the calendar" in nonsense.text


async def test_what_happened_days_later_belongs_to_the_day_of_the_order(day: Day) -> None:
    """An order of Monday that 周敏 is handed and reaches on Thursday is found by her and counted on Monday."""
    thursday = day.at(3 * 24 * 60)
    await add_event(day.of["waiting"], "handed", thursday, None, person=day.zhou.person_id)
    await add_event(day.of["waiting"], "missed", day.at(90), None)
    await add_event(day.of["waiting"], "reached", thursday, day.zhou.person_id, seconds=254_000)
    assert await day.found(agent=day.zhou.person_id) == {"handed", "waiting"}
    assert await day.found(state="missed") == {"slow", "waiting"}
    totals = (await figures_of(day.shop.department_id, day.asked(), day.shop.zone, 10)).totals
    assert (totals.reached, totals.in_time, totals.missed) == (4, 2, 2)
