"""Every permission that a role may be given, and the lowest level that may use it (R-PPL-1).

Its meaning in one line is the sentence `permission-<name>`. A role says what somebody's work is; the level says how far
they are trusted with it: what the role gives and the level does not allow is withheld.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

ORDINARY, BACK_OFFICE, DATA_ADMINISTRATOR = LEVELS = (1, 2, 3)

_LOWEST = {
    # ordinary: look up, clock in, ask for corrections
    "attendance.punch": ORDINARY,
    "attendance.view": ORDINARY,
    "attendance.correct": ORDINARY,
    "floor.view": ORDINARY,
    "rota.view": ORDINARY,
    "people.view": ORDINARY,
    "hotline.view": ORDINARY,
    "hotline.take": ORDINARY,
    "calls.handle": ORDINARY,
    "orders.work": ORDINARY,
    "orders.after-sales": ORDINARY,
    "duties.hand-over": ORDINARY,
    # back office: enter, change and decide within one's remit, and see what is not published
    "attendance.decide": BACK_OFFICE,
    "hotline.manage": BACK_OFFICE,
    "calls.view": BACK_OFFICE,
    "messages.manage": BACK_OFFICE,
    "orders.view": BACK_OFFICE,
    "orders.take-in": BACK_OFFICE,
    "orders.manage": BACK_OFFICE,
    "orders.finance": BACK_OFFICE,
    "rota.edit": BACK_OFFICE,
    "rota.publish": BACK_OFFICE,
    "people.invite": BACK_OFFICE,
    "people.manage": BACK_OFFICE,
    "people.import": BACK_OFFICE,
    "people.level.marketing": BACK_OFFICE,
    "people.level.it": BACK_OFFICE,
    "people.level.general": BACK_OFFICE,
    "department.rules": BACK_OFFICE,
    "audit.view": BACK_OFFICE,
    "company.manage": BACK_OFFICE,
    # data administrator: what takes the whole book out or checks it
    "audit.verify": DATA_ADMINISTRATOR,
    "orders.verify": DATA_ADMINISTRATOR,
}

PERMISSIONS = tuple(_LOWEST)


def meaning(permission: str) -> str:
    """The message id of a permission's meaning."""
    return "permission-" + permission.replace(".", "-")


def level_for(permission: str) -> int:
    """The lowest level that may use a permission; KeyError for one that does not exist."""
    return _LOWEST[permission]


@lru_cache(maxsize=1024)
def allowed(permissions: tuple[str, ...], level: int) -> frozenset[str]:
    """Those of a role's permissions that a level may use. Put together once per role and level: every request asks."""
    return frozenset(name for name in permissions if _LOWEST[name] <= level)


def withheld(permissions: Iterable[str], level: int) -> tuple[str, ...]:
    """Those of a role's permissions that a level may not use."""
    return tuple(name for name in permissions if _LOWEST[name] > level)


def starting_level(permissions: Iterable[str]) -> int:
    """Where whoever is hired into a role begins: what its work needs, but never the data administrator's level.

    A lead or a manager can work at once; that level, and every later change, takes two approvals.
    """
    return min(BACK_OFFICE, max(map(level_for, permissions), default=ORDINARY))
