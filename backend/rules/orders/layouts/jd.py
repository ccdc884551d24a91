"""JD: one row per kind of goods, the order's own fields repeated in each."""

from __future__ import annotations

from backend.rules.orders.layouts.layout import Layout, columns

JD = Layout(
    code="jd",
    columns=columns(
        number="订单号",
        status="订单状态",
        buyer="下单帐号",
        receiver="客户姓名",
        phone="联系电话",
        address="客户地址",
        buyer_note="订单备注",
        seller_note="商家备注",
        total="订单金额",
        paid="应付金额",
        balance="余额支付",
        postage="运费金额",
        payment="支付方式",
        ordered_at="下单时间",
        paid_at="付款确认时间",
        title="商品名称",
        quantity="订购数量",
        price="京东价",
        sku=("货号", "商品ID"),
    ),
    signs=frozenset({"订单号", "商品ID", "商品名称", "订购数量", "京东价"}),
    rows_differ=True,
)
