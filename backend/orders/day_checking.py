"""Checks a folder of days' files anywhere, without a database: nothing altered, nothing removed, no day left out."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from backend.orders.day_writing import BESIDE
from backend.rules.orders.day_file import SUFFIX, Reading
from backend.rules.orders.saving import A_DAY

MOST_IN_A_LINE = 8_000_000


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is not as it was. `what` ends the id of its sentence; `line` counts from 1, the head being
    the first; `number` is the order's."""

    what: str
    file: str
    line: int = 0
    number: str = ""

    @property
    def said(self) -> dict[str, str]:
        return {"file": self.file, "line": str(self.line), "number": self.number or "–"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A department's files from the first day to the last that is there. `head` is the last one's SHA-256: whoever has
    it from elsewhere knows that no day is missing at the end. `from_the_start`: no day came before the first."""

    folder: str
    files: int
    orders: int
    first: date | None
    last: date | None
    head: str
    from_the_start: bool
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class _Day:
    head: dict[str, Any]
    sha256: str


def check_folder(folder: Path) -> list[Checked]:
    """Every folder of such files in it; empty where there are none."""
    folders = sorted({path.parent for each in (SUFFIX, SUFFIX + BESIDE) for path in folder.rglob(f"*{each}")})
    return [_check(each) for each in folders]


def _check(folder: Path) -> Checked:
    """Day by day; stops at the first fault."""
    days: list[_Day] = []
    fault = None
    for path in _days_in(folder):
        found = _read(path, days[-1] if days else None)
        if isinstance(found, Fault):
            fault = found
            break
        days.append(found)
    return Checked(
        str(folder), len(days), sum(day.head["count"] for day in days),
        date.fromisoformat(days[0].head["day"]) if days else None,
        date.fromisoformat(days[-1].head["day"]) if days else None,
        days[-1].sha256 if days else "", bool(days) and days[0].head["previous"] == "", fault,
    )  # fmt: skip


def _days_in(folder: Path) -> list[Path]:
    """Also where only the checksum is left of a file: it was there."""
    beside = {path.with_name(path.name.removesuffix(BESIDE)) for path in folder.glob(f"*{SUFFIX}{BESIDE}")}
    return sorted({*folder.glob(f"*{SUFFIX}"), *beside})


def _read(path: Path, before: _Day | None) -> _Day | Fault:
    """One file: first what is in it, so that the line is named; then its checksum, then the chain."""
    if not path.exists():
        return Fault("missing", path.name)
    reading = Reading()
    fault = _content(path, reading)
    if fault is not None:
        return fault
    assert reading.head is not None
    with path.open("rb") as file:
        day = _Day(reading.head, hashlib.file_digest(file, "sha256").hexdigest())
    return next(_faults(path, day, before), day)


def _content(path: Path, reading: Reading) -> Fault | None:
    line = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            for line, text in enumerate(_lines(file), start=1):
                if what := reading.take(text):
                    return Fault(what, path.name, line, reading.number if what == "line" else "")
    except (OSError, EOFError, zlib.error, ValueError):
        return Fault("unreadable", path.name, line + 1)
    what = reading.end()
    return Fault(what, path.name) if what else None


def _lines(file: IO[str]) -> Iterator[str]:
    """ValueError for one that no order fills: what was made to burst the memory is not one of ours."""
    while text := file.readline(MOST_IN_A_LINE):
        if len(text) == MOST_IN_A_LINE:
            raise ValueError("too long")
        yield text


def _faults(path: Path, day: _Day, before: _Day | None) -> Iterator[Fault]:
    """What does not fit to what stands beside and before it."""
    told = _told_beside(path)
    if told != day.sha256:
        yield Fault("checksum" if told else "no-checksum", path.name)
    if day.head["day"] + SUFFIX != path.name:
        yield Fault("name", path.name)
    if before is None:
        return
    expected = date.fromisoformat(before.head["day"]) + A_DAY
    if date.fromisoformat(day.head["day"]) != expected:
        yield Fault("missing", expected.isoformat() + SUFFIX)
    if day.head["department"] != before.head["department"]:
        yield Fault("department", path.name)
    if day.head["previous"] != before.sha256 or day.head["since"] != before.head["until"]:
        yield Fault("chain", path.name)


def _told_beside(path: Path) -> str:
    """The checksum that stands beside a file; empty where there is none to be read."""
    try:
        text = path.with_name(path.name + BESIDE).read_text("utf-8", errors="replace")
    except OSError:
        return ""
    return (text.split() or ["?"])[0]
