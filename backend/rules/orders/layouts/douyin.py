"""Douyin: one row per kind of goods, the address in its parts, the amount to be paid for each row."""

from __future__ import annotations

from backend.rules.orders.layouts.layout import Layout, columns

DOUYIN = Layout(
    code="douyin",
    columns=columns(
        number="主订单编号",
        status="订单状态",
        receiver=("收件人", "收货人"),
        phone=("收件人手机号", "收货人手机号"),
        province="省",
        city="市",
        district="区",
        street="街道",
        address=("详细地址", "收件地址"),
        buyer="买家昵称",
        buyer_note="买家留言",
        seller_note="商家备注",
        total="订单应付金额",
        postage="运费",
        payment="支付方式",
        ordered_at="订单提交时间",
        paid_at=("支付完成时间", "支付时间"),
        title=("商品名称", "选购商品"),
        spec="商品规格",
        quantity="商品数量",
        price=("商品单价", "商品金额"),
        sku=("商家编码", "商品ID"),
        shop="店铺名称",
    ),
    signs=frozenset({"主订单编号", "子订单编号", "订单应付金额"}),
    row_amounts=frozenset({"total"}),
    rows_differ=True,
)
