"""A customer's data as it may stand in lists, in results and in live messages: enough to recognise, not to use."""

from __future__ import annotations

import re
from collections.abc import Iterable

COMPOUND = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文"
    "司徒鲜于司空闾丘令狐百里呼延东郭南门羊舌微生梁丘左丘西门"
)
_SURNAMES = frozenset(COMPOUND[at : at + 2] for at in range(0, len(COMPOUND), 2))
_NUMBER = re.compile(
    r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)|(?<!\d)0\d{2,3}[\s-]?\d{7,8}(?!\d)"
)
_DISTRICT = re.compile(r"^\W*([一-鿿]{1,7}?(?:区|县|市|旗))")
_SHORT = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海"
    "|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_PROVINCE = re.compile(rf"^\W*([一-鿿]{{2,7}}?(?:特别行政区|自治区|省)|(?:{_SHORT})(?=\s))")
_CITY = re.compile(r"^\W*([一-鿿]{2,7}?(?:自治州|地区|盟|市))")


def masked_name(name: str) -> str:
    """`林*`, `欧阳*`, `J*`: the surname alone; the stars do not tell how long a name is."""
    name = name.strip()
    if not name:
        return ""
    return (name[:2] if name[:2] in _SURNAMES and len(name) > 2 else name[0]) + "*"


def masked_phone(phone: str) -> str:
    """`138****5678`; `138****5678-****` for the platforms' numbers with an extension; `****` for what is too short."""
    number, *extension = re.split(r"\s*(?:转|ext\.?|#|,)\s*|(?<=\d{11})-(?=\d)", phone.strip(), maxsplit=1)
    digits = re.sub(r"\D", "", number)
    if not digits:
        return "****" if phone.strip() else ""
    digits = digits[2:] if len(digits) == 13 and digits.startswith("86") else digits
    shown = (
        f"{digits[:3]}****{digits[-4:]}"
        if len(digits) >= 9
        else f"****{digits[-2:]}"
        if len(digits) > 4
        else "****"
    )
    return shown + ("-****" if extension else "")


def masked_address(address: str) -> str:
    """Down to the city: `浙江省杭州市****`; `****` where it names none."""
    rest, kept = address.strip(), ""
    for part in (_PROVINCE, _CITY):
        if found := part.match(rest):
            kept, rest = kept + found[1], rest[found.end() :]
    return kept + "****" if address.strip() else ""


def masked_words(words: str, known: Iterable[tuple[str, str]]) -> str:
    """What somebody typed: without phone numbers, and without what is `known` of the customer, field and value."""
    for field, value in known:
        words = words.replace(value, masked_field(field, value)) if len(value) > 1 else words
        street = _street(value) if field == "address" else ""
        words = words.replace(street, "****") if len(street) > 1 else words
    return _NUMBER.sub(lambda found: masked_phone(found[0]), words)


def _street(address: str) -> str:
    """What is left of an address without province, city and district: as people quote it."""
    rest = address
    for part in (_PROVINCE, _CITY, _DISTRICT):
        if found := part.match(rest):
            rest = rest[found.end() :]
    return rest.strip()


def masked_field(field: str, value: str) -> str:
    """A field of an order by its name; goods and standing stay, what nobody knows here is hidden."""
    if field in OPEN_FIELDS:
        return value
    return _MASKS.get(field, _hidden)(value)


def _hidden(value: str) -> str:
    return "****" if value.strip() else ""


OPEN_FIELDS = frozenset(
    {"item", "standing", "status", "goods-total", "postage", "total", "paid", "shop", "payment"}
)
_MASKS = {"receiver": masked_name, "buyer": masked_name, "phone": masked_phone, "address": masked_address}
