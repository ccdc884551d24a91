"""A platform's file comes in as it is, whatever it is written in; first it is shown, then taken in by a word."""

from __future__ import annotations

import asyncio
import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.imports.carrying import carry_on, unfinished
from backend.orders.imports.clearing import clear_imports
from backend.orders.imports.deciding import confirm, drop
from backend.orders.imports.export import refused_csv
from backend.orders.imports.folder import file_of
from backend.orders.imports.queries import import_of, imports_of, rows_of
from backend.orders.imports.receiving import receive
from tests.orders.drafts import AT
from tests.orders.files import chunks, goods, orders, read_file, taken_in, uploaded
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

LAYOUTS = {"taobao": taobao_rows, "jd": jd_rows, "douyin": douyin_rows}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("gb18030", ","), ("utf-8", ","), ("utf-8-sig", ";"), ("utf-8", "\t"), ("utf-16", "\t"), ("xlsx", "")],
)
async def test_every_layout_in_every_encoding(shop: Shop, layout: str, encoding: str, delimiter: str) -> None:
    rows = LAYOUTS[layout](STORY)
    content = as_xlsx(rows) if encoding == "xlsx" else as_csv(rows, encoding, delimiter)
    shown = await read_file(shop, content)
    assert (shown.state, shown.layout) == ("ready", layout)
    counts = {
        "new": 5,
        "known": 0,
        "changed": 0,
        "refused": 0,
        "paid": 3,
        "unpaid": 1,
        "shipped": 0,
        "closed": 1,
        "total": "266.70",
    }
    assert shown.counts == counts
    assert await orders(shop) == []
    await confirm(shop.program, shown.id, AT)
    await carry_on(shown.id, lambda: AT)
    done = await import_of(shop.department_id, shown.id)
    assert (done.state, done.outcome) == ("done", {"new": 5, "known": 0, "changed": 0, "work": 3})
    first, second, third, fourth, fifth = await orders(shop)
    assert (first["platform"], first["number"], first["receiver"]) == (layout, "2026110200001", "林晓雨")
    assert (first["phone"], first["buyer_note"]) == ("13800001234", '请包好看点,"生日"礼物🎁\n第二行')
    assert first["address"].replace(" ", "").endswith("杭州市西湖区文三路1号")
    assert (first["total"], first["paid"]) == (Decimal("85.00"), Decimal("85.00"))
    assert first["ordered_at"] == datetime(2026, 11, 2, 1, 20, tzinfo=UTC)
    assert first["paid_at"] == datetime(2026, 11, 2, 1, 20, 9, tzinfo=UTC)
    assert [each["standing"] for each in (second, third)] == ["unpaid", "closed"]
    assert second["paid"] == 0
    assert await goods(fourth["id"]) == [("丝绒口红", 1), ("护手霜", 1)]
    assert fourth["total"] == Decimal("122.00")
    assert await goods(fifth["id"]) == [("洁面乳", 3)]
    assert not file_of(shown.id).exists()


async def test_every_field_is_kept_as_it_came(shop: Shop) -> None:
    await taken_in(shop, as_csv(jd_rows(STORY)))
    fourth = (await orders(shop))[3]
    assert fourth["original"]["商品名称"] == ["丝绒口红", "护手霜"]
    assert fourth["original"]["订单金额"] == "122.00"
    assert "发票抬头" not in fourth["original"]


async def test_goods_of_one_order_need_not_stand_together(shop: Shop) -> None:
    head, *rows = jd_rows(STORY)
    mixed = [head, *rows[::2], *rows[1::2]]
    shown = await taken_in(shop, as_csv(mixed))
    assert shown.outcome["new"] == 5
    assert sorted(await goods((await orders(shop))[3]["id"])) == [("丝绒口红", 1), ("护手霜", 1)]


async def test_the_same_file_twice_adds_nothing(shop: Shop) -> None:
    content = as_csv(taobao_rows(STORY), "gb18030")
    await taken_in(shop, content)
    again = await read_file(shop, content, at=AT + timedelta(hours=1))
    assert (again.counts["known"], again.to_take_in) == (5, 0)
    assert again.twin == AT
    with pytest.raises(Refusal) as refused:
        await confirm(shop.program, again.id, AT)
    assert refused.value.code == "intake-nothing-to-take-in"
    assert len(await orders(shop)) == 5


async def test_two_who_confirm_the_same_file_and_two_files_of_the_same_orders(shop: Shop) -> None:
    content = as_csv(taobao_rows([Told(str(number)) for number in range(700)]))
    one, other = await read_file(shop, content), await read_file(shop, content)
    await asyncio.gather(*(confirm(shop.program, each, AT) for each in (one.id, one.id, other.id, other.id)))
    await asyncio.gather(*(carry_on(each, lambda: AT) for each in (one.id, one.id, other.id, other.id)))
    for import_id in await unfinished():
        await carry_on(import_id, lambda: AT)
    outcomes = [(await import_of(shop.department_id, each.id)).outcome for each in (one, other)]
    assert sum(outcome["new"] for outcome in outcomes) == 700
    assert sum(outcome["known"] for outcome in outcomes) == 700
    assert len(await orders(shop)) == 700
    assert await _events(shop) == {"accepted": 700}


async def test_what_changed_is_shown_first_and_then_stands_beside(shop: Shop) -> None:
    await taken_in(shop, as_csv(taobao_rows(STORY)))
    moved = [replace(STORY[0], street="文三路2号"), replace(STORY[1], standing="paid"), *STORY[2:]]
    shown = await read_file(shop, as_csv(taobao_rows(moved)))
    assert (shown.counts["changed"], shown.counts["known"]) == (2, 3)
    changed = {
        row.number: [each[0] for each in row.changes] for row in await rows_of(shop.department_id, shown.id)
    }
    assert changed == {"2026110200001": ["address"], "2026110200002": ["standing", "status", "paid"]}
    await confirm(shop.program, shown.id, AT)
    await carry_on(shown.id, lambda: AT)
    done = await import_of(shop.department_id, shown.id)
    assert done.outcome == {"new": 0, "known": 0, "changed": 2, "work": 1}
    assert (await orders(shop))[0]["address"].endswith("文三路1号")


FAULTS = {
    "买家实际支付金额": ("八十五", "intake-fault-money"),
    "总金额": ("85.005", "intake-fault-money"),
    "宝贝总数量": ("0", "intake-fault-quantity"),
    "订单创建时间": ("2026-02-30 09:20:00", "intake-fault-time"),
    "宝贝标题 ": ("", "intake-fault-no-goods"),
    "订单编号": ("2.02611E+12", "intake-fault-rounded"),
}


@pytest.mark.parametrize("heading", FAULTS)
async def test_a_fault_says_its_line_its_field_and_why(shop: Shop, heading: str) -> None:
    wrong, code = FAULTS[heading]
    rows = taobao_rows(STORY)
    rows[2][TAOBAO.index(heading)] = wrong
    shown = await taken_in(shop, as_csv(rows))
    assert (shown.counts["refused"], shown.outcome["new"]) == (1, 4)
    (row,) = await rows_of(shop.department_id, shown.id, "refused")
    assert (row.line, row.heading, row.reason, row.value) == (3, heading.strip(), code, wrong)


async def test_an_order_without_a_number_is_refused_alone(shop: Shop) -> None:
    rows = taobao_rows(STORY)
    rows[1][0] = rows[3][0] = '=""'
    shown = await read_file(shop, as_csv(rows))
    assert (shown.counts["refused"], shown.counts["new"]) == (2, 3)


async def test_one_faulty_row_refuses_the_order_whole(shop: Shop) -> None:
    rows = jd_rows(STORY)
    rows[5][JD.index("订购数量")] = "两个"
    shown = await taken_in(shop, as_csv(rows))
    assert (shown.counts["refused"], shown.outcome["new"]) == (1, 4)
    (row,) = await rows_of(shop.department_id, shown.id, "refused")
    assert (row.line, row.number, row.field) == (6, "2026110200004", "quantity")
    assert "2026110200004" not in {each["number"] for each in await orders(shop)}


async def test_refused_lines_are_taken_away_mended_and_brought_again(shop: Shop) -> None:
    rows = jd_rows(STORY)
    rows[5][JD.index("订购数量")] = "两个"
    rows[5][JD.index("订单备注")] = "=HYPERLINK(1)"
    shown = await taken_in(shop, as_csv(rows))
    text = b"".join(
        [part async for part in refused_csv(shop.department_id, shown.id, list(JD), lambda code, **_: code)]
    )
    head, *lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    assert head[: len(JD)] == list(JD)
    assert [line[0] for line in lines] == ["2026110200004", "2026110200004"]
    assert lines[1][JD.index("订单备注")].startswith("'=")
    assert "intake-fault-quantity" in lines[0]
    lines[1][JD.index("订购数量")] = "2"
    again = await taken_in(shop, as_csv([head, *lines]))
    assert again.outcome["new"] == 1
    assert {each["buyer_note"] for each in await orders(shop)} >= {"=HYPERLINK(1)"}, (
        "it is as the buyer wrote it"
    )


async def test_a_spreadsheet_program_has_made_numbers_and_dates_of_them(shop: Shop) -> None:
    rows: list[list[Any]] = [list(row) for row in taobao_rows([Told("202611020001")])]
    place = TAOBAO.index
    rows[1][place("订单编号")] = 202611020001
    rows[1][place("总金额")] = 85.30000000000001
    rows[1][place("订单创建时间")] = datetime(2026, 11, 2, 9, 20)
    rows[1][place("联系手机")] = 13800001234
    await taken_in(shop, as_xlsx(rows), "订单.xlsx")
    (order,) = await orders(shop)
    assert (order["number"], order["phone"], order["total"]) == (
        "202611020001",
        "13800001234",
        Decimal("85.30"),
    )
    assert order["ordered_at"] == datetime(2026, 11, 2, 1, 20, tzinfo=UTC)


async def test_a_number_that_lost_its_digits_is_refused(shop: Shop) -> None:
    rows: list[list[Any]] = [list(row) for row in taobao_rows([Told("1")])]
    rows[1][0] = 2026110200000012345
    shown = await read_file(shop, as_xlsx(rows), "订单.xlsx")
    assert shown.counts["refused"] == 1
    assert (await rows_of(shop.department_id, shown.id))[0].reason == "intake-fault-rounded"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 broken", "intake-file-unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "intake-file-old-excel"),
        (b"\n\n\n", "intake-file-empty"),
        (b"\xff\xff\xff\xff\x00", "intake-file-unreadable"),
    ],
)
async def test_what_is_no_table_says_so(shop: Shop, content: bytes, code: str) -> None:
    shown = await read_file(shop, content)
    assert (shown.state, shown.reason) == ("failed", code)
    assert not file_of(shown.id).exists()


async def test_too_large_a_file_is_not_kept(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.orders.imports.folder.MOST_BYTES", 100_000)
    folder = file_of(1).parent
    before = set(folder.iterdir())
    with pytest.raises(Refusal) as refused:
        await receive(shop.program, "订单.csv", chunks(b"x" * 200_000), AT)
    assert refused.value.status == 413
    assert set(folder.iterdir()) == before


async def test_a_dropped_file_takes_nothing_in(shop: Shop) -> None:
    shown = await read_file(shop, as_csv(taobao_rows(STORY)))
    await drop(shop.program, shown.id, AT)
    assert (await import_of(shop.department_id, shown.id)).state == "dropped"
    assert await rows_of(shop.department_id, shown.id) == []
    assert not file_of(shown.id).exists()
    with pytest.raises(Refusal):
        await confirm(shop.program, shown.id, AT)


async def test_what_nobody_confirms_goes_by_itself(shop: Shop) -> None:
    import os

    shown = await read_file(shop, as_csv(taobao_rows(STORY)))
    waiting = await uploaded(shop, as_csv(taobao_rows(STORY)), at=AT + timedelta(days=4))
    later = datetime.now(UTC) + timedelta(days=4)
    for import_id in (shown.id, waiting):
        os.utime(file_of(import_id), (AT.timestamp(), AT.timestamp()))
    stray = file_of(waiting).parent / "arriving-broken"
    stray.write_bytes(b"half")
    os.utime(stray, (AT.timestamp(), AT.timestamp()))
    await clear_imports(min(later, AT + timedelta(days=4)))
    assert (await import_of(shop.department_id, shown.id)).state == "dropped"
    assert (await import_of(shop.department_id, waiting)).state == "reading"
    assert not stray.exists()
    assert not file_of(shown.id).exists()
    assert file_of(waiting).exists()


async def test_staff_brings_no_file(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    with pytest.raises(Refusal) as refused:
        await receive(await lin.viewer(), "订单.csv", chunks(b"x"), AT)
    assert refused.value.status == 403


async def test_another_department_does_not_see_it(shop: Shop, a_department: Any) -> None:
    other = await a_department()
    shown = await read_file(shop, as_csv(taobao_rows(STORY)))
    assert await imports_of(other.department_id) == []
    for refused in (import_of(other.department_id, shown.id), confirm(other.program, shown.id, AT)):
        with pytest.raises(Refusal) as error:
            await refused
        assert error.value.status == 404


async def _events(shop: Shop) -> dict[str, int]:
    rows = await db.fetch(
        "SELECT kind, count(*) AS count FROM order_event WHERE department_id = $1 GROUP BY kind",
        shop.department_id,
    )
    return {row["kind"]: row["count"] for row in rows}
