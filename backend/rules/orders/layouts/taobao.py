"""Taobao and Tmall: the seller's export of orders, one row per order; several goods in one cell."""

from __future__ import annotations

from backend.rules.orders.layouts.layout import Layout, columns

TAOBAO = Layout(
    code="taobao",
    columns=columns(
        number="订单编号",
        status="订单状态",
        buyer=("买家会员名", "买家昵称"),
        receiver="收货人姓名",
        phone=("联系手机", "联系电话"),
        address=("修改后的收货地址", "收货地址"),
        buyer_note=("买家留言", "买家备注"),
        seller_note=("订单备注", "商家备注"),
        goods_total="买家应付货款",
        postage="买家应付邮费",
        total="总金额",
        paid="买家实际支付金额",
        ordered_at="订单创建时间",
        paid_at="订单付款时间",
        title=("宝贝标题", "商品标题"),
        kinds="宝贝种类",
        quantity="宝贝总数量",
        spec="修改后的sku",
        shop="店铺名称",
    ),
    signs=frozenset({"订单编号", "买家会员名", "订单状态", "宝贝标题"}),
    joined_goods="，",
    rows_differ=True,
)
