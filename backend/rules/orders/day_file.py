"""The file of a day's orders (R-ORD-5): JSON Lines, a head and then one order a line.

The head says when, how many, how much, and the checksum of the day before. It carries its own SHA-256, and each line
that of itself over the one before: an altered line is found and named, in a file by itself.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

KIND, VERSION = "dangban orders", 1
SUFFIX = ".jsonl.gz"
SAID = {"department", "day", "since", "until", "count", "total", "previous"}
"""What stands in every head, and files are checked by."""


def head_line(**said: Any) -> tuple[str, str]:
    """The first line and its SHA-256, over which the first order is hashed."""
    head = {"kind": KIND, "version": VERSION, **said}
    value = _sha256("", head)
    return _text({**head, "sha256": value}) + "\n", value


def order_line(number: int, order: dict[str, Any], before: str) -> tuple[str, str]:
    """The line of one order, counted from 1, and its SHA-256 over that of the line before."""
    value = _sha256(before, order)
    return _text({"line": number, "sha256": value, "order": order}) + "\n", value


@dataclass
class Reading:
    """Reads a file line by line: `take` returns what is wrong with a line, or nothing. `number` is the order's."""

    head: dict[str, Any] | None = None
    lines: int = 0
    total: Decimal = Decimal(0)
    number: str = ""
    _before: str = ""

    def take(self, text: str) -> str:
        """One of "head", "line", or "" where the line is what it was."""
        try:
            said = json.loads(text)
            return self._order(said) if self.head is not None else self._first(said)
        except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation, RecursionError):
            return "head" if self.head is None else "line"

    def end(self) -> str:
        """What is wrong with the whole of it: "head", "count", "total", or nothing."""
        if self.head is None:
            return "head"
        if self.lines != self.head["count"]:
            return "count"
        return "" if self.total == Decimal(self.head["total"]) else "total"

    def _first(self, said: dict[str, Any]) -> str:
        self._before = said.pop("sha256")
        if said["kind"] != KIND or said["version"] != VERSION or self._before != _sha256("", said):
            return "head"
        if (
            not said.keys() >= SAID
            or type(said["count"]) is not int
            or not Decimal(said["total"]).is_finite()
        ):
            return "head"  # made by somebody who knows how to hash, and not what belongs into it
        date.fromisoformat(said["day"])
        self.head = said
        return ""

    def _order(self, said: dict[str, Any]) -> str:
        self.lines += 1
        self.number = str(said["order"].get("number", ""))
        if said["line"] != self.lines or said["sha256"] != _sha256(self._before, said["order"]):
            return "line"
        self._before = said["sha256"]
        self.total += Decimal(said["order"]["total"])
        return ""


def _sha256(before: str, said: Any) -> str:
    return hashlib.sha256((before + _text(said)).encode()).hexdigest()


def _text(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
