"""Files as nobody means them: broken, poisoned, endless. Each ends in one sentence; nothing of it comes in."""

from __future__ import annotations

import csv
import gc
import io
import resource
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.orders.files import open_table
from backend.orders.imports.deciding import upper_rows
from backend.orders.imports.export import refused_csv
from backend.orders.imports.folder import file_of
from backend.orders.imports.queries import rows_of
from tests.orders.files import goods, orders, read_file, taken_in
from tests.support.order_files import (
    JD,
    STORY,
    TAOBAO,
    Told,
    as_csv,
    as_xlsx,
    douyin_rows,
    jd_rows,
    taobao_rows,
)
from tests.support.shop import Shop

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def a_workbook(sheet: bytes, **parts: bytes) -> bytes:
    """A workbook with this as its sheet, whatever it is."""
    whole = io.BytesIO(as_xlsx([["订单号"]]))
    made = io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for each in source.infolist():
            name = each.filename
            content = sheet if name.endswith("sheet1.xml") else source.read(each)
            target.writestr(name, parts.get(name, content))
    return made.getvalue()


def truncated() -> bytes:
    return as_xlsx(taobao_rows(STORY))[:-400]


def cut_inside() -> bytes:
    """The end of the archive is there; its sheet breaks off."""
    return a_workbook(b"<worksheet><sheetData><row r='1'><c t='inlineStr'><is><t>x")


def bomb() -> bytes:
    """Some kilobytes that unpack to a gigabyte of blanks."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx([["x"]]))) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for each in source.infolist():
            if not each.filename.endswith("sheet1.xml"):
                target.writestr(each.filename, source.read(each))
        with target.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(1_000):
                sheet.write(b" " * 1_000_000)
    return made.getvalue()


def laughs() -> bytes:
    entities = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">'
    return a_workbook(f"<!DOCTYPE x [{entities}]>{SHEET.format('&c;')}".encode())


def no_sheet() -> bytes:
    return a_workbook(b"", **{"xl/workbook.xml": b"<workbook/>"})


BROKEN: dict[Callable[[], bytes], str] = {
    truncated: "intake-file-unreadable",
    cut_inside: "intake-file-unreadable",
    bomb: "intake-file-unpacks",
    laughs: "intake-file-unreadable",
    no_sheet: "intake-file-unreadable",
}


@pytest.mark.parametrize("make", BROKEN, ids=lambda make: make.__name__)
async def test_a_broken_workbook_says_so_and_costs_no_memory(shop: Shop, make: Callable[[], bytes]) -> None:
    content, before = make(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    shown = await read_file(shop, content, "订单.xlsx")
    assert (shown.state, shown.reason) == ("failed", BROKEN[make])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000, "kilobytes more at the peak"
    assert not file_of(shown.id).exists() and not list(file_of(0).parent.glob("dangban-*"))


async def test_an_encoding_that_is_none_is_unreadable_and_no_gibberish_comes_in(shop: Shop) -> None:
    content = as_csv(taobao_rows(STORY), "gb18030")
    shown = await read_file(shop, content[:300] + b"\xff\xff" + content[300:])
    assert (shown.state, shown.reason) == ("failed", "intake-file-unreadable")


async def test_without_the_column_of_numbers_the_file_is_asked_about(shop: Shop) -> None:
    rows = [row[1:] for row in taobao_rows(STORY)]
    assert (await read_file(shop, as_csv(rows))).state == "unmapped"


async def test_a_column_that_is_not_needed_may_be_missing(shop: Shop) -> None:
    drop = TAOBAO.index("买家留言")
    rows = [row[:drop] + row[drop + 1 :] for row in taobao_rows(STORY)]
    shown = await taken_in(shop, as_csv(rows))
    assert shown.outcome["new"] == 5 and (await orders(shop))[0]["buyer_note"] == ""


async def test_of_two_columns_of_one_name_the_first_that_says_something_counts(shop: Shop) -> None:
    rows = [[*row, row[TAOBAO.index("收货人姓名")]] for row in taobao_rows(STORY[:1])]
    rows[1][-1] = "另一个人"
    await taken_in(shop, as_csv(rows))
    assert (await orders(shop))[0]["receiver"] == "林晓雨"


@pytest.mark.parametrize("amount", ["-85.00", "(85.00)", "1e400", "NaN", "９９９９９９９９９９９９９.00"])
async def test_an_amount_that_is_none_is_refused_alone(shop: Shop, amount: str) -> None:
    rows = jd_rows(STORY)
    rows[1][JD.index("京东价")] = amount
    shown = await taken_in(shop, as_csv(rows))
    (row,) = await rows_of(shop.department_id, shown.id, "refused")
    assert (row.line, row.heading, row.reason, row.value) == (2, "京东价", "intake-fault-money", amount)
    assert shown.outcome["new"] == 4


async def test_a_cell_of_ten_megabytes_spoils_its_own_order_only(shop: Shop) -> None:
    rows = taobao_rows(STORY)
    rows[1][TAOBAO.index("收货地址 ")] = "路" * 3_500_000
    shown = await read_file(shop, _workbook_of(rows), "订单.xlsx")
    assert (shown.counts["refused"], shown.counts["new"]) == (1, 4)
    (row,) = await rows_of(shop.department_id, shown.id, "refused")
    assert (row.reason, row.field, row.value) == ("intake-fault-too-long", "address", "****")


async def test_in_text_it_is_a_quotation_mark_that_nobody_closed_and_the_line_is_named(shop: Shop) -> None:
    rows = taobao_rows(STORY)
    rows[2][TAOBAO.index("收货地址 ")] = "路" * 3_500_000
    shown = await read_file(shop, as_csv(rows))
    assert (shown.state, shown.reason, shown.reason_args) == ("failed", "intake-file-cell", {"line": "3"})


def _workbook_of(rows: list[list[str]]) -> bytes:
    """As no spreadsheet program saves it: they allow 32,767 signs in a cell."""
    from xml.sax.saxutils import escape

    lines = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row) + "</row>"
        for row in rows
    )
    return a_workbook(SHEET.format(lines).encode())


async def test_what_a_buyer_wrote_is_no_formula_in_the_list_of_refused_lines(shop: Shop) -> None:
    evil = ('=HYPERLINK("http://evil.example","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", '="2026" & A1')
    rows = jd_rows([Told(f"202611020000{place}") for place in range(len(evil))])
    for row, note in zip(rows[1:], evil, strict=True):
        row[JD.index("订单备注")], row[JD.index("订购数量")] = note, "两个"
    shown = await read_file(shop, as_csv(rows))
    parts = [
        part async for part in refused_csv(shop.department_id, shown.id, list(JD), lambda code, **_: code)
    ]
    lines = list(csv.reader(io.StringIO(b"".join(parts).decode("utf-8-sig"), newline="")))[1:]
    for line, note in zip(lines, evil, strict=True):
        assert line[JD.index("订单备注")] == f"'{note}"


async def test_two_amounts_of_douyin_are_those_of_its_rows_or_of_the_whole_order(shop: Shop) -> None:
    """Some exports write what the row costs, others repeat the order's sum."""
    two = Told("2026110200009", goods=(("丝绒口红", 1, "85.00"), ("护手霜", 2, "37.00")))
    rows = douyin_rows([two])
    await taken_in(shop, as_csv(rows))
    place = rows[0].index("订单应付金额")
    for row in rows[1:]:
        row[0], row[place] = "2026110200010\t", "159.00"
    await taken_in(shop, as_csv(rows))
    first, other = await orders(shop)
    assert str(first["total"]) == str(other["total"]) == "159.00"
    assert await goods(first["id"]) == [("丝绒口红", 1), ("护手霜", 2)]


async def test_blank_lines_a_title_above_and_line_breaks_of_every_kind(shop: Shop) -> None:
    rows = taobao_rows(STORY)
    width = len(rows[0])
    title = ["订单报表"] + [""] * (width - 1)
    text = as_csv([title, [""] * width, *rows[:3], [""] * width, *rows[3:]]).replace(b"\r\n", b"\r")
    for content in (text, text.replace(b"\r", b"\n")):
        shown = await read_file(shop, content)
        assert (shown.layout, shown.counts["new"], shown.counts["refused"]) == ("taobao", 5, 0)


async def test_every_file_that_was_opened_is_closed_again(shop: Shop) -> None:
    """Also where nothing could be made of it, or where it is only looked into."""
    gc.collect()
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        await taken_in(shop, as_xlsx(taobao_rows(STORY)), "订单.xlsx")
        await read_file(shop, truncated(), "订单.xlsx")
        unknown = await read_file(shop, as_xlsx([["单号", "货"], ["A-1", "茶壶"]]), "批发.xlsx")
        await upper_rows(unknown.id)
        gc.collect()
    assert [each for each in said if each.category is ResourceWarning] == []


async def test_for_its_headings_a_long_workbook_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "批发.xlsx"
    path.write_bytes(as_xlsx([["单号", "货"], *([f"A-{place}", "茶壶"] for place in range(20_000))]))
    with open_table(path, lambda _: False, most=15) as table:
        assert table.headings == ["单号", "货"]
        assert 15 <= sum(1 for _ in table.rows()) < 3_000
