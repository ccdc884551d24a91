"""Me, for programs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, get, patch, put

from backend.infra.refusal import Refusal
from backend.people.me import choose
from backend.people.passwords import change_password, password_due
from backend.people.viewer import Viewer
from backend.web.guards import signed_in

EVEN_WHEN_DUE = {"even_when_due": True}


class Me(msgspec.Struct):
    """Who the session or token stands for. `password_due` says why a new password is wanted: lent, old or nothing."""

    person_id: int
    name: str
    login: str
    department_id: int | None
    department: str
    zone: str
    post: dict[str, str]
    role: str
    level: int
    permissions: list[str]
    company_admin: bool
    lang: str | None
    theme: str
    device_id: int | None
    device_bound: bool
    password_due: str | None


class Choice(msgspec.Struct):
    """A language (zh-Hans, zh-Hant, en), a look (auto, paper, ink), or both."""

    lang: str | None = None
    theme: str | None = None


class Passwords(msgspec.Struct):
    """The old password (empty where there is none yet) and the new one."""

    old: str
    new: str


@get("/api/v1/me", guards=[signed_in], opt=EVEN_WHEN_DUE, tags=["me"], sync_to_thread=False)
def me(request: Request) -> Me:
    """Who I am here and what I may do."""
    return _me(request.user)


@patch("/api/v1/me", guards=[signed_in], opt=EVEN_WHEN_DUE, tags=["me"], status_code=204)
async def choose_for_me(request: Request, data: Choice) -> None:
    """Keeps a language or a look."""
    await choose(request.user, lang=data.lang, theme=data.theme)


@put("/api/v1/me/password", guards=[signed_in], opt=EVEN_WHEN_DUE, tags=["me"], status_code=204)
async def put_password(request: Request, data: Passwords) -> None:
    """Sets another password; every other browser is logged out. R-PPL-2 says what is refused."""
    if request.user.by_token:
        raise Refusal("identity-token-no-session", 409)
    await change_password(request.user, data.old, data.new, datetime.now(UTC))


def _me(viewer: Viewer) -> Me:
    return Me(
        person_id=viewer.person_id,
        name=viewer.name,
        login=viewer.login,
        department_id=viewer.department_id or None,
        department=viewer.department_name,
        zone=viewer.zone.key,
        post=viewer.post,
        role=viewer.role,
        level=viewer.level,
        permissions=sorted(viewer.permissions),
        company_admin=viewer.company_admin,
        lang=viewer.lang,
        theme=viewer.theme,
        device_id=viewer.device_id,
        device_bound=viewer.device_bound,
        password_due=password_due(viewer, datetime.now(UTC)),
    )


handlers: list[Any] = [me, choose_for_me, put_password]
