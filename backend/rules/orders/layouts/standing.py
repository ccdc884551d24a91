"""Whether an order is paid, unpaid or closed, from the words of its platform."""

from __future__ import annotations

import re

_CLOSED = re.compile(
    r"关闭|取消|作废|删除|已退款|退款成功|退款完成|全额退款|cancel|closed|refunded|void", re.IGNORECASE
)
_UNPAID = re.compile(
    r"等待(买家)?付款|待付|待支付|未付|未支付|未成团|unpaid|(awaiting|pending|waiting for) payment|not paid",
    re.IGNORECASE,
)
_ON_DELIVERY = re.compile(r"货到付款|cash on delivery|\bcod\b", re.IGNORECASE)


def standing_of(status: str, payment: str, *, has_paid_time: bool, knows_paid_time: bool) -> str:
    """`closed`, `unpaid` or `paid`. Words decide; where they say neither, the time of payment does, if the layout
    knows one. Whoever pays the courier has an order that is worked now."""
    if _CLOSED.search(status):
        return "closed"
    if _ON_DELIVERY.search(payment):
        return "paid"
    if _UNPAID.search(status) or (knows_paid_time and not has_paid_time):
        return "unpaid"
    return "paid"
