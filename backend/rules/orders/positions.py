"""Sets of positions, written short: `0-17,19`."""

from __future__ import annotations

from collections.abc import Iterable


def written(positions: Iterable[int]) -> str:
    """`0-17,19` for the positions 0 to 17 and 19."""
    runs: list[list[int]] = []
    for place in sorted(set(positions)):
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def read(text: str, below: int) -> frozenset[int]:
    """What `written` wrote of positions below that; ValueError for anything else."""
    found: set[int] = set()
    for run in filter(None, text.split(",")):
        first, _, last = run.partition("-")
        if int(last or first) >= below:
            raise ValueError(f"no such position: {run}")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)
