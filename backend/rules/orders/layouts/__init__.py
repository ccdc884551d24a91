"""What a platform calls its columns: which layout a file has, and what a row of it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backend.rules.orders.layouts import guessing
from backend.rules.orders.layouts.douyin import DOUYIN
from backend.rules.orders.layouts.folding import Folded, Reading, Refused, Row
from backend.rules.orders.layouts.jd import JD
from backend.rules.orders.layouts.layout import FIELDS, NEEDED, Layout, clean_heading
from backend.rules.orders.layouts.taobao import TAOBAO

__all__ = [
    "BUILT_IN", "FIELDS", "NEEDED", "Folded", "Layout", "Reading", "Refused", "Row", "clean_heading",
    "likely_field", "recognise",
]  # fmt: skip

BUILT_IN = (TAOBAO, JD, DOUYIN)


def likely_field(heading: str) -> str:
    """What a heading of an unknown file most likely means; empty where it says nothing to us."""
    return guessing.likely_field(heading, BUILT_IN)


def recognise(headings: Sequence[str], saved: Iterable[Layout] = ()) -> Layout | None:
    """The layout whose signs all stand among `headings`; a department's own before ours. None: nobody knows it yet.

    Of several the one that knows the most of its columns: a saved mapping of an extended export beats a plain one.
    """
    there = {clean_heading(heading) for heading in headings}
    for layouts in (tuple(saved), BUILT_IN):
        fitting = [layout for layout in layouts if layout.signs <= there]
        if fitting:
            return max(fitting, key=lambda layout: len(layout.columns.keys() & there))
    return None
