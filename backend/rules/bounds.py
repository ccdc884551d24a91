"""Bounds that the reader of presets holds a value to; they stand in the metadata of dataclass fields."""

from __future__ import annotations


def limits(low: int, high: int) -> dict[str, int]:
    """A whole number from `low` to `high`, both included."""
    return {"low": low, "high": high}


def choices(*known: str) -> dict[str, tuple[str, ...]]:
    """One of these words; for a list, each of its items."""
    return {"choices": known}
