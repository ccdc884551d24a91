"""What a bench has found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; `good` compares `value` with `target`."""

    name: str
    value: float
    unit: str
    target: float
    at_least: bool
    detail: str = ""

    @property
    def good(self) -> bool:
        return self.value >= self.target if self.at_least else self.value <= self.target
