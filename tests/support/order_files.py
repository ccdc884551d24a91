"""Files of orders in the layouts of the platforms, made up: the same people and goods in each of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


def _headings(line: str) -> tuple[str, ...]:
    """As they stand in a file."""
    return tuple(line.split(","))


TAOBAO = _headings(
    "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,"
    "买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,"
    "订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,"
    "订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,定金排名,修改后的sku,"
    "修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易"
)
JD = _headings(
    "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,"
    "订单类型,下单帐号,客户姓名,客户地址,联系电话,订单备注,发票类型,发票抬头,发票内容,商家备注,"
    "商家备注等级（等级1-5为由高到低）,运费金额,付款确认时间,增值税发票,货号,订单完成时间,"
    "订单来源,订单渠道"
)
DOUYIN = _headings(
    "主订单编号,子订单编号,商品名称,商品规格,商品数量,商品单价,订单应付金额,支付方式,手续费,收件人,收件人手机号,"
    "省,市,区,街道,详细地址,买家留言,订单提交时间,商家备注,订单完成时间,支付完成时间,APP渠道,流量来源,"
    "订单状态,承诺发货时间"
)


@dataclass(frozen=True, slots=True)
class Told:
    """An order of a story. `standing` as we say it; `goods` are title, quantity and price."""

    number: str
    standing: str = "paid"
    receiver: str = "林晓雨"
    phone: str = "13800001234"
    note: str = ""
    street: str = "文三路1号"
    goods: tuple[tuple[str, int, str], ...] = (("丝绒口红", 1, "85.00"),)
    at: datetime = datetime(2026, 11, 2, 9, 20)

    @property
    def total(self) -> str:
        return f"{sum(quantity * float(price) for _, quantity, price in self.goods):.2f}"

    @property
    def paid_at(self) -> str:
        return f"{self.at + timedelta(seconds=9):%Y-%m-%d %H:%M:%S}" if self.standing == "paid" else ""


STORY = (
    Told("2026110200001", note="请包好看点,\"生日\"礼物🎁\n第二行"),
    Told("2026110200002", "unpaid", "周敏", "13900005678"),
    Told("2026110200003", "closed", "何静", "13700009012"),
    Told("2026110200004", receiver="罗帆", goods=(("丝绒口红", 1, "85.00"), ("护手霜", 1, "37.00"))),
    Told("2026110200005", receiver="王一", goods=(("洁面乳", 3, "19.90"),)),
)  # fmt: skip


def taobao_rows(orders: Iterable[Told]) -> list[list[str]]:
    """One row per order; its number written `="…"`, its mobile with an apostrophe, goods joined in one cell."""
    status = {"paid": "买家已付款,等待卖家发货", "unpaid": "等待买家付款", "closed": "交易关闭"}
    return [list(TAOBAO), *(_by_heading(TAOBAO, {
        "订单编号": f'="{each.number}"', "买家会员名": f"tb{each.phone[-4:]}", "买家应付货款": each.total,
        "买家应付邮费": "0.00", "总金额": each.total,
        "买家实际支付金额": each.total if each.standing == "paid" else "0.0",
        "订单状态": status[each.standing], "买家留言": each.note, "收货人姓名": each.receiver,
        "收货地址 ": f"浙江省 杭州市 西湖区 {each.street}", "联系手机": f"'{each.phone}",
        "订单创建时间": f"{each.at:%Y-%m-%d %H:%M:%S}", "订单付款时间 ": each.paid_at,
        "宝贝标题 ": "，".join(title for title, _, _ in each.goods), "宝贝种类 ": str(len(each.goods)),
        "宝贝总数量": str(sum(quantity for _, quantity, _ in each.goods)), "店铺名称": "五步商城旗舰店",
    }) for each in orders)]  # fmt: skip


def jd_rows(orders: Iterable[Told]) -> list[list[str]]:
    """One row per kind of goods."""
    status = {"paid": "等待出库", "unpaid": "等待付款", "closed": "(删除)等待出库"}
    return [list(JD), *(_by_heading(JD, {
        "订单号": each.number, "商品ID": f"10{place}", "商品名称": title, "订购数量": str(quantity),
        "支付方式": "在线支付",
        "下单时间": f"{each.at:%Y-%m-%d %H:%M:%S}", "京东价": price, "订单金额": each.total, "应付金额": each.total,
        "余额支付": "0.00", "订单状态": status[each.standing],
        "下单帐号": f"jd_{each.phone[-4:]}", "客户姓名": each.receiver,
        "客户地址": f"浙江杭州市西湖区{each.street}", "联系电话": each.phone, "订单备注": each.note, "运费金额": "0.00",
        "付款确认时间": each.paid_at, "货号": f"SKU-{place}",
    }) for each in orders for place, (title, quantity, price) in enumerate(each.goods, 1))]  # fmt: skip


def douyin_rows(orders: Iterable[Told]) -> list[list[str]]:
    """One row per kind of goods, each with its own amount; numbers end with a tab, as they do there."""
    status = {"paid": "待发货", "unpaid": "待支付", "closed": "已关闭"}
    return [list(DOUYIN), *(_by_heading(DOUYIN, {
        "主订单编号": each.number + "\t", "子订单编号": f"{each.number}{place}\t", "商品名称": title,
        "商品规格": "默认", "商品数量": str(quantity), "商品单价": price,
        "订单应付金额": f"{quantity * float(price):.2f}", "支付方式": "支付宝",
        "收件人": each.receiver, "收件人手机号": each.phone, "省": "浙江省", "市": "杭州市", "区": "西湖区", "街道": "",
        "详细地址": each.street, "买家留言": each.note, "订单提交时间": f"{each.at:%Y/%m/%d %H:%M:%S}",
        "支付完成时间": each.paid_at.replace("-", "/"), "订单状态": status[each.standing],
    }) for each in orders for place, (title, quantity, price) in enumerate(each.goods, 1))]  # fmt: skip


def as_csv(rows: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """As a platform sends it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    """As a spreadsheet program saves it."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("订单")
    for row in rows:
        sheet.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _by_heading(headings: Sequence[str], cells: dict[str, str]) -> list[str]:
    assert set(cells) <= set(headings), set(cells) - set(headings)
    return [cells.get(heading, "") for heading in headings]
