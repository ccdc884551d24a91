"""周敏 brings her whole list in at once: every line's fate is shown first, and then it is all or nothing."""

from __future__ import annotations

import asyncio
import io
import uuid
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people.hiring import hire
from backend.people.roster import harmless, roster_csv
from backend.people.staff_file import MAX_BYTES, MAX_ROWS, read_staff_file
from backend.people.staff_import import DryRun, confirm_import, dry_run, prepare_import
from backend.people.viewer import Actor
from tests.support.shop import Shop


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(
    "heading",
    [
        "姓名,手机号,工号,岗位,入职日期",
        "姓名,手機,員工編號,職位,到職日期",
        "Name,Mobile,Employee No.,Position,Start date",
    ],
)
def test_every_charset_and_language_of_headings(code, heading):
    file = read_staff_file("list.csv", f"{heading}\n林晓,13812345678,A1,客服,2026/11/2\n".encode(code))
    assert file.rows == (
        {
            "line": 2,
            "name": "林晓",
            "mobile": "13812345678",
            "employee_number": "A1",
            "post": "客服",
            "joined_on": "2026/11/2",
        },
    )


def test_columns_in_any_order_and_unknown_ones_named():
    file = read_staff_file("list.csv", "备注;手机号;姓名\n新人;13812345678;林晓\n\n;;\n".encode())
    assert file.ignored == ("备注",)
    assert [row["name"] for row in file.rows] == ["林晓"]


def test_a_workbook_with_numbers_and_dates():
    file = read_staff_file(
        "list.xlsx", _workbook([["姓名", "手机号", "入职日期"], ["林晓", 13812345678, date(2026, 11, 2)]])
    )
    assert file.rows[0] == {"line": 2, "name": "林晓", "mobile": "13812345678", "joined_on": "2026-11-02"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "people-import-empty"),
        ("姓名\n".encode(), "people-import-empty"),
        ("手机\n138\n".encode(), "people-import-no-name"),
        ("姓名,名字\n林,晓\n".encode(), "people-import-heading-twice"),
        (b"PK\x03\x04 not a workbook", "people-import-unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "people-import-old-excel"),
        (b"\xff\xff\x00\x80\x81\xff", "people-import-unreadable"),
        (b"x" * (MAX_BYTES + 1), "people-import-too-large"),
        (("姓名\n" + "林晓\n" * (MAX_ROWS + 1)).encode(), "people-import-too-long"),
    ],
)
def test_what_is_no_list_of_people(content, code):
    with pytest.raises(Refusal) as refused:
        read_staff_file("file", content)
    assert refused.value.code == code


async def test_every_line_has_its_fate_and_its_reason(shop: Shop, now):
    mark = uuid.uuid4().hex[:6]
    await hire(shop.program, "何静", f"he-{mark}", now, mobile="13900000001", employee_number="B1")
    run = await _read(
        shop.program,
        now,
        "姓名,登录名,手机号,工号,岗位,入职日期\n"
        f"'林晓,lin-{mark},１３８０００００００１,A1,客服,2026年11月2日\n"
        f"何静,he-{mark},13900000002,B1,,\n"
        f"许诺,xu-{mark},13900000001,,宇航员,2026-13-01\n"
        f",xx-{mark},,,,\n"
        f"陈露,LIN-{mark},1.38E+10,A1,,\n"
        f"罗帆,luo-{mark},13800000001,,,\n",
    )
    fates = {fate.line: (fate.fate, {fault.field for fault in fate.faults}) for fate in run.fates}
    assert fates == {
        2: ("new", set()),
        3: ("changed", set()),
        4: ("refused", {"post", "joined_on"}),
        5: ("refused", {"name"}),
        6: ("refused", {"mobile"}),
        7: ("refused", {"mobile"}),
    }
    assert run.fates[1].changes == {"mobile": ["13900000001", "13900000002"]}
    assert run.fates[5].faults[0].args == {"line": "2"}
    assert run.fates[0].values["mobile"] == "13800000001" and run.fates[0].values["joined_on"] == "2026-11-02"


async def test_one_wrong_line_stops_all_of_them(shop: Shop, now):
    run = await _read(shop.program, now, f"姓名,工号\n林晓,A-{uuid.uuid4().hex[:6]}\n何静,\n")
    assert not run.possible and run.count("refused") == 1
    with pytest.raises(Refusal) as refused:
        await confirm_import(shop.program, run.id, now, checksum=run.checksum)
    assert refused.value.code == "people-import-has-faults"
    assert await _people(shop) == 0


async def test_confirmed_is_exactly_what_was_shown_and_only_once(shop: Shop, now):
    mark = uuid.uuid4().hex[:6]
    text = f"姓名,工号,岗位\n林晓,a-{mark},客服\n何静,b-{mark},planner\n"
    run = await _read(shop.program, now, text)
    outcomes = await asyncio.gather(
        *(confirm_import(shop.program, run.id, now, checksum=run.checksum) for _ in range(5))
    )
    assert all(outcome == outcomes[0] for outcome in outcomes) and len(outcomes[0]["added"]) == 2
    rows = await db.fetch(
        "SELECT name, role FROM person WHERE department_id = $1 ORDER BY id", shop.department_id
    )
    assert [tuple(row) for row in rows] == [("林晓", "staff"), ("何静", "lead")]
    again = await _read(shop.program, now, text)
    assert again.count("unchanged") == 2 and not again.possible
    await confirm_import(shop.program, again.id, now, checksum=again.checksum)
    assert await _people(shop) == 2


async def test_what_changed_meanwhile_stops_the_import(shop: Shop, now):
    mark = uuid.uuid4().hex[:6]
    run = await _read(
        shop.program, now, f"姓名,工号,手机号\n林晓,a-{mark},13800000001\n何静,b-{mark},13800000002\n"
    )
    await hire(shop.program, "许诺", f"a-{mark}", now)
    with pytest.raises(Refusal) as refused:
        await confirm_import(shop.program, run.id, now, checksum=run.checksum)
    assert refused.value.status == 409 and await _people(shop) == 1
    fresh = await dry_run(shop.program, run.id)
    assert fresh.checksum != run.checksum


async def test_an_empty_cell_leaves_what_is_known(shop: Shop, now):
    mark = uuid.uuid4().hex[:6]
    person_id = await hire(
        shop.program, "何静", None, now, mobile="13900000005", employee_number=f"n-{mark}", post="planner"
    )
    run = await _read(shop.program, now, f"姓名,工号,手机号,岗位\n何静静,n-{mark},,\n")
    assert run.fates[0].changes == {"name": ["何静", "何静静"]}
    await confirm_import(shop.program, run.id, now, checksum=run.checksum)
    row = await db.fetchrow("SELECT name, mobile, role FROM person WHERE id = $1", person_id)
    assert tuple(row) == ("何静静", "13900000005", "lead")


async def test_an_importer_does_not_lift_themselves(shop: Shop, now):
    zhou = await shop.manager("周敏")
    run = await _read(await zhou.viewer(), now, f"姓名,登录名,岗位\n周敏,{zhou.login},it\n")
    assert [fault.code for fault in run.fates[0].faults] == ["people-own-role"]


async def test_a_spreadsheet_carries_out_nothing_of_ours(shop: Shop, now):
    assert [harmless(text) for text in ("=1+1", "@x", "-2", "林晓", None)] == [
        "'=1+1",
        "'@x",
        "'-2",
        "林晓",
        "",
    ]
    mark = uuid.uuid4().hex[:6]
    await hire(shop.program, '=HYPERLINK("http://x")', f"evil-{mark}", now)
    text = await roster_csv(
        shop.department_id, ["姓名", "登录名", "手机号", "工号", "岗位", "入职日期"], "zh-Hans"
    )
    assert "'=HYPERLINK" in text and ",=" not in text
    run = await _read(shop.program, now, text)
    assert run.count("unchanged") == 1  # what was exported comes back as it was


async def test_the_journey_over_pages_and_api(shop: Shop, a_department):
    zhou, mark = await shop.manager("周敏"), uuid.uuid4().hex[:6]
    async with await zhou.browser() as browser:
        assert (await browser.get("/people/imports/sample.csv")).content.startswith(
            "\ufeff姓名,登录名".encode()
        )
        file = {"file": ("list.csv", f"Name,Employee number\nLin Xiao,e-{mark}\n".encode())}
        sent = await browser.post("/people/imports", files=file)
        assert sent.status_code == 303
        page = await browser.get(sent.headers["location"])
        assert "Lin Xiao" in page.text and await _people(shop) == 1
        shown = (await browser.get("/api/v1" + sent.headers["location"])).json()
        assert shown["possible"] and shown["lines"][0]["fate"] == "new"
        wrong = await browser.post(
            f"/api/v1/people/imports/{shown['id']}/confirmation", json={"checksum": "0"}
        )
        assert wrong.status_code == 409 and await _people(shop) == 1
        done = await browser.post(
            f"{sent.headers['location']}/confirmation", data={"checksum": shown["checksum"]}
        )
        assert done.status_code == 303 and await _people(shop) == 2
    stranger = await (await a_department("mall-service")).manager("罗帆")
    async with await stranger.browser() as browser:
        assert (await browser.get(f"/people/imports/{shown['id']}")).status_code == 404


async def test_what_was_imported_can_be_looked_up(shop: Shop, a_department):
    """Who, when, which file, and what came of it; one that nobody confirmed says that it changed nobody."""
    zhou, mark = await shop.manager("周敏"), uuid.uuid4().hex[:6]
    async with await zhou.browser() as browser:
        assert "以往的导入" not in (await browser.get("/people/imports")).text
        for name, who in (("十月.csv", "林晓"), ("十一月.csv", "何静")):
            file = {"file": (name, f"姓名,工号\n{who},{mark}\n".encode())}
            sent = await browser.post("/api/v1/people/imports", files=file)
            shown = sent.json()
        done = f"/api/v1/people/imports/{shown['id']}/confirmation"
        await browser.post(done, json={"checksum": shown["checksum"]})
        page = (await browser.get("/people/imports")).text
        assert page.index("十一月.csv") < page.index("十月.csv")
        assert "新增 1 人" in page and "没有执行，谁也没有改变" in page and "周敏，" in page
        assert f'href="/people/imports/{shown["id"]}"' in page
        newest, oldest = (await browser.get("/api/v1/people/imports")).json()
        assert (newest["filename"], newest["uploaded_by"], newest["rows"]) == ("十一月.csv", "周敏", 1)
        assert (newest["confirmed_by"], newest["added"], newest["changed"]) == ("周敏", 1, 0)
        assert (oldest["filename"], oldest["confirmed_at"], oldest["added"]) == ("十月.csv", None, 0)
    stranger = await (await a_department("mall-service")).manager("罗帆")
    async with await stranger.browser() as browser:
        assert (await browser.get("/api/v1/people/imports")).json() == []
        assert "十月.csv" not in (await browser.get("/people/imports")).text


async def _read(by: Actor, now: datetime, text: str) -> DryRun:
    file = read_staff_file("list.csv", text.encode())
    return await dry_run(by, await prepare_import(by, "list.csv", file, now))


async def _people(shop: Shop) -> int:
    return await db.fetchval("SELECT count(*) FROM person WHERE department_id = $1", shop.department_id)


def _workbook(rows: list[list[object]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()
