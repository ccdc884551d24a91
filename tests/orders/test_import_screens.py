"""The desk's pages of files, shop systems and hand entry, and the same for programs."""

from __future__ import annotations

import uuid

import httpx

from backend.orders.imports.carrying import carry_on
from tests.orders.drafts import AT
from tests.orders.files import orders
from tests.support.order_files import STORY, as_csv, jd_rows, taobao_rows
from tests.support.shop import Shop

HTMX = {"HX-Request": "true", "Accept-Language": "zh-CN"}


async def uploads(browser: httpx.AsyncClient, content: bytes, name: str = "订单.csv") -> str:
    """The address of the file's page."""
    answer = await browser.post("/orders/imports", files={"file": (name, content)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def carried(page: str) -> None:
    await carry_on(int(page.rpartition("/")[2]), lambda: AT)


async def test_a_file_from_upload_to_the_last_order(shop: Shop) -> None:
    boss = await shop.manager()
    rows = jd_rows(STORY)
    rows[5][rows[0].index("订购数量")] = "两个"
    async with await boss.browser(**{"Accept-Language": "zh-CN"}) as browser:
        page = await uploads(browser, as_csv(rows, "gb18030"))
        assert "正在读取文件" in (await browser.get(page)).text
        await carried(page)
        shown = (await browser.get(page)).text
        assert (
            "第 6 行" in shown
            and "订购数量" in shown
            and "数量要是 1 以上的整数" in shown
            and "两个" in shown
        )
        assert "接入 4 个订单" in shown and "已付款 2 · 未付款 1 · 已关闭 1" in shown
        assert "丝绒口红" in (await browser.get(f"{page}?fate=new")).text
        further = (await browser.get(f"{page}/rows?fate=new", headers={"hx-request": "true"})).text
        assert further.count("autofocus") == 1 and further.index("autofocus") < further.index("</li>")
        refused = await browser.get(f"{page}/refused.csv")
        assert refused.headers["content-disposition"].startswith("attachment")
        text = refused.content.decode("utf-8-sig")
        assert text.startswith("订单号,") and "数量要是 1 以上的整数" in text
        assert (await browser.post(f"{page}/confirmation")).status_code == 303
        assert "正在接入订单" in (await browser.get(page)).text
        await carried(page)
        done = (await browser.get(page)).text
        assert "完成：新增 4 个" in done and "导入下一个文件" in done and "下载不能接入的行" in done
        assert "新增 4，更新 0，没接入 1" in (await browser.get("/orders/imports")).text
    assert len(await orders(shop)) == 4


async def test_an_unknown_file_is_mapped_once_and_then_recognised(shop: Shop) -> None:
    boss = await shop.manager()
    rows = [
        ["单号 ", "货", "件数", "谁", "电话", "钱"],
        ["A-1", "茶壶", "2", "林晓雨", "13800001234", "36.00"],
    ]
    async with await boss.browser(**HTMX) as browser:
        answer = await browser.post("/orders/imports", files={"file": ("批发.csv", as_csv(rows))})
        page = answer.headers["hx-redirect"]
        await carried(page)
        shown = (await browser.get(page)).text
        assert "还不认识这种文件" in shown and "茶****" in shown and "林晓雨" not in shown
        form = {"name": "批发商城", "platform": "", "column-1": "title", "column-2": "quantity"}
        refused = await browser.post(f"{page}/mapping", data=form)
        assert refused.status_code == 422 and "哪一列是订单号" in refused.text
        form |= {"column-0": "number", "column-3": "receiver", "column-4": "phone", "column-5": "total"}
        assert (await browser.post(f"{page}/mapping", data=form)).status_code == 200
        await carried(page)
        assert "接入 1 个订单" in (await browser.get(page)).text
        await browser.post(f"{page}/confirmation")
        await carried(page)
        (order,) = await orders(shop)
        assert (order["platform"], order["number"], order["receiver"]) == ("own-1", "A-1", "林晓雨")
        rows[1][0] = "A-2"
        answer = await browser.post("/orders/imports", files={"file": ("批发2.csv", as_csv(rows))})
        await carried(answer.headers["hx-redirect"])
        assert "批发商城" in (await browser.get(answer.headers["hx-redirect"])).text
        listed = (await browser.get("/api/v1/orders/layouts")).json()
        assert [each["name"] for each in listed] == ["批发商城"]
        await browser.post(f"/orders/layouts/{listed[0]['id']}/end")
        answer = await browser.post("/orders/imports", files={"file": ("批发3.csv", as_csv(rows))})
        await carried(answer.headers["hx-redirect"])
        assert "还不认识这种文件" in (await browser.get(answer.headers["hx-redirect"])).text


async def test_the_same_by_api(shop: Shop) -> None:
    boss = await shop.manager()
    content = as_csv(taobao_rows(STORY))
    async with await boss.browser(accept="application/json") as browser:
        made = (await browser.post("/api/v1/orders/imports?filename=a.csv", content=content)).json()
        assert made["state"] == "reading"
        path = f"/api/v1/orders/imports/{made['id']}"
        await carried(path)
        ready = (await browser.get(path)).json()
        assert (ready["state"], ready["counts"]["new"]) == ("ready", 5)
        rows = (await browser.get(f"{path}/rows?fate=new")).json()
        assert [row["number"] for row in rows] == [each.number for each in STORY]
        assert (await browser.post(f"{path}/confirmation")).json()["state"] == "writing"
        await carried(path)
        assert (await browser.get(path)).json()["outcome"] == {"new": 5, "known": 0, "changed": 0, "work": 3}
        assert (await browser.delete(path)).status_code == 409


async def test_an_order_by_telephone_sent_twice_is_one_order(shop: Shop) -> None:
    boss = await shop.manager()
    form = {
        "request_key": str(uuid.uuid4()), "receiver": "王芳", "phone": "13812345678", "address": "杭州市文三路 1 号",
        "title-1": "茶壶", "quantity-1": "2", "price-1": "36.00", "title-2": "茶杯", "price-2": "8",
        "standing": "paid", "platform": "phone",
    }  # fmt: skip
    async with await boss.browser(**HTMX) as browser:
        missing = await browser.post("/orders/new", data={**form, "address": ""})
        assert missing.status_code == 422 and "请填写地址" in missing.text
        wrong = await browser.post("/orders/new", data={**form, "price-2": "八块"})
        assert wrong.status_code == 422 and "金额要是" in wrong.text
        first = await browser.post("/orders/new", data=form)
        (order,) = await orders(shop)
        assert first.headers["hx-redirect"] == f"/orders/{order['id']}"
        again = await browser.post("/orders/new", data=form)
        assert again.headers["hx-redirect"] == "/orders/new?done=known"
    (order,) = await orders(shop)
    assert (order["platform"], order["source"], str(order["total"])) == ("phone", "hand", "80.00")


async def test_a_shop_system_is_added_its_secret_shown_once_and_switched_off(shop: Shop) -> None:
    boss = await shop.manager()
    async with await boss.browser(**{"Accept-Language": "zh-CN"}) as browser:
        made = await browser.post("/orders/sources", data={"name": "官网商城", "platform": ""})
        assert made.status_code == 200 and "密钥只显示这一次" in made.text
        (source,) = (await browser.get("/api/v1/orders/sources")).json()
        assert source["secret"] is None and source["path"] in made.text
        page = (await browser.get("/orders/sources")).text
        assert "密钥只显示这一次" not in page and "还没推送过" in page
        assert (await browser.post(f"/orders/sources/{source['id']}/end")).status_code == 303
        assert "已停用" in (await browser.get("/orders/sources")).text
        renewed = await browser.post(f"/orders/sources/{source['id']}/secret")
        assert "密钥只显示这一次" in renewed.text
