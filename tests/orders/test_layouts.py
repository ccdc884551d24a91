"""What cells and the words of a platform mean, whoever has written them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.orders.imports.carrying import carry_on
from backend.orders.imports.deciding import upper_rows, use_mapping
from backend.orders.imports.queries import import_of
from backend.rules.orders.layouts import cells, likely_field
from backend.rules.orders.layouts.standing import standing_of
from tests.orders.drafts import AT
from tests.orders.files import goods, orders, read_file, taken_in
from tests.support.order_files import DOUYIN, STORY, Told, as_csv, douyin_rows, jd_rows, taobao_rows
from tests.support.shop import Shop

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('="2026110200001"', "2026110200001"),
        ('="12"" 蛋糕"', '12" 蛋糕'),
        ("=_= 请快点发货", "=_= 请快点发货"),
        ("'=_= 请快点发货", "=_= 请快点发货"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
)
def test_only_what_a_platform_puts_around_it_goes(cell: str, said: str) -> None:
    assert cells.text(cell) == said


@pytest.mark.parametrize(
    "cell", ["2026-11-02 01:20:00Z", "2026-11-02T09:20:00+08:00", "2026-11-02 03:20 +0200"]
)
def test_a_time_with_an_offset_of_its_own_is_that_moment(cell: str) -> None:
    assert cells.moment(cell, SHANGHAI) == datetime(2026, 11, 2, 1, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("买家已付款，等待卖家发货", "paid"),
        ("待发货", "paid"),
        ("等待出库", "paid"),
        ("部分发货", "paid"),
        ("未发货，已付款", "paid"),
        ("支付成功", "paid"),
        ("付款完成", "paid"),
        ("已付款，配货完成", "paid"),
        ("paid, to be shipped", "paid"),
        ("卖家已发货，等待买家确认", "shipped"),
        ("等待确认收货", "shipped"),
        ("已签收", "shipped"),
        ("交易成功", "shipped"),
        ("完成", "shipped"),
        ("shipped", "shipped"),
        ("等待买家付款", "unpaid"),
        ("等待买家付尾款", "unpaid"),
        ("待支付", "unpaid"),
        ("partially paid", "unpaid"),
        ("交易关闭", "closed"),
        ("已退款", "closed"),
        ("(删除)等待出库", "closed"),
        ("", "unpaid"),
    ],
)
def test_words_decide_also_where_no_time_of_payment_is_told(status: str, standing: str) -> None:
    assert standing_of(status, "在线支付", has_paid_time=False, knows_paid_time=True) == standing


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("部分退款成功", "paid"),
        ("退款关闭", "paid"),
        ("退款已取消", "paid"),
        ("已发货，买家取消退款", "shipped"),
    ],
)
def test_a_refund_that_is_not_the_whole_order_closes_nothing(status: str, standing: str) -> None:
    assert standing_of(status, "", has_paid_time=True, knows_paid_time=True) == standing


def test_whoever_pays_the_courier_waits_for_a_call_until_the_goods_have_left() -> None:
    found = [
        standing_of(status, "货到付款", has_paid_time=False, knows_paid_time=True)
        for status in ("等待买家付款", "已签收")
    ]
    assert found == ["paid", "shipped"]


async def test_a_buyers_note_of_signs_is_kept_as_it_was_written(shop: Shop) -> None:
    await taken_in(shop, as_csv(taobao_rows([Told("1", note="=_= 请快点发货")])))
    assert (await orders(shop))[0]["buyer_note"] == "=_= 请快点发货"


async def test_paid_without_a_time_of_payment_has_paid_what_it_costs(shop: Shop) -> None:
    rows = douyin_rows(STORY[:1])
    rows[1][DOUYIN.index("支付完成时间")] = ""
    shown = await taken_in(shop, as_csv(rows))
    (order,) = await orders(shop)
    assert (order["standing"], str(order["paid"]), shown.outcome["work"]) == ("paid", "85.00", 1)


async def test_amounts_that_differ_from_row_to_row_are_those_of_the_rows(shop: Shop) -> None:
    """Whatever the layout: nobody repeats an order's sum with another figure."""
    rows = jd_rows(STORY[3:4])
    for row, amount in zip(rows[1:], ("85.00", "37.00"), strict=True):
        for heading in ("订单金额", "应付金额"):
            row[rows[0].index(heading)] = amount
    await taken_in(shop, as_csv(rows))
    (order,) = await orders(shop)
    assert (str(order["total"]), str(order["paid"])) == ("122.00", "122.00")
    assert await goods(order["id"]) == [("丝绒口红", 1), ("护手霜", 1)]


async def test_the_headings_of_an_unknown_file_may_have_a_title_above(shop: Shop) -> None:
    head = ["单号", "货名", "件数", "收货人"]
    rows = [["2026年11月订单导出", "", "", ""], head, ["A-1", "茶壶", "2", "林晓雨"]]
    shown = await read_file(shop, as_csv(rows))
    assert shown.state == "unmapped"
    assert await upper_rows(shown.id) == (head, [rows[2]])
    await use_mapping(shop.program, shown.id, "批发", "", {"单号": "number", "货名": "title"}, AT)
    await carry_on(shown.id, lambda: AT)
    assert (await import_of(shop.department_id, shown.id)).counts["new"] == 1


HEADINGS = {
    "number": ("单号", "订单编号", "订单号码", "Order No", "order id"),
    "title": ("品名", "商品名", "货品", "Product"),
    "quantity": ("件数", "购买数量", "商品数量", "Qty"),
    "receiver": ("收货人", "收件人姓名", "联系人", "recipient"),
    "phone": ("手机", "收货人电话", "联系方式", "Mobile"),
    "address": ("收货人地址", "详细地址 ", "shipping address"),
    "total": ("应付总额", "订单总价", "Total"),
    "paid": ("实付金额", "付款金额"),
    "postage": ("运费", "快递费"),
    "paid_at": ("付款时间", "支付日期"),
    "ordered_at": ("下单时间", "订单日期", "Created"),
    "status": ("订单状态", "付款状态"),
    "buyer_note": ("买家备注", "客户留言"),
    "seller_note": ("备注",),
    "": ("快递单号", "物流公司", "运单号", "退款金额", "优惠金额", "发票抬头", "子订单号", "单位", ""),
}


@pytest.mark.parametrize("field", HEADINGS)
def test_what_a_heading_most_likely_means(field: str) -> None:
    assert {heading: likely_field(heading) for heading in HEADINGS[field]} == dict.fromkeys(
        HEADINGS[field], field
    )


async def test_what_is_shown_of_an_unknown_file_gives_no_customer_away(shop: Shop) -> None:
    boss = await shop.manager()
    secrets = ("林晓雨", "文三路1号", "13800001234", "13900005678", "门禁1357")
    rows = [
        ["单号", "品名", "收货人", "手机", "收货地址", "备注", "谁接", "哪里"],
        ["A-1", "茶壶", "林晓雨", "13800001234", "浙江省杭州市文三路1号", "门禁1357", "'13900005678",
         "浙江省 杭州市 文三路1号"],
    ]  # fmt: skip
    shown = await read_file(shop, as_csv(rows))
    async with await boss.browser() as browser:
        screen = (await browser.get(f"/orders/imports/{shown.id}")).text
        told = (await browser.get(f"/api/v1/orders/imports/{shown.id}/headings")).json()
    assert told["headings"] == rows[0] and told["rows"][0][:4] == ["A-1", "茶壶", "林*", "138****1234"]
    for said in (screen, str(told)):
        assert (
            "茶壶" in said and "浙江省杭州市****" in said and not [each for each in secrets if each in said]
        )


async def test_a_change_of_address_is_told_to_programs_without_the_address(shop: Shop) -> None:
    boss = await shop.manager()
    await taken_in(shop, as_csv(taobao_rows(STORY[:1])))
    shown = await read_file(
        shop, as_csv(taobao_rows([replace(STORY[0], street="文二路88号", phone="13911112222")]))
    )
    async with await boss.browser() as browser:
        (row,) = (await browser.get(f"/api/v1/orders/imports/{shown.id}/rows")).json()
    assert ["phone", "138****1234", "139****2222"] in row["changes"]
    assert "文二路88号" not in str(row) and "文三路1号" not in str(row)


@pytest.mark.parametrize("rows_of", [taobao_rows, jd_rows, douyin_rows])
async def test_exports_that_overlap_and_were_put_together_double_no_goods(shop: Shop, rows_of: Any) -> None:
    head, *rows = rows_of(STORY)
    shown = await taken_in(shop, as_csv([head, *rows, head, *rows[-3:]]))
    assert (shown.outcome["new"], shown.counts["refused"]) == (5, 0)
    kept = await orders(shop)
    assert [await goods(kept[place]["id"]) for place in (3, 4)] == [
        [("丝绒口红", 1), ("护手霜", 1)],
        [("洁面乳", 3)],
    ]
    assert str(kept[3]["total"]) == "122.00"


async def test_of_two_moments_in_one_file_the_later_one_counts(shop: Shop) -> None:
    """Whichever stands first: an order goes from unpaid to paid and never back."""
    paid = replace(STORY[1], standing="paid")
    head, later = taobao_rows([paid])
    earlier = taobao_rows([STORY[1]])[1]
    for number, rows in (("1", (earlier, later)), ("2", (later, earlier))):
        told = [[number, *row[1:]] for row in rows]
        shown = await taken_in(shop, as_csv([head, *told]))
        assert shown.outcome == {"new": 1, "known": 0, "changed": 0, "work": 1}
    assert [await goods(order["id"]) for order in await orders(shop)] == [[("丝绒口红", 1)]] * 2
