"""The logs of the children stay small, while the children go on writing."""

from __future__ import annotations

from pathlib import Path

from backend.launch.logs import KEPT, rotate


def test_a_large_log_is_turned_over_and_written_on(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    with open(log, "ab", buffering=0) as child:
        for turn in range(KEPT + 2):
            child.write(f"{turn}".encode() * 200)
            assert rotate(tmp_path, largest=100) == [log]
            assert log.stat().st_size == 0
        child.write(b"after")
    assert log.read_bytes() == b"after"
    kept = sorted(path.name for path in tmp_path.glob("web.log.*"))
    assert kept == [f"web.log.{number}" for number in range(1, KEPT + 1)]
    assert (tmp_path / "web.log.1").read_text().startswith(str(KEPT + 1))


def test_a_small_log_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "worker.log").write_text("few words")
    assert rotate(tmp_path, largest=100) == []
