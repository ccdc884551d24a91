"""Another time for whole processes: a house that believes it is a quarter to nine at night.

Debian's libfaketime stands between a process and the clock of the machine; moving the clock is writing one file. Pauses
and time-outs (the monotonic clock) stay real, so nothing hangs or hurries when the clock jumps.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.infra.embedded import postgres


@contextlib.contextmanager
def a_moved_clock(at: datetime) -> Iterator[MovedClock]:
    """A clock that shows `at` now. Its file is where the database's own account can read it."""
    with tempfile.TemporaryDirectory(prefix="dangban-clock-") as folder:
        Path(folder).chmod(0o711)
        clock = MovedClock(Path(folder) / "clock")
        clock.set(at)
        yield clock


@dataclass
class MovedClock:
    """The clock of the story. It goes on by itself from wherever it was set to."""

    file: Path

    def set(self, at: datetime) -> None:
        """From now on it is `at` for every process that has this clock."""
        away = at - datetime.now(UTC)
        self.file.write_text(f"{away.total_seconds():+.3f}s\n")
        self.file.chmod(0o644)

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self.file.read_text().strip().rstrip("s")))

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to have this clock."""
        return {
            "LD_PRELOAD": str(_library()),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    @contextlib.contextmanager
    def for_databases(self) -> Iterator[None]:
        """Embedded servers that are started meanwhile have this clock, too."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setitem(postgres.LANGUAGE, name, value)
            yield


def _library() -> Path:
    found = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    assert found, (
        "no libfaketime here: run the tests by `make test`, which brings it, or install Debian's faketime"
    )
    return found
