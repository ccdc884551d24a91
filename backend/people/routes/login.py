"""The log-in page, and the way out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.infra.refusal import Refusal
from backend.people.login import log_in, log_out
from backend.people.routes.cookies import browser_of, let_in, let_out, local_path, passkeys_possible
from backend.web.guards import signed_in
from backend.web.render import page, say

OPEN = {"public": "somebody who is not in yet wants to get in"}
EVEN_WHEN_DUE = {"even_when_due": True}


@get("/login", opt=OPEN, include_in_schema=False)
async def login_page(request: Request) -> Response[Any]:
    """Asks for log-in name and password, or a passkey; who is in already goes on."""
    onward = local_path(request.query_params.get("next"))
    if request.scope.get("user") is not None:
        return _to(onward)
    return _page(request, onward)


@post("/login", opt=OPEN, include_in_schema=False)
async def enter(request: Request) -> Response[Any]:
    """Lets in, or shows the page again with what is wrong and the log-in name still there."""
    form = await request.form()
    login, password = str(form.get("login") or ""), str(form.get("password") or "")
    onward = local_path(form.get("next"))
    try:
        opened = await log_in(login, password, datetime.now(UTC), browser_of(request))
    except Refusal as refusal:
        sentence = say(request, refusal.code, **refusal.values)
        return _page(request, onward, login=login, error=sentence, status=refusal.status)
    return let_in(_to(onward), opened)


@post("/logout", guards=[signed_in], opt=EVEN_WHEN_DUE, include_in_schema=False)
async def leave(request: Request) -> Response[Any]:
    """Ends the session of this browser."""
    await log_out(request.user, datetime.now(UTC))
    return let_out(_to("/login"))


@get("/session/csrf", guards=[signed_in], opt=EVEN_WHEN_DUE, include_in_schema=False, sync_to_thread=False)
def fresh_csrf(request: Request) -> dict[str, Any]:
    """For entries that a phone kept while it was offline: today's token, and whose session it is."""
    return {"csrf": request.user.csrf, "person": str(request.user.person_id)}


def _page(
    request: Request, onward: str, *, login: str = "", error: str = "", status: int = 200
) -> Response[Any]:
    return page(
        request,
        "people/login.html",
        status=status,
        onward=onward,
        login=login,
        error=error,
        with_passkeys=passkeys_possible(request),
    )


def _to(path: str) -> Response[Any]:
    return Response(b"", status_code=303, media_type="text/html", headers={"location": path})


handlers: list[Any] = [login_page, enter, leave, fresh_csrf]
