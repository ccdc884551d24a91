"""What a buyer has written beside an order, and why somebody should look before it is packed (R-ORD-3)."""

from __future__ import annotations

import re

_SIGNS: dict[str, re.Pattern[str]] = {
    "address": re.compile(
        r"(改|换|更[改换正]|修改|变更|新)\S{0,4}(地址|地点|收货)|地址\S{0,6}(改|换|错|不对|有误|变更|更正|为[:：]?|是[:：])"
        r"|(寄|发|送)(到|往|至)|别(寄|发|送)(到|去)?\S{0,4}(公司|家|学校|单位)|(收货|收件)人?\S{0,2}地\S{0,2}(改|换|是)"
        r"|(?:[一-鿿]{2,}(?:省|市|区|县|镇|街道|路|巷|弄)){2,}|\d+\s*(?:号楼|栋|幢|单元|室)"
        r"|(change|wrong|new|different)\W+(\w+\W+){0,3}address|(ship|send|deliver)\s+(it\s+)?to\b",
        re.IGNORECASE,
    ),
    "phone": re.compile(
        r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)|(改|换|打)\S{0,4}(电话|手机|号码)|(电话|手机|号码)\S{0,4}(改|换|错|不对|有误|打不通)",
    ),
    "goods": re.compile(
        r"(改|换|要|拍错|选错|发)\S{0,6}(颜色|色号|尺码|尺寸|型号|款式|规格|口味|数量)|拍错了?|选错了?|(少|多)(拍|买|要)了",
    ),
    "time": re.compile(
        r"(尽快|加急|急用|着急|赶时间|今天(能|必须|就)?\S{0,2}(发|寄)|(先|暂时|暂)?(不要|别|勿)\S{0,2}(发货|寄出|派送)|(周|星期|礼拜)[一二三四五六日末天]\S{0,4}(发|寄|送|收)|(前|之前)(送|寄|发)?到"
        r"|推迟|延迟|晚点(发|寄)|预约)",
    ),
    "invoice": re.compile(r"发票|开票|抬头|税号|invoice", re.IGNORECASE),
    "cancel": re.compile(r"(取消|不要了|退款|退单|不想要|refund|cancel)", re.IGNORECASE),
}


def attention(note: str) -> tuple[str, ...]:
    """What a note seems to ask for: `address`, `phone`, `goods`, `time`, `invoice`, `cancel`; in this order.

    It marks and never decides: a person reads every note (R-ORD-3), these first.
    """
    return tuple(sign for sign, pattern in _SIGNS.items() if pattern.search(note))
