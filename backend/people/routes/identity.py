"""How people get in: the routes of log-in, links, devices, passkeys, tokens and the page Me."""

from __future__ import annotations

from typing import Any

from backend.people.routes import (
    devices,
    devices_api,
    invitations,
    invitations_api,
    join,
    join_api,
    login,
    login_api,
    me,
    me_api,
    numbers,
    numbers_api,
    passkeys,
    passkeys_api,
    tokens,
    tokens_api,
)

handlers: list[Any] = [
    handler
    for part in (
        login,
        login_api,
        join,
        join_api,
        me,
        me_api,
        numbers,
        numbers_api,
        devices,
        devices_api,
        passkeys,
        passkeys_api,
        tokens,
        tokens_api,
        invitations,
        invitations_api,
    )
    for handler in part.handlers
]
