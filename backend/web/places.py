"""The places of the dock and of the desk that a viewer may go to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from backend.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the dock or the sidebar; `label` is a message id, `icon` a Lucide name."""

    key: str
    url: str
    icon: str
    label: str
    permission: str | None = None


DOCK = (
    Place("today", "/", "sun", "shell-place-today", "attendance.punch"),
    Place("rota", "/rota", "calendar-days", "shell-place-rota", "rota.view"),
    Place("orders", "/orders", "package", "shell-place-orders", "orders.work"),
    Place("me", "/me", "circle-user-round", "shell-place-me"),
)
DESK = (
    Place("floor", "/floor", "layout-dashboard", "shell-place-floor", "floor.view"),
    Place("rota-edit", "/rota/months", "calendar-range", "shell-place-rota-edit", "rota.edit"),
    Place("orders-desk", "/orders/desk", "package-search", "shell-place-orders-desk", "orders.view"),
    Place("order-imports", "/orders/imports", "file-up", "shell-place-order-imports", "orders.take-in"),
    Place("cases", "/orders/cases/log", "undo-2", "shell-place-cases", "orders.view"),
    Place("order-days", "/orders/days", "archive", "shell-place-order-days", "orders.view"),
    Place("calls", "/calls/log", "phone-call", "shell-place-calls", "calls.view"),
    Place("attendance", "/attendance", "clipboard-check", "shell-place-attendance", "attendance.decide"),
    Place("handovers", "/handovers", "clipboard-list", "shell-place-handovers", "attendance.decide"),
    Place("messages", "/messages/sent", "send", "shell-place-messages", "messages.manage"),
    Place("hotline", "/hotline", "phone-forwarded", "shell-place-hotline", "hotline.manage"),
    Place("people", "/people", "users", "shell-place-people", "people.view"),
    Place("rules", "/rules", "scale", "shell-place-rules", "department.rules"),
    Place("audit", "/audit", "shield-check", "shell-place-audit", "audit.view"),
)
DEPARTMENTS = Place("departments", "/departments", "building-2", "shell-place-departments")


def places(viewer: Viewer | None) -> tuple[Place, ...]:
    """The dock; the desk takes the place of what is missing for those who have one."""
    if viewer is None:
        return ()
    return _dock(viewer.permissions, viewer.company_admin, bool(viewer.department_id))


def desk_places(viewer: Viewer | None) -> tuple[Place, ...]:
    """The desk's sidebar, empty for those without a desk."""
    if viewer is None:
        return ()
    return _desk(viewer.permissions, viewer.company_admin, bool(viewer.department_id))


@lru_cache(maxsize=128)
def _dock(permissions: frozenset[str], admin: bool, somewhere: bool) -> tuple[Place, ...]:
    mine = [
        place
        for place in DOCK
        if place.permission is None or (somewhere and (admin or place.permission in permissions))
    ]
    desk = _desk(permissions, admin, somewhere)
    if desk:
        mine.insert(-1, Place("desk", desk[0].url, "layout-dashboard", "shell-place-desk"))
    return tuple(mine)


@lru_cache(maxsize=128)
def _desk(permissions: frozenset[str], admin: bool, somewhere: bool) -> tuple[Place, ...]:
    mine = [place for place in DESK if somewhere and (admin or place.permission in permissions)]
    return (*mine, DEPARTMENTS) if admin else tuple(mine)
