"""What a web process carries with it all day."""

from __future__ import annotations

import subprocess
import sys


def test_what_is_needed_once_a_month_is_loaded_once_a_month() -> None:
    """What writes workbooks is eight megabytes of a process that may have 150."""
    names = subprocess.run(
        [sys.executable, "-c", "import sys, backend.app; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "backend.orders.desk.export" in names
    assert [name for name in names if name.split(".")[0] == "openpyxl"] == []
