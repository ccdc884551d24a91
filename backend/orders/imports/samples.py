"""The columns of a file that nobody knows yet, as they are shown for the mapping: what stands in them is covered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backend.orders.imports.covering import covered
from backend.orders.imports.deciding import upper_rows
from backend.rules.orders.layouts import likely_field

LONGEST = 24


@dataclass(frozen=True, slots=True)
class Column:
    """`seen`: its first cells, cut short; `guess`: the field it most likely is, empty for none."""

    place: int
    heading: str
    seen: list[str]
    guess: str


async def columns_of(import_id: int) -> list[Column]:
    """In the order of the file; those without a heading are left out. 410 where the file is gone."""
    headings, rows = await upper_rows(import_id)
    return list(_columns(headings, rows))


def _columns(headings: list[str], rows: list[list[str]]) -> Iterator[Column]:
    guessed: set[str] = set()
    for place, heading in enumerate(headings):
        guess = likely_field(heading)
        there = [row[place] for row in rows if place < len(row) and row[place].strip()]
        seen = [covered(cell, guess)[:LONGEST] for cell in there]
        if heading.strip():
            yield Column(place, heading.strip(), seen, "" if guess in guessed else guess)
        guessed.add(guess)
