"""Orders as a platform would tell them, made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from backend.rules.orders.draft import Draft, Item

AT = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)


def a_draft(number: str = "2026110200001", **differences: Any) -> Draft:
    """A paid order of 林晓雨: one lipstick for 85 yuan."""
    usual = Draft(
        platform="taobao",
        number=number,
        standing="paid",
        items=(Item("丝绒口红", 1, Decimal("85.00"), spec="正红"),),
        shop="五步商城旗舰店",
        platform_status="买家已付款,等待卖家发货",
        buyer="tb_linxiaoyu",
        receiver="林晓雨",
        phone="13800001234",
        address="浙江省 杭州市 西湖区 文三路1号",
        total=Decimal("85.00"),
        paid=Decimal("85.00"),
        ordered_at=datetime(2026, 11, 2, 1, 20, tzinfo=UTC),
        paid_at=datetime(2026, 11, 2, 1, 21, tzinfo=UTC),
        original={"订单编号": number},
    )
    return replace(usual, **differences)
