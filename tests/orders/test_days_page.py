"""The saved days on the desk and for programs: who sees them, who takes a file, what a verification says."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.infra import db
from tests.orders.days import data_in, folder_of, path_of, recorded, save
from tests.orders.sealed import seals, takes, the_owner
from tests.support.shop import Colleague, Shop, found_department

DAY = timedelta(days=1)
ZH, EN = {"Accept-Language": "zh-CN"}, {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def place(tmp_path: Path) -> Iterator[None]:
    with data_in(tmp_path):
        yield


async def administrator(shop: Shop, name: str = "陈露") -> Colleague:
    boss = await shop.manager(name)
    await db.execute("UPDATE person SET level = 3 WHERE id = $1", boss.person_id)
    return boss


async def three_days(shop: Shop) -> datetime:
    """Sold on the first and the third; all saved in time. Answers six o'clock of the third."""
    six = shop.clock("2026-11-13", "18:00")
    await takes(shop, six - 2 * DAY - timedelta(hours=1), "1", "2")
    await takes(shop, six - timedelta(hours=1), "3")
    await seals(shop, six)
    for back in (2, 1, 0):
        await save(shop, six - back * DAY)
    await seals(shop, six)
    return six


async def test_the_page_says_each_day_in_both_languages(shop: Shop) -> None:
    await three_days(shop)
    async with await (await administrator(shop)).browser() as browser:
        zh = (await browser.get("/orders/days", headers=ZH)).text
        assert (
            "11月13日" in zh
            and "2 单" in zh
            and "¥170.00" in zh
            and "当天没有订单" in zh
            and zh.count('/file"') == 3
        )
        en = (await browser.get("/orders/days", headers=EN)).text
        assert "13 Nov" in en and "2 orders" in en and "No orders" in en and "Saved days of orders" in en


async def test_who_may_see_them_but_not_verify_takes_no_file(shop: Shop) -> None:
    await three_days(shop)
    day = (await recorded(shop))[0]["id"]
    async with await (await shop.manager("周总")).browser() as browser:
        seen = (await browser.get("/orders/days")).text
        assert f"day-{day}" in seen and "/file" not in seen and "/orders/days/verification" not in seen
        for path in (f"/orders/days/{day}/file", f"/api/v1/orders/days/{day}/file"):
            assert (await browser.get(path)).status_code == 403
        assert (await browser.post("/orders/days/verification")).status_code == 403
        assert (await browser.post("/api/v1/orders/verifications")).status_code == 403
    async with await (await shop.hire("林晓")).browser() as browser:
        assert (await browser.get("/orders/days")).status_code == 403
    assert await _taken_out(shop) == 0


async def _taken_out(shop: Shop) -> int:
    return await db.fetchval(
        "SELECT count(*) FROM audit_event WHERE department_id = $1 AND verb = 'order_day.taken_out'",
        shop.department_id,
    )


async def test_a_file_is_taken_out_as_it_stands_and_that_is_written_down(shop: Shop) -> None:
    await three_days(shop)
    boss, row = await administrator(shop), (await recorded(shop))[0]
    async with await boss.browser() as browser:
        answer = await browser.get(f"/orders/days/{row['id']}/file")
    assert (
        answer.headers["cache-control"] == "no-store" and answer.headers["content-type"] == "application/gzip"
    )
    assert f"orders-{shop.department_id}-2026-11-11.jsonl.gz" in answer.headers["content-disposition"]
    assert hashlib.sha256(answer.content).digest() == row["sha256"]
    assert len(gzip.decompress(answer.content).splitlines()) == 3
    line = await db.fetchrow(
        "SELECT actor_id, details FROM audit_event WHERE department_id = $1 AND verb = 'order_day.taken_out'",
        shop.department_id,
    )
    assert line is not None and line["actor_id"] == boss.person_id
    assert line["details"] == {"day": "2026-11-11", "orders": 2}


async def test_a_file_of_another_department_does_not_exist(shop: Shop) -> None:
    await three_days(shop)
    day = (await recorded(shop))[0]["id"]
    stranger = await administrator(await found_department("mall-service", "隔壁"))
    async with await stranger.browser() as browser:
        assert (await browser.get(f"/orders/days/{day}/file")).status_code == 404


async def test_a_file_that_is_gone_says_so(shop: Shop) -> None:
    await three_days(shop)
    row = (await recorded(shop))[0]
    path_of(shop, "2026-11-11").unlink()
    async with await (await administrator(shop)).browser() as browser:
        assert "文件不见了" in (await browser.get("/orders/days", headers=ZH)).text
        answer = await browser.get(f"/orders/days/{row['id']}/file", headers=ZH)
        assert answer.status_code == 410 and "从备份中找回" in answer.text
        said = (await browser.post("/orders/days/verification", headers={**ZH, "HX-Request": "true"})).text
        assert "核验没有通过" in said and "11月11日 的存档文件不见了" in said
    assert await _taken_out(shop) == 0


async def test_verifying_on_the_desk(shop: Shop) -> None:
    await three_days(shop)
    boss = await administrator(shop)
    async with await boss.browser(**{"HX-Request": "true"}) as browser:
        said = (await browser.post("/orders/days/verification", headers=ZH)).text
        assert "订单完整，没有被改动" in said
        async with the_owner():
            await db.execute(
                "UPDATE customer_order SET phone = '' WHERE department_id = $1 AND number = '2'",
                shop.department_id,
            )
        said = (await browser.post("/orders/days/verification", headers=EN)).text
        assert "Something is not as it was" in said and "order 2" in said and "was altered" in said
    lines = await db.fetch(
        "SELECT details FROM audit_event WHERE department_id = $1 AND verb = 'orders.verified' ORDER BY id",
        shop.department_id,
    )
    assert [line["details"]["whole"] for line in lines] == [True, False]


async def test_a_verification_says_where_the_database_does_not_refuse(shop: Shop) -> None:
    await three_days(shop)
    async with await (await administrator(shop)).browser(**{"HX-Request": "true"}) as browser:
        try:
            await db.execute("ALTER TABLE order_event DISABLE TRIGGER order_event_is_a_fact")
            said = (await browser.post("/orders/days/verification", headers=ZH)).text
            told = (await browser.post("/api/v1/orders/verifications")).json()
        finally:
            await db.execute("ALTER TABLE order_event ENABLE ALWAYS TRIGGER order_event_is_a_fact")
    assert "这些表失去了保护：order_event" in said
    assert (told["intact"], told["broken"], told["unguarded"]) == (False, None, ["order_event"])


async def test_the_same_for_programs(shop: Shop) -> None:
    await three_days(shop)
    async with await (await administrator(shop)).browser() as browser:
        days = (await browser.get("/api/v1/orders/days")).json()
        assert [(day["day"], day["count"], day["total"], day["state"]) for day in days["days"]] == [
            ("2026-11-13", 1, "85.00", "there"),
            ("2026-11-12", 0, "0.00", "there"),
            ("2026-11-11", 2, "170.00", "there"),
        ]  # fmt: skip
        assert days["next_before"] is None
        told = (await browser.post("/api/v1/orders/verifications")).json()
        assert told["intact"] and told["entries"] >= 6 and len(told["head"]) == 64 and told["unguarded"] == []
        async with the_owner():
            await db.execute(
                "DELETE FROM customer_order WHERE department_id = $1 AND number = '3'", shop.department_id
            )
        told = (await browser.post("/api/v1/orders/verifications")).json()
        assert (told["intact"], told["broken"], told["broken_table"]) == (
            False,
            "orders-broken-removed",
            "customer_order",
        )


async def test_a_day_that_is_late_and_one_that_is_overdue(shop: Shop) -> None:
    """The worker stood still for two days, until just now."""
    now = datetime.now(UTC)
    await takes(shop, now - 5 * DAY, "1")
    await save(shop, now - 3 * DAY)
    async with await (await administrator(shop)).browser() as browser:
        assert "还没有存档" in (await browser.get("/orders/days", headers=ZH)).text
        await save(shop, now)
        said = (await browser.get("/orders/days", headers=ZH)).text
        assert "还没有存档" not in said and "补存" in said


async def test_older_days_come_page_by_page(shop: Shop) -> None:
    six = shop.clock("2026-11-13", "18:00")
    await takes(shop, six - 40 * DAY - timedelta(hours=1), "1")
    await save(shop, six)
    assert len(list(folder_of(shop).glob("*.gz"))) > 31
    async with await (await administrator(shop)).browser(**{"HX-Request": "true"}) as browser:
        first = (await browser.get("/api/v1/orders/days")).json()
        assert len(first["days"]) == 31
        rest = (await browser.get(f"/api/v1/orders/days?before={first['next_before']}")).json()
        assert rest["next_before"] is None and rest["days"][0]["day"] < first["days"][-1]["day"]
        more = (await browser.get(f"/orders/days?before={first['next_before']}")).text
        assert more.count("<li") == len(rest["days"]) and "<!doctype" not in more.lower()
        assert more.index("autofocus") < more.index("</li>"), "reading on by keyboard goes on here"
