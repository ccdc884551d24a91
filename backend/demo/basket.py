"""What made-up customers order, and what they write beside it. None of the numbers is anybody's."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from backend.rules.orders.draft import Draft, Item

SHOP = "五步商城旗舰店"


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who orders; `note` is what they write to the shop."""

    name: str
    phone: str
    address: str
    note: str = ""


CUSTOMERS = (
    Customer("林小满", "13800000101", "浙江省 杭州市 西湖区 文三路 1 号 2 幢 301"),
    Customer("陆知行", "13800000102", "江苏省 苏州市 姑苏区 平江路 18 号"),
    Customer("沈怡", "13800000103", "上海市 上海市 徐汇区 衡山路 5 弄 7 号", "改地址到公司：漕溪北路 88 号 12 楼"),
    Customer("许念", "13800000104", "广东省 广州市 越秀区 东风路 66 号"),
    Customer("贺闻", "13800000105", "四川省 成都市 锦江区 春熙路 9 号", "要开发票，抬头稍后发您"),
    Customer("江予安", "13800000106", "北京市 北京市 朝阳区 望京街 3 号院 8 号楼"),
    Customer("宋时雨", "13800000107", "湖北省 武汉市 武昌区 中北路 21 号", "送人的，请不要放价格单"),
    Customer("顾南", "13800000108", "福建省 厦门市 思明区 湖滨南路 40 号"),
)  # fmt: skip
GOODS = (
    Item("陶瓷马克杯 420ml", 1, Decimal("39.00"), sku="MUG-420", spec="雾蓝"),
    Item("纯棉毛巾 三条装", 1, Decimal("59.00"), sku="TOWEL-3", spec="米白"),
    Item("保温杯 500ml", 1, Decimal("128.00"), sku="FLASK-500", spec="墨绿"),
    Item("香薰蜡烛", 1, Decimal("88.00"), sku="CANDLE-1", spec="白茶"),
    Item("记忆棉靠垫", 1, Decimal("109.00"), sku="CUSHION-1", spec="浅灰"),
    Item("折叠雨伞", 1, Decimal("69.00"), sku="UMBRELLA-1", spec="藏青"),
)
PLATFORMS = ("taobao", "douyin", "jd")


def an_order(number: int, at: datetime) -> Draft:
    """The demo's order of this number, paid a minute before `at`."""
    chance = random.Random(number)
    customer = CUSTOMERS[number % len(CUSTOMERS)]
    items = tuple(chance.sample(GOODS, chance.choice((1, 1, 2))))
    total = sum((item.price * item.quantity for item in items if item.price), Decimal(0))
    return Draft(
        platform=PLATFORMS[number % len(PLATFORMS)],
        number=f"DEMO{at:%y%m%d}{number:06}",
        standing="paid",
        items=items,
        shop=SHOP,
        buyer=f"demo_{number:03}",
        receiver=customer.name,
        phone=customer.phone,
        address=customer.address,
        buyer_note=customer.note,
        total=total,
        paid=total,
        payment="在线支付",
        ordered_at=at - timedelta(minutes=2),
        paid_at=at - timedelta(minutes=1),
    )
