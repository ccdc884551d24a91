"""What is shown of a file on its way in, on the desk and to programs, shows nobody in the clear."""

from __future__ import annotations

import csv
import io

import pytest

from backend.orders.imports.covering import covered
from tests.orders.files import read_file, taken_in
from tests.support.order_files import STORY, as_csv, taobao_rows
from tests.support.shop import Shop

CLEAR = ("欧阳绛雪", "绛雪", "13987654321", "龙井路", "0571-88667788", "绿色邮箱", "jiangxue9")


async def _shown(shop: Shop, import_id: int) -> str:
    """Every page, part and answer about a file, one after the other."""
    boss = await shop.manager()
    page, told = f"/orders/imports/{import_id}", f"/api/v1/orders/imports/{import_id}"
    paths = [page, f"{page}/now", told, "/orders/imports", "/api/v1/orders/imports"]
    for fate in ("", "new", "changed", "refused"):
        paths += [f"{page}?fate={fate}", f"{page}/rows?fate={fate}", f"{told}/rows?fate={fate}"]
    async with await boss.browser(**{"Accept-Language": "zh-CN"}) as browser:
        answers = [await browser.get(path) for path in (*paths, f"{told}/headings")]
    return "".join(answer.text for answer in answers)


def _clear(text: str) -> list[str]:
    return [each for each in CLEAR if each in text]


async def test_a_file_that_nobody_knows_yet(shop: Shop) -> None:
    """Its columns are shown with what stands in them: enough to tell a name from a price."""
    rows = [
        ["单号", "货", "谁", "买家会员名", "收货地址", "座机", "捎句话", "钱", "哪天"],
        ["A-1", "茶壶", "欧阳绛雪", "jiangxue9", "浙江省 杭州市 西湖区 龙井路77号", "0571-88667788",
         "放绿色邮箱 13987654321", "36.00", "2026-11-02 09:20"],
    ]  # fmt: skip
    shown = await read_file(shop, as_csv(rows), "批发.csv")
    assert shown.state == "unmapped"
    text = await _shown(shop, shown.id)
    assert "欧****" in text and "36.00" in text and "2026-11-02 09:20" in text
    assert _clear(text) == []


def _with(rows: list[list[str]], **cells: str) -> list[list[str]]:
    """The first order of the file says something else."""
    head, first, *others = rows
    return [head, [cells.get(name, cell) for name, cell in zip(head, first, strict=True)], *others]


async def test_what_the_platform_tells_anew(shop: Shop) -> None:
    rows = taobao_rows(STORY)
    await taken_in(shop, as_csv(rows))
    cells = {
        "收货人姓名": "欧阳绛雪",
        "联系手机": "13987654321",
        "收货地址 ": "浙江省 杭州市 西湖区 龙井路77号",
    }
    assert set(cells) <= set(rows[0])
    shown = await read_file(shop, as_csv(_with(rows, **cells)), "又.csv")
    assert shown.counts["changed"] == 1
    text = await _shown(shop, shown.id)
    assert "欧阳*" in text and "139****4321" in text
    assert _clear(text) == []


async def test_the_cell_that_a_refusal_is_about(shop: Shop) -> None:
    """A name that is far too long, because the columns have slipped. The list to take away has it, and is recorded."""
    rows = _with(taobao_rows(STORY), 收货人姓名="欧阳绛雪" * 100)
    shown = await read_file(shop, as_csv(rows))
    assert shown.counts["refused"] == 1
    assert _clear(await _shown(shop, shown.id)) == []
    boss = await shop.manager()
    async with await boss.browser() as browser:
        taken = await browser.get(f"/orders/imports/{shown.id}/refused.csv")
    assert any("欧阳绛雪" in cell for row in csv.reader(io.StringIO(taken.text)) for cell in row)


@pytest.mark.parametrize(
    ("field", "cell", "seen"),
    [
        ("title", "茶壶，电话 13987654321", "茶壶，电话 139****4321"),
        ("number", "A-1", "A-1"),
        ("receiver", "欧阳绛雪", "欧阳*"),
        ("street", "龙井路77号", "****"),
        ("", "0571-88667788", "057****7788"),
        ("", "浙江省杭州市西湖区龙井路77号", "浙江省杭州市****"),
        ("", "欧阳绛雪", "欧****"),
        ("", "放绿色邮箱 13987654321", "放****"),
        ("", "¥36.50", "¥36.50"),
        ("", "2026/11/2 9:20", "2026/11/2 9:20"),
        ("", "2026-11-02 绛雪", "2****"),
        ("", " ", ""),
    ],
)
def test_a_cell(field: str, cell: str, seen: str) -> None:
    assert covered(cell, field) == seen
