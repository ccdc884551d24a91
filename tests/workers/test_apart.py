"""What one department is in trouble with delays no other: the sweeps serve everybody, and say then what failed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from backend.infra.apart import apart
from workers import calls, hotline


async def test_everybody_is_served_and_what_failed_is_raised_at_the_end() -> None:
    served = []

    async def serve(number: int) -> int:
        if number % 2:
            raise ValueError(number)
        served.append(number)
        return number

    with pytest.raises(ExceptionGroup) as raised:
        await apart("numbers", serve, range(5))
    assert served == [0, 2, 4]
    assert [str(each) for each in raised.value.exceptions] == ["1", "3"]
    assert await apart("numbers", serve, (2, 4)) == 6


@pytest.mark.parametrize(("sweep", "work"), [("watch_duties", "watch"), ("announce_holes", "announce")])
async def test_a_line_that_fails_keeps_no_other_from_being_looked_after(
    database: str, monkeypatch: pytest.MonkeyPatch, sweep: str, work: str
) -> None:
    """R-HOT-2, R-HOT-4: the duty of the second line is asked for although the first one's facts are broken."""
    looked_after = []

    async def two_lines() -> list[str]:
        return ["broken", "sound"]

    async def look_after(line: Any, at: datetime) -> bool:
        if line == "broken":
            raise LookupError(line)
        looked_after.append(line)
        return True

    monkeypatch.setattr(hotline, "enabled_lines", two_lines)
    monkeypatch.setattr(hotline, work, look_after)
    await getattr(hotline, sweep)({})
    assert looked_after == ["sound"]


async def test_calls_that_cannot_be_settled_keep_nobody_from_hearing_what_is_overdue(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = []

    async def settle(at: datetime) -> int:
        raise LookupError("broken")

    async def announce(at: datetime) -> int:
        heard.append(at)
        return 1

    monkeypatch.setattr(calls, "settle_calls", settle)
    monkeypatch.setattr(calls, "announce_overdue", announce)
    await calls.sweep_calls({})
    assert len(heard) == 1
