"""The call-backs that wait, as one person's Today shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from backend.hotline.calls.queries import OpenCallback
from backend.people.viewer import Viewer


def strip_for(viewer: Viewer, waiting: Sequence[OpenCallback], at: datetime) -> dict[str, Any]:
    """What Today's strip needs; nothing for who does not call back."""
    found = waiting if viewer.may("calls.handle") else ()
    return {
        "callbacks": found,
        "mine": [each for each in found if each.claimed_by == viewer.person_id],
        "free": [each for each in found if each.claimed_by is None],
        "now": at,
    }
