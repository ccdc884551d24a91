"""What the database keeps of other people's secrets."""

from __future__ import annotations

import pytest

from backend.infra import vault
from backend.settings import settings

ROBOT = "https://robot.example/send?access_token=c0ffee"


def test_what_is_locked_is_not_readable_and_comes_back() -> None:
    kept = vault.lock("robot", ROBOT)
    assert b"c0ffee" not in kept
    assert vault.unlock("robot", kept) == ROBOT


def test_one_purpose_does_not_open_another() -> None:
    with pytest.raises(ValueError, match="locked for something else"):
        vault.unlock("line", vault.lock("robot", ROBOT))


def test_another_secret_of_ours_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = vault.lock("robot", ROBOT)
    monkeypatch.setenv("DANGBAN_SECRET", "quite another secret, after a move")
    settings.cache_clear()
    try:
        with pytest.raises(ValueError, match="DANGBAN_SECRET"):
            vault.unlock("robot", kept)
    finally:
        monkeypatch.undo()
        settings.cache_clear()
