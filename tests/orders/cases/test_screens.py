"""The pages of after-sales and the same under /api/v1: who sees what, and what a tap does."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
import pytest

from backend.company.queries import rules_of
from backend.infra import db
from backend.orders.cases.day import cases_of_day
from backend.orders.cases.owning import add_word
from backend.orders.cases.stepping import Said, take_step
from tests.orders.cases.counter import CLEAR, Counter, case_row, open_counter, steps_done
from tests.support.shop import Shop

CHINESE = {"accept-language": "zh-CN"}
PART = {"HX-Request": "true", **CHINESE}


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


async def sends(browser: httpx.AsyncClient, path: str, **form: str) -> httpx.Response:
    return await browser.post(path, data=form, headers=PART)


async def sees(browser: httpx.AsyncClient, path: str, **asked: str) -> str:
    answer = await browser.get(path, params=asked, headers=CHINESE)
    assert answer.status_code == 200, answer.text
    return answer.text


def ids(name: str, page: str) -> set[int]:
    """The cases that stand in a list."""
    return {int(each) for each in re.findall(rf'id="{name}-(\d+)"', page)}


async def test_a_return_by_phone_from_the_order_page_to_the_money(counter: Counter) -> None:
    """林晓 registers it from the order's page; 周敏 takes it in from her list; 何静 checks; 赵姐 pays back."""
    lin, zhou, he, lead = [
        await who.browser() for who in (counter.lin, counter.zhou, counter.he, counter.lead)
    ]
    order_page = await sees(lin, f"/orders/{counter.order_id}")
    assert f'href="/orders/cases/new?order={counter.order_id}"' in order_page
    form_page = await sees(lin, "/orders/cases/new", kind="return", order=str(counter.order_id))
    assert f'name="item-{counter.item_id}"' in form_page and "最多还能退 ¥96.00" in form_page
    assert not any(word in form_page for word in CLEAR)
    answer = await sends(
        lin, "/orders/cases", kind="return", order_id=str(counter.order_id), what="杯口有裂纹", amount="¥48",
        request_key=str(uuid4()), **{f"item-{counter.item_id}": "1"},
    )  # fmt: skip
    path = answer.headers["hx-redirect"] if "hx-redirect" in answer.headers else answer.headers["hx-location"]
    case_id = int(re.findall(r"/orders/cases/(\d+)", path)[0])
    listed = await sees(zhou, "/orders/cases")
    assert "同事负责的" in listed and "货已收到" in listed
    assert (
        "已收到，待复核"
        in (await sends(zhou, f"/orders/cases/{case_id}/steps", step="arrive", back="list")).text
    )
    assert "等另一位同事复核" in await sees(zhou, f"/orders/cases/{case_id}")
    refusal = await sends(zhou, f"/orders/cases/{case_id}/steps", step="check")
    assert refusal.status_code == 403 and "请叫一位同事来复核" in refusal.text
    assert "等你复核或退款" in await sees(he, "/orders/cases")
    assert "已复核" in (await sends(he, f"/orders/cases/{case_id}/steps", step="check")).text
    assert "已退款" in (await sends(lead, f"/orders/cases/{case_id}/steps", step="refund", amount="48")).text
    assert await steps_done(case_id) == ["registered", "arrive", "check", "refund"]
    order_page = await sees(lin, f"/orders/{counter.order_id}")
    assert (
        "退货：已退款" in order_page
        and "退货：登记" in order_page
        and f"/orders/cases/{case_id}" in order_page
    )


async def test_whoever_registered_it_sees_it_in_every_state(counter: Counter) -> None:
    """林晓 asks for a refund: her own page offers to withdraw it, and not as the thumb's button."""
    browser = await counter.lin.browser()
    case_id = await counter.case("refund")
    shown = await sees(browser, f"/orders/cases/{case_id}")
    assert "等另一位同事复核" in shown
    assert f'data-opens="case-step-withdraw-{case_id}"' in shown and 'class="thumb' not in shown
    for step, said in (("object", Said("照片看不清")), ("check", Said())):
        await take_step(await counter.he.viewer(), case_id, step, counter.now, said)
        await sees(browser, f"/orders/cases/{case_id}")


async def test_an_order_is_found_by_its_number(counter: Counter) -> None:
    browser = await counter.lin.browser()
    assert "没有这个订单号" in await sees(browser, "/orders/cases/new", kind="refund", number="404404")
    assert "登记退款" in await sees(browser, "/orders/cases/new", kind="refund", number="2026110200017")
    unknown = await sends(browser, "/orders/cases", kind="complaint", what="不满意", number="404404")
    assert unknown.status_code == 422 and "没有这个订单号" in unknown.text


async def test_a_form_sent_twice_registers_once(counter: Counter) -> None:
    browser, key = await counter.lin.browser(), str(uuid4())
    said = {"kind": "complaint", "what": "态度不好", "contact": "王女士 13900001111", "request_key": key}
    for _ in range(2):
        assert (await sends(browser, "/orders/cases", **said)).status_code < 400
    assert await db.fetchval("SELECT count(*) FROM order_case WHERE request_key = $1::uuid", key) == 1


async def test_a_number_is_shown_on_demand_dialled_by_one_tap_and_each_look_is_written_down(
    counter: Counter,
) -> None:
    ordered = await counter.case("complaint")
    told = await counter.case("complaint", order_id=None, contact="王女士 139 0000 1111")
    browser = await counter.he.browser()
    for case_id, shown, name in ((ordered, "13812345678", "林知夏"), (told, "13900001111", "王女士")):
        page = await sees(browser, f"/orders/cases/{case_id}")
        assert shown not in page and name not in page and re.search(r"1\d\d\*{4}\d{4}|\w\*", page)
        clear = (await sends(browser, f"/orders/cases/{case_id}/customer")).text
        assert f'href="tel:{shown}"' in clear and name in clear
    verbs = "SELECT verb FROM audit_event WHERE actor_id = $1 AND verb LIKE '%.looked' ORDER BY id"
    rows = await db.fetch(verbs, counter.he.person_id)
    assert [row["verb"] for row in rows] == ["order.looked", "case.looked"]
    assert (await steps_done(told))[-1] == "looked"


async def test_what_people_type_is_read_without_the_customer(counter: Counter) -> None:
    """Lists, pages, exports, the order's page and programs; the whole of it for who looks the customer up."""
    address = await db.fetchval("SELECT address FROM customer_order WHERE id = $1", counter.order_id)
    what = f"林知夏说寄到{address}，另打她先生 139 0000 2222"
    ordered = await counter.case("complaint", what=what)
    told = await counter.case(
        "complaint", order_id=None, contact="王小女 13900001111", what="王小女要投诉 13900001111"
    )
    for case_id in (ordered, told):
        await add_word(await counter.lin.viewer(), case_id, "林知夏、王小女回电：15000001111", counter.now)
    lead = await counter.lead.browser()
    pages = [
        f"/orders/cases/{ordered}", f"/orders/cases/{told}", "/orders/cases", "/orders/cases/log",
        "/orders/cases/today", f"/orders/{counter.order_id}", "/orders/cases/log/export/csv", "/api/v1/orders/cases",
        f"/api/v1/orders/cases/{ordered}", f"/api/v1/orders/cases/{told}",
    ]  # fmt: skip
    for path in pages:
        shown = await sees(lead, path)
        for clear in ("139 0000 2222", "13900002222", "13900001111", "15000001111", "林知夏说", "王小女要"):
            assert clear not in shown, (path, clear)
    assert "文三路" not in await sees(lead, f"/orders/cases/{ordered}")
    assert "139****2222" in await sees(lead, f"/orders/cases/{ordered}")
    clear = (await sends(lead, f"/orders/cases/{ordered}/customer")).text
    assert what in clear and "15000001111" in clear


async def test_an_amended_number_is_the_one_that_is_dialled(counter: Counter) -> None:
    await db.execute(
        "INSERT INTO amendment (department_id, order_id, field, before, after, at) "
        "VALUES ($1, $2, 'phone', '13812345678', '13711112222', $3)",
        counter.shop.department_id, counter.order_id, counter.now,
    )  # fmt: skip
    case_id = await counter.case("complaint")
    answer = await sends(await counter.lin.browser(), f"/orders/cases/{case_id}/customer")
    assert 'href="tel:13711112222"' in answer.text


async def test_mine_all_and_overdue(counter: Counter) -> None:
    mine = await counter.case("complaint", by=counter.he)
    late = await counter.case("review", due_at=counter.now + timedelta(hours=1))
    await db.execute(
        "UPDATE order_case SET due_at = $2 WHERE id = $1", late, counter.now - timedelta(hours=1)
    )
    browser = await counter.he.browser()
    found = {
        show: {
            int(each)
            for each in re.findall(r'id="case-row-(\d+)"', await sees(browser, "/orders/cases", show=show))
        }
        for show in ("all", "mine", "late", "nonsense")
    }
    assert found == {"all": {mine, late}, "mine": {mine}, "late": {late}, "nonsense": {mine, late}}


async def test_owner_deadline_and_words_on_screen(counter: Counter) -> None:
    case_id = await counter.case("complaint")
    lin, path = await counter.lin.browser(), f"/orders/cases/{case_id}"
    wall = (counter.now + timedelta(days=2)).astimezone(counter.shop.zone)
    assert (
        await sends(lin, f"{path}/deadline", due_at=f"{wall:%Y-%m-%dT%H:%M}", said="顾客出差")
    ).status_code == 200
    assert (await case_row(case_id))["due_at"] == wall.replace(second=0, microsecond=0)
    assert (await sends(lin, f"{path}/deadline", due_at="yesterday", said="x")).status_code == 422
    assert "王女士说周五再打" in (await sends(lin, f"{path}/words", said="王女士说周五再打")).text
    assert "何静" in (await sends(lin, f"{path}/owner", owner_id=str(counter.he.person_id))).text
    assert (await case_row(case_id))["owner_id"] == counter.he.person_id
    assert (await sends(lin, f"{path}/owner", owner_id="")).status_code == 422


async def test_who_only_sees_orders_registers_nothing(counter: Counter) -> None:
    clerk, guard = await counter.shop.hire("吴芳", role="general"), await counter.shop.hire("保安", role="it")
    case_id = await counter.case("complaint")
    assert "吴芳" not in await sees(await counter.lin.browser(), f"/orders/cases/{case_id}"), (
        "nobody gives it to them"
    )
    async with await clerk.browser() as desk:
        assert "杯口有裂纹" in await sees(desk, f"/orders/cases/{case_id}")
        assert (await desk.get("/orders/cases/new", headers=CHINESE)).status_code == 403
        assert (await sends(desk, "/orders/cases", kind="complaint", what="x")).status_code == 403
        refusal = await sends(desk, f"/orders/cases/{case_id}/steps", step="settle", outcome="solved")
        assert refusal.status_code == 403
    rules = (await rules_of(counter.shop.department_id)).to_dict()
    (role,) = (role for role in rules["roles"] if role["code"] == "it")
    role["permissions"] = ["rota.view"]
    await db.execute(
        "UPDATE department SET rules = $2, rules_version = rules_version + 1 WHERE id = $1",
        counter.shop.department_id,
        rules,
    )
    async with await guard.browser() as phone:
        for path in (
            "/orders/cases",
            f"/orders/cases/{case_id}",
            "/orders/cases/log",
            "/api/v1/orders/cases",
        ):
            assert (await phone.get(path, headers=CHINESE)).status_code == 403


async def test_the_desk_filters_counts_and_exports(counter: Counter) -> None:
    back = await counter.case(waybill="SF1234567890")
    await take_step(await counter.zhou.viewer(), back, "arrive", counter.now)
    rude = await counter.case("complaint", what="=1+1 态度不好")
    await take_step(await counter.lin.viewer(), rude, "settle", counter.now, Said(outcome="solved"))
    desk = await (await counter.shop.manager()).browser()
    further = (await desk.get("/orders/cases/log/lines", params={"before": 10**15}, headers=PART)).text
    assert further.count("autofocus") == 1 and further.index("autofocus") < further.index("</li>")

    async def found(**asked: str) -> set[int]:
        return {
            int(each)
            for each in re.findall(r'id="case-line-(\d+)"', await sees(desk, "/orders/cases/log", **asked))
        }

    assert await found() == {back, rude}
    assert (
        await found(kind="return")
        == await found(standing="to-check")
        == await found(number="SF1234567890")
        == {back}
    )
    assert await found(standing="over") == await found(number="2026110200017", kind="complaint") == {rude}
    assert (
        await found(standing="late")
        == await found(standing="to-refund")
        == await found(number="nothing")
        == set()
    )
    assert await found(owner=str(counter.he.person_id)) == set() and await found(owner="x") == {back, rude}
    yesterday = (counter.now - timedelta(days=1)).astimezone(counter.shop.zone).date().isoformat()
    assert await found(until=yesterday) == set()
    page = await sees(desk, "/orders/cases/log")
    assert not any(word in page for word in CLEAR) and "1 / 1 按时" in page
    file = await desk.get("/orders/cases/log/export/csv", headers=CHINESE)
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [row["种类"] for row in rows] == ["投诉", "退货"] and rows[1]["收货人"] == "周敏"
    assert rows[0]["内容"].startswith("'=") and not any(word in file.text for word in CLEAR)
    assert (await desk.get("/orders/cases/log/export/xlsx")).content[:2] == b"PK"
    assert (await desk.get("/orders/cases/log/export/exe")).status_code == 404
    exports = "SELECT count(*) FROM audit_event WHERE verb = 'case.exported' AND department_id = $1"
    assert await db.fetchval(exports, counter.shop.department_id) == 2


async def test_a_day_for_the_dispatch_log_and_the_daily_report(counter: Counter) -> None:
    """Counted from the facts: what happened on the day, whatever became of it on the next one."""
    shop, by = counter.shop, [await who.viewer() for who in (counter.zhou, counter.he, counter.lead)]
    today, noon = counter.now.astimezone(shop.zone).date(), shop.clock("2026-10-20", "12:00")
    case_id = await counter.case(at=noon)
    await counter.case("complaint", at=noon, due_at=noon + timedelta(hours=1))
    await take_step(by[0], case_id, "arrive", noon + timedelta(hours=1))
    await take_step(by[1], case_id, "check", noon + timedelta(hours=2))
    await take_step(by[2], case_id, "refund", noon + timedelta(days=1), Said(amount=Decimal("48")))
    first = await cases_of_day(shop.department_id, noon.date())
    assert [(kind.kind, kind.registered, kind.arrived, kind.checked, kind.over) for kind in first.kinds] == [
        ("return", 1, 1, 1, 0), ("complaint", 1, 0, 0, 0)
    ]  # fmt: skip
    assert (first.refunds, first.refunded, first.open) == (0, Decimal("0.00"), 2)
    assert [case.id for case in first.goods] == [case_id] and len(first.talks) == 1
    second = await cases_of_day(shop.department_id, noon.date() + timedelta(days=1))
    assert (second.refunds, second.refunded, second.open) == (1, Decimal("48.00"), 1)
    assert (await cases_of_day(shop.department_id, today)).empty
    browser = await counter.lin.browser()
    page = await sees(browser, "/orders/cases/today", day="2026-10-21")
    assert "¥48.00" in page and "周敏 收，何静 复核" in page and not any(word in page for word in CLEAR)


async def test_a_department_sees_its_own_alone(counter: Counter) -> None:
    from tests.support.shop import found_department

    case_id = await counter.case()
    there = await found_department("mall-service", "隔壁")
    boss = await (await there.manager()).browser()
    assert "case-row" not in await sees(boss, "/orders/cases") and "case-line" not in await sees(
        boss, "/orders/cases/log"
    )
    assert (await boss.get(f"/orders/cases/{case_id}", headers=CHINESE)).status_code == 404
    assert (await boss.get("/api/v1/orders/cases")).json() == []
    assert (await cases_of_day(there.department_id, counter.now.astimezone(there.zone).date())).empty


async def test_the_api_does_what_the_screens_do(counter: Counter) -> None:
    lin, zhou, he, lead = [
        await who.browser(accept="application/json")
        for who in (counter.lin, counter.zhou, counter.he, counter.lead)
    ]
    body: dict[str, Any] = {
        "kind": "return", "what": "杯口有裂纹", "order_id": counter.order_id, "items": {str(counter.item_id): 1},
        "amount": "48.00", "request_key": str(uuid4()),
    }  # fmt: skip
    made = [(await lin.post("/api/v1/orders/cases", json=body)) for _ in range(2)]
    assert {answer.status_code for answer in made} == {201} and made[0].json()["id"] == made[1].json()["id"]
    case, path = made[0].json(), f"/api/v1/orders/cases/{made[0].json()['id']}"
    assert case["customer"] == "林*" and case["steps"] == ["send", "arrive", "withdraw"]
    too_much = await lin.post(
        "/api/v1/orders/cases", json={**body, "amount": "96", "request_key": str(uuid4())}
    )
    assert too_much.status_code == 422 and too_much.json()["type"] == "urn:dangban:cases-amount-too-much"
    assert (await zhou.post(f"{path}/steps", json={"step": "arrive"})).json()[
        "received_by"
    ] == counter.zhou.person_id
    assert (await lin.post(f"{path}/steps", json={"step": "check"})).status_code == 403
    assert (await he.post(f"{path}/steps", json={"step": "check"})).json()["state"] == "checked"
    assert (await he.post(f"{path}/steps", json={"step": "check"})).status_code == 409
    assert (await he.post(f"{path}/owner", json={"owner_id": counter.he.person_id})).status_code == 204
    later = (counter.now + timedelta(days=1)).isoformat()
    assert (await he.post(f"{path}/deadline", json={"due_at": later, "said": "等平台"})).status_code == 204
    naive = {"due_at": "2027-01-01T10:00:00", "said": "等平台"}
    assert (await he.post(f"{path}/deadline", json=naive)).status_code == 422
    assert (await he.post(f"{path}/words", json={"said": "已告诉顾客"})).status_code == 204
    assert (await he.post(f"{path}/customer")).json() == {
        "name": "林知夏",
        "phone": "13812345678",
        "words": [],
    }
    assert (await lead.post(f"{path}/steps", json={"step": "refund"})).json()["state"] == "refunded"
    history = (await he.get(path)).json()["history"]
    assert [each["kind"] for each in history][:3] == ["refund", "noted", "postponed"]
    assert [each["id"] for each in (await he.get(f"/api/v1/orders/{counter.order_id}/cases")).json()] == [
        case["id"]
    ]
    day = (await he.get("/api/v1/orders/cases/day")).json()
    assert (day["refunds"], day["refunded"], day["cases"][0]["id"]) == (1, "48.00", case["id"])
    assert [each["id"] for each in (await lead.get("/api/v1/orders/cases/log")).json()] == [case["id"]]
    totals = {each["kind"]: each for each in (await lead.get("/api/v1/orders/cases/totals")).json()}
    assert totals["return"]["over"] == 1 and totals["return"]["took_seconds"] is not None
    assert (await lead.get("/api/v1/orders/cases/export/csv")).status_code == 200
    plan = {"day": counter.now.date().isoformat(), "owner_ids": [counter.he.person_id], "what": "怎么样？"}
    assert (await lead.post("/api/v1/orders/cases/follow-ups", json=plan)).json() == {"case_ids": []}
    assert (await he.post("/api/v1/orders/cases/follow-ups", json=plan)).status_code == 403


async def test_follow_up_calls_are_planned_on_screen(shop: Shop, now: datetime) -> None:
    from backend.orders.events import add_event

    counter = await open_counter(shop, now)
    await add_event(counter.order_id, "confirmed", now, counter.lin.person_id)
    day, lead = now.astimezone(shop.zone).date().isoformat(), await counter.lead.browser()
    assert "还有 1 单没安排回访" in await sees(lead, "/orders/cases/follow-ups", day=day)
    wall = (now + timedelta(days=2)).astimezone(shop.zone)
    form = {
        "day": day,
        "owner_id": str(counter.he.person_id),
        "what": "怎么样？",
        "due_at": f"{wall:%Y-%m-%dT%H:%M}",
    }
    assert (await sends(lead, "/orders/cases/follow-ups", **form)).status_code < 400
    assert "还有 0 单没安排回访" in await sees(lead, "/orders/cases/follow-ups", day=day)
    assert "回访" in await sees(await counter.he.browser(), "/orders/cases", show="mine")
