"""Whether an order is unpaid, paid, shipped or closed, from the words of its platform."""

from __future__ import annotations

import re

_ASIDE = re.compile(
    r"部分退款(成功|完成)?|退款(申请)?已?(关闭|取消|撤销)|(关闭|取消|撤销)退款|partially refunded",
    re.IGNORECASE,
)
"""Says nothing of the whole order: it goes on."""
_CLOSED = re.compile(
    r"关闭|取消|作废|删除|已退款|退款成功|退款完成|全额退款|cancel|closed|refunded|void", re.IGNORECASE
)
_UNPAID = re.compile(
    r"等待(买家)?付[款尾]|待付|尾款未|待支付|未付|未支付|未成团|unpaid|(awaiting|pending|waiting for) payment|not paid",
    re.IGNORECASE,
)
_STILL_HERE = re.compile(
    r"部分已?发货|未(发货|出库)|partially shipped|to be shipped|not (yet )?shipped|unshipped", re.IGNORECASE
)
_SHIPPED = re.compile(
    r"已(发货|出库)|签收|收货|交易成功|(已|交易|订单)完成|^\s*完成\s*$|\b(shipped|delivered|completed)\b",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"已付款|已支付|(付款|支付)(成功|完成)|(待|等待(卖家)?|部分已?)(发货|出库)|(?<!partially )\bpaid\b"
    r"|partially shipped",
    re.IGNORECASE,
)
_ON_DELIVERY = re.compile(r"货到付款|cash on delivery|\bcod\b", re.IGNORECASE)


def standing_of(status: str, payment: str, *, has_paid_time: bool, knows_paid_time: bool) -> str:
    """One of `STANDINGS`. Words decide; where they say nothing, the time of payment does, if the layout knows one.
    Whoever pays the courier has an order that is worked now."""
    words = _ASIDE.sub(" ", status)
    if _CLOSED.search(words):
        return "closed"
    if _SHIPPED.search(_STILL_HERE.sub(" ", words)):
        return "shipped"
    if is_on_delivery(payment):
        return "paid"
    if _UNPAID.search(words):
        return "unpaid"
    if _PAID.search(words):
        return "paid"
    return "unpaid" if knows_paid_time and not has_paid_time else "paid"


def is_on_delivery(payment: str) -> bool:
    """Whether the courier is paid."""
    return bool(_ON_DELIVERY.search(payment))
