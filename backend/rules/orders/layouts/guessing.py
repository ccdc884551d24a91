"""What the headings of an unknown file most likely mean: a proposal that somebody looks through on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterable

from backend.rules.orders.layouts.layout import FIELDS, Layout, clean_heading

_WORDS = (
    ("number", r"^(主?订单|交易|单据|销售单?|销售订单)?(单号|编号|号码?)$|^order ?(no\.?|number|id|#)?$"),
    ("postage", r"运费|邮费|快递费|配送费|postage|freight|shipping (fee|cost|charge)"),
    ("", r"物流|快递|运单|发票|退款|售后|优惠|折扣|积分|佣金|服务费|子订单|invoice|refund|discount|tracking"),
    ("paid_at", r"(付款|支付).*(时间|日期)|paid at|payment (time|date)"),
    ("ordered_at", r"(下单|订单|创建|提交|拍下|成交).*(时间|日期)|ordered at|order (date|time)|created"),
    ("status", r"状态|status"),
    ("phone", r"手机|电话|联系方式|phone|mobile|\btel\b"),
    ("address", r"地址|address"),
    ("province", r"^省份?$|province"),
    ("city", r"^(城市|市)$|\bcity\b"),
    ("district", r"^(区|县|区县|区/县)$|district"),
    ("street", r"^(街道|乡镇|街道/乡镇)$"),
    ("receiver", r"收货人|收件人|联系人|姓名|receiver|recipient|consignee"),
    ("buyer_note", r"(买家|客户|顾客|用户|会员).*(备注|要求)|留言|(buyer|customer)('s)? (note|message)"),
    ("seller_note", r"备注|remark|\bnotes?\b"),
    ("buyer", r"买家|会员|昵称|用户名|客户|顾客|buyer|customer|username"),
    ("quantity", r"数量|件数|\bqty\b|quantity"),
    ("goods_total", r"货款|商品(总价|总额|金额)|subtotal"),
    ("price", r"单价|售价|价格|\bprice\b"),
    ("paid", r"实付|实收|实际支付|已付|(付款|支付)金额|\bpaid\b"),
    ("total", r"总金额|总额|总价|订单金额|应付|合计|\btotal\b|\bamount\b"),
    ("payment", r"(支付|付款)(方式|渠道)|payment"),
    ("sku", r"\bsku\b|商家编码|货号|商品(编码|编号|id)|条码|barcode"),
    ("spec", r"规格|型号|颜色|尺码|\bspec|variant"),
    ("shop", r"店铺|门店|\bshop\b|\bstore\b"),
    ("title", r"商品|品名|货名|货品|宝贝|产品|goods|product|\bitem|\btitle\b"),
)
"""The first that fits counts; of some columns it is known that they are none of ours."""
_GUESSES = tuple((field, re.compile(words, re.IGNORECASE)) for field, words in _WORDS)


def likely_field(heading: str, layouts: Iterable[Layout]) -> str:
    """As the platforms that we know call it, else by the words in it; empty where it says nothing to us."""
    bare = clean_heading(heading)
    told = (layout.columns.get(bare, "") for layout in layouts)
    known = next((field for field in told if field in FIELDS), "")
    return known or next((field for field, words in _GUESSES if words.search(bare)), "")
