"""My orders, as Today shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.orders.waiting import Load
from backend.people.viewer import Viewer


def strip_for(viewer: Viewer, orders: Load, at: datetime, here: bool) -> dict[str, Any]:
    """What Today's strip needs: my first orders and how many wait; nothing for who is not `here` and sees not all."""
    if not ((viewer.may("orders.work") and here) or viewer.may("orders.view")):
        return {"mine": (), "mine_count": 0, "free": (), "free_count": 0, "now": at}
    mine, mine_count = orders.of(viewer.person_id, at)
    free, free_count = orders.of(None, at)
    return {"mine": mine, "mine_count": mine_count, "free": free, "free_count": free_count, "now": at}
