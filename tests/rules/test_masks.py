"""What of a customer may stand in a list: enough to recognise, never enough to call, to visit or to know."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules.orders.masks import masked_address, masked_field, masked_name, masked_phone, masked_words


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("林晓", "林*"),
        ("欧阳娜娜", "欧阳*"),
        ("欧阳", "欧*"),
        ("John Smith", "J*"),
        (" 王女士 ", "王*"),
        ("😀小林", "😀*"),
        ("", ""),
    ],
)
def test_of_a_name_the_surname(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812345678", "138****5678"),
        ("+86 138 1234 5678", "138****5678"),
        ("138-1234-5678", "138****5678"),
        ("13812345678-1234", "138****5678-****"),
        ("13812345678转8899", "138****5678-****"),
        ("0571-88001234", "057****1234"),
        ("12345", "****45"),
        ("110", "****"),
        ("没有", "****"),
        ("", ""),
    ],
)
def test_of_a_phone_the_last_four(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("浙江省杭州市西湖区文三路1号3栋502", "浙江省杭州市****"),
        ("浙江省 杭州市 西湖区 文三路1号", "浙江省杭州市****"),
        ("上海 上海市 浦东新区 世纪大道1号", "上海上海市****"),
        ("北京市朝阳区建国路1号", "北京市****"),
        ("广西壮族自治区 桂林市 七星区", "广西壮族自治区桂林市****"),
        ("新疆维吾尔自治区伊犁哈萨克自治州伊宁市解放路", "新疆维吾尔自治区伊犁哈萨克自治州****"),
        ("香港特别行政区九龙弥敦道1号", "香港特别行政区****"),
        ("杭州西湖区文三路1号", "****"),
        ("12 Nathan Road, Kowloon", "****"),
        ("文三路 1 号", "****"),
        ("", ""),
    ],
)
def test_of_an_address_the_city(address: str, shown: str) -> None:
    assert masked_address(address) == shown


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_no_more_than_seven_digits_of_a_mobile_are_ever_shown(mobile: str) -> None:
    shown = masked_phone(mobile)
    assert mobile not in shown and len(re.sub(r"\D", "", shown)) == 7


@given(st.text(max_size=200))
def test_whatever_is_written_nothing_after_the_city_is_shown(text: str) -> None:
    shown = masked_address(text)
    assert shown == "" if not text.strip() else len(shown) <= 18 + 4 and shown.endswith("****")


def test_a_field_that_nobody_knows_is_hidden_and_goods_are_not() -> None:
    assert masked_field("note", "请改到文三路1号") == "****"
    assert masked_field("invented", "文三路") == "****"
    assert masked_field("item", "保温杯 × 2") == "保温杯 × 2"
    assert masked_field("phone", "13812345678") == "138****5678"


def test_what_people_type_loses_numbers_and_what_is_known_of_the_customer() -> None:
    known = (
        ("address", "浙江省 杭州市 西湖区 文三路1号"),
        ("receiver", "欧阳小满"),
        ("phone", "0571-88881234"),
    )
    said = "欧阳小满 10:02 来电，文三路1号改寄公司，打 138 1234 5678，别打 0571-88881234，单号 2026110200001"
    kept = masked_words(said, known)
    assert kept == "欧阳* 10:02 来电，****改寄公司，打 138****5678，别打 057****1234，单号 2026110200001"
    assert masked_words("不要发圆通", (("address", ""), ("receiver", "王"))) == "不要发圆通"
