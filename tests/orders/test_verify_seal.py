"""`dangban verify-seal FOLDER` as an auditor runs it: anywhere, without a database, without a network."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from backend.orders.day_checking import Fault, check_folder
from backend.orders.day_queries import last_checksum
from backend.rules.orders.day_file import head_line, order_line
from backend.speech import say
from tests.orders.days import data_in, folder_of, save
from tests.orders.sealed import takes
from tests.support.house import ROOT
from tests.support.shop import Shop, found_department

DAY = timedelta(days=1)


@pytest.fixture
async def copied(shop: Shop, tmp_path: Path) -> AsyncIterator[Path]:
    """Three days, the second without an order, on the auditor's stick."""
    six = shop.clock("2026-11-11", "18:00")
    with data_in(tmp_path / "var"):
        await takes(shop, six - timedelta(hours=1), "A1", "A2", "A3")
        await takes(shop, six + DAY + timedelta(hours=1), "B1")
        await save(shop, six + 2 * DAY)
        stick = tmp_path / "stick"
        shutil.copytree(folder_of(shop), stick)
        for path in stick.iterdir():
            path.chmod(0o600)
        yield stick


def verify_seal(folder: Path, lang: str = "zh-Hans") -> tuple[int, str]:
    """Its exit code and what it said, in a process that knows no database and is refused any connection."""
    said = subprocess.run(
        [sys.executable, "-c", _ALONE, "verify-seal", str(folder)], cwd=folder.parent, capture_output=True, text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DANGBAN_LANG": lang}, timeout=60, check=False,
    )  # fmt: skip
    assert "Traceback" not in said.stderr, said.stderr
    return said.returncode, said.stdout + said.stderr


# AF_UNIX, too: a database may be there
_ALONE = """
import sys

def refuse(event, args):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen"):
        raise RuntimeError(f"{event} {args}")

sys.addaudithook(refuse)
from backend.cli import main
main()
"""


async def test_a_whole_folder(copied: Path, shop: Shop) -> None:
    checksum = await last_checksum(shop.department_id)
    code, said = verify_seal(copied)
    assert code == 0, said
    assert f"{copied}：完整。2026-11-11 至 2026-11-13，3 天共 4 单；最后一天的校验码 {checksum}" in said
    code, said = verify_seal(copied, "en")
    assert code == 0 and "whole. 2026-11-11 to 2026-11-13: 4 orders in 3 days" in said


async def test_folders_of_several_departments_in_one(copied: Path, shop: Shop) -> None:
    other = await found_department("mall-service", "隔壁")
    await save(other, other.clock("2026-11-13", "18:00"))
    shutil.copytree(folder_of(other), copied.parent / "both" / "other")
    shutil.copytree(copied, copied.parent / "both" / "ours")
    code, said = verify_seal(copied.parent / "both", "en")
    assert code == 0 and said.count("whole.") == 2
    (copied.parent / "both" / "ours" / "2026-11-12.jsonl.gz").unlink()
    code, said = verify_seal(copied.parent / "both", "en")
    assert code == 1 and said.count("whole.") == 1 and said.count("WRONG") == 1


def _packed_again(path: Path, change: Callable[[list[dict]], None]) -> None:
    """By somebody who knows the format, but leaves the checksum beside it as it is."""
    lines = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
    change(lines)
    text = "".join(
        json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for line in lines
    )
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def _cheaper(lines: list[dict]) -> None:
    lines[2]["order"]["total"] = "1.00"


def _fewer(lines: list[dict]) -> None:
    lines[0]["count"] = 2


def _last_out(lines: list[dict]) -> None:
    lines.pop()


def _second_out(lines: list[dict]) -> None:
    lines.pop(2)


def _turned(lines: list[dict]) -> None:
    lines[1], lines[2] = lines[2], lines[1]


FIRST = "2026-11-11.jsonl.gz"
CHANGED = [
    (_cheaper, Fault("line", FIRST, 3, "A2")),
    (_second_out, Fault("line", FIRST, 3, "A3")),
    (_turned, Fault("line", FIRST, 2, "A2")),
    (_last_out, Fault("count", FIRST)),
    (_fewer, Fault("head", FIRST, 1)),
]


@pytest.mark.parametrize(("change", "fault"), CHANGED, ids=[each[0].__name__ for each in CHANGED])
async def test_a_changed_file_is_named_with_the_line(copied: Path, change, fault: Fault) -> None:
    _packed_again(copied / FIRST, change)
    (found,) = check_folder(copied)
    assert found.fault == fault


async def test_the_line_is_said_in_both_languages(copied: Path) -> None:
    _packed_again(copied / FIRST, _cheaper)
    for lang, words in (
        ("zh-Hans", f"{copied}：不对！{FIRST} 第 3 行（订单 A2）被改动"),
        ("en", f"{copied}: WRONG. Line 3 of {FIRST} (order A2) was altered"),
    ):
        code, said = verify_seal(copied, lang)
        assert code == 1 and words in said, said


async def test_any_single_byte(copied: Path) -> None:
    """Also one that changes nothing that is unpacked."""
    path = copied / FIRST
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        (found,) = check_folder(copied)
        assert found.fault is not None and found.fault.file == FIRST, place
    path.write_bytes(whole)
    assert check_folder(copied)[0].fault is None


async def test_a_file_cut_short_anywhere(copied: Path) -> None:
    path = copied / FIRST
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        (found,) = check_folder(copied)
        assert found.fault is not None and found.fault.file == FIRST, length
    path.write_bytes(whole[:-20])
    code, said = verify_seal(copied)
    assert code == 1 and f"{FIRST} 第" in said and "文件损坏或不完整" in said


async def test_a_missing_day(copied: Path) -> None:
    (copied / "2026-11-12.jsonl.gz").unlink()
    code, said = verify_seal(copied)
    assert code == 1 and "缺少 2026-11-12.jsonl.gz" in said
    code, said = verify_seal(copied, "en")
    assert code == 1 and "2026-11-12.jsonl.gz is missing." in said


async def test_days_missing_at_the_beginning_are_said_and_at_the_end_show_in_the_checksum(
    copied: Path, shop: Shop
) -> None:
    """Nothing in a folder can say that it went on; the checksum in the managers' group does."""
    _taken_out(copied, FIRST)
    code, said = verify_seal(copied)
    assert code == 0 and "2026-11-12 之前的存档不在这里" in said
    _taken_out(copied, "2026-11-13.jsonl.gz")
    code, said = verify_seal(copied)
    assert code == 0 and await last_checksum(shop.department_id) not in said


def _taken_out(folder: Path, name: str) -> None:
    for path in (folder / name, folder / f"{name}.sha256"):
        path.unlink()


@pytest.mark.parametrize("name", [FIRST, "2026-11-12.jsonl.gz", "2026-11-13.jsonl.gz"])
async def test_a_checksum_that_was_left_behind_tells_which_day_was_there(copied: Path, name: str) -> None:
    """Taken out, or under another name; also the first and the last."""
    (copied / name).rename(copied / name.replace(".jsonl.gz", ".bak"))
    code, said = verify_seal(copied)
    assert code == 1 and f"缺少 {name}" in said
    code, said = verify_seal(copied, "en")
    assert code == 1 and f"{name} is missing." in said


async def test_nothing_left_but_checksums(copied: Path) -> None:
    for path in copied.glob("*.jsonl.gz"):
        path.unlink()
    code, said = verify_seal(copied, "en")
    assert code == 1 and f"{FIRST} is missing." in said


async def test_a_checksum_that_cannot_be_read(copied: Path) -> None:
    beside = copied / f"{FIRST}.sha256"
    beside.write_bytes(b"")
    assert check_folder(copied)[0].fault == Fault("checksum", FIRST)
    beside.unlink()
    beside.mkdir()
    assert check_folder(copied)[0].fault == Fault("no-checksum", FIRST)


async def test_two_files_that_changed_names(copied: Path) -> None:
    second, third = (copied / f"2026-11-{day}.jsonl.gz" for day in (12, 13))
    packed = second.read_bytes(), third.read_bytes()
    for path, other in ((second, packed[1]), (third, packed[0])):
        path.write_bytes(other)
        path.with_name(f"{path.name}.sha256").write_text(
            f"{hashlib.sha256(other).hexdigest()}  {path.name}\n"
        )
    code, said = verify_seal(copied)
    assert code == 1 and "2026-11-12.jsonl.gz 里面写的是另一天" in said


async def test_a_day_that_was_made_anew_as_a_whole(copied: Path, shop: Shop, tmp_path: Path) -> None:
    """Rightly sealed, checksum and all, by the program itself, from other orders: the day after knows better."""
    six = shop.clock("2026-11-11", "18:00")
    forger = await found_department("mall-service", "伪造")
    with data_in(tmp_path / "forged"):
        await takes(forger, six - timedelta(hours=1), "A1")
        await save(forger, six)
        for name in (FIRST, f"{FIRST}.sha256"):
            shutil.copy(folder_of(forger) / name, copied / name)
    code, said = verify_seal(copied)
    assert code == 1 and "2026-11-12.jsonl.gz 是另一个部门的" in said


async def test_a_day_made_anew_by_its_own_department(copied: Path, shop: Shop) -> None:
    """With every line, the head and the checksum computed again: the day after does not follow from it."""
    path = copied / FIRST
    head, *lines = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
    del lines[2]
    said = {key: value for key, value in head.items() if key not in ("kind", "version", "sha256")}
    said |= {"count": 2, "total": "170.00"}
    text, value = head_line(**said)
    for number, line in enumerate(lines, start=1):
        more, value = order_line(number, line["order"], value)
        text += more
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    beside = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(f"{FIRST}.sha256").write_text(f"{beside}  {FIRST}\n")
    code, said_by_it = verify_seal(copied)
    assert code == 1 and "2026-11-12.jsonl.gz 与前一天的存档接不上" in said_by_it


HEADS = {
    "day": (None, "2026-13-45", 20261114, ["2026-11-14"]),
    "count": (None, "3", 0.0, True),
    "total": (None, "much", "sNaN", "Infinity"),
    "previous": (None,),
    "since": (None,),
    "department": (None,),
}


@pytest.mark.parametrize("name", HEADS)
async def test_a_head_that_is_rightly_hashed_and_says_nonsense(copied: Path, name: str) -> None:
    path = copied / "2026-11-14.jsonl.gz"
    head = json.loads(gzip.decompress((copied / "2026-11-13.jsonl.gz").read_bytes()).splitlines()[0])
    known = {key: value for key, value in head.items() if key not in ("kind", "version", "sha256")}
    for value in HEADS[name]:
        said = {**known, "day": "2026-11-14", "count": 0, "total": "0.00", name: value}
        text, _ = head_line(**{key: each for key, each in said.items() if each is not None})
        path.write_bytes(gzip.compress(text.encode(), mtime=0))
        (found,) = check_folder(copied)
        assert found.fault == Fault("head", path.name, 1), value


FOREIGN = {
    "no gzip": (b"somebody's notes", "unreadable"),
    "empty": (b"", "head"),
    "other lines": (gzip.compress(b'{"kind": "something else"}\n'), "head"),
    "no JSON": (gzip.compress("一行字\n".encode()), "head"),
    "no text": (gzip.compress(bytes(range(256))), "unreadable"),
    "a list": (gzip.compress(b"[1, 2]\n"), "head"),
    "very deep": (gzip.compress(b"[" * 100_000), "head"),
    "a bomb": (gzip.compress(b"x" * 50_000_000), "unreadable"),
}


@pytest.mark.parametrize("kind", FOREIGN)
async def test_a_foreign_file_among_them(copied: Path, kind: str) -> None:
    packed, what = FOREIGN[kind]
    (copied / "2026-11-14.jsonl.gz").write_bytes(packed)
    (found,) = check_folder(copied)
    assert found.fault is not None
    assert (found.fault.what, found.fault.file, found.files) == (what, "2026-11-14.jsonl.gz", 3)


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_every_fault_has_its_sentence(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANGBAN_LANG", lang)
    whats = (
        "unreadable",
        "head",
        "line",
        "count",
        "total",
        "no-checksum",
        "checksum",
        "name",
        "missing",
        "department",
        "chain",
    )
    said = {say(f"cli-seal-{what}", **Fault(what, FIRST, 7, "A2").said) for what in whats}
    assert len(said) == len(whats) and all(FIRST in each and "cli-seal" not in each for each in said)


async def test_what_lies_beside_them_is_let_be(copied: Path) -> None:
    for name in ("notes.txt", ".2026-11-14.jsonl.gz.part", "2026-11-11.jsonl.gz.0a1b2c3d4e5f.unrecorded"):
        (copied / name).write_bytes(b"?")
    assert verify_seal(copied)[0] == 0


async def test_without_its_checksum(copied: Path) -> None:
    (copied / f"{FIRST}.sha256").unlink()
    code, said = verify_seal(copied)
    assert code == 1 and f"{FIRST} 旁边没有校验文件" in said


def test_an_empty_folder_and_none(tmp_path: Path) -> None:
    code, said = verify_seal(tmp_path)
    assert code == 2 and "里没有每日订单存档" in said
    assert verify_seal(tmp_path / "nowhere")[0] == 2
