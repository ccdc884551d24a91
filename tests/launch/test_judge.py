"""What would the rules say? The command answers as the page does."""

from __future__ import annotations

import json
from pathlib import Path

from tests.launch.running import dangban

DAY = {
    "date": "2026-11-02",
    "segments": [["08:30", "12:00"], ["13:30", "17:30"]],
    "punches": [["08:30:00", "in"], ["17:30:00", "out"]],
}


def _judged(tmp_path: Path, day: object, *words: str) -> tuple[int, str, str]:
    (tmp_path / "day.json").write_text(json.dumps(day))
    done = dangban(tmp_path, 8123, "judge", *words, str(tmp_path / "day.json"))
    return done.returncode, done.stdout, done.stderr


def test_lin_xiao_was_on_time(tmp_path: Path) -> None:
    code, said, _ = _judged(tmp_path, DAY, "--preset", "three-shift")
    assert (code, json.loads(said)["status"]) == (0, "present")


def test_several_days_at_once(tmp_path: Path) -> None:
    rest = {"date": "2026-11-03", "segments": []}
    _, said, _ = _judged(tmp_path, [DAY, rest])
    assert [verdict["status"] for verdict in json.loads(said)] == ["present", "rest"]


def test_what_cannot_be_read_is_one_line_with_its_place(tmp_path: Path) -> None:
    wrong = {**DAY, "segments": [["08:30", "25:00"]]}
    code, said, why = _judged(tmp_path, wrong)
    assert (code, said) == (1, "")
    assert "segments" in why and why.strip().count("\n") == 0


def test_an_unknown_preset_names_the_known_ones(tmp_path: Path) -> None:
    code, _, why = _judged(tmp_path, DAY, "--preset", "five-shift")
    assert code == 1 and "three-shift" in why
