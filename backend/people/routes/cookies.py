"""What a browser is given when somebody gets in, and what is read of it when it comes again."""

from __future__ import annotations

import ipaddress
from typing import Any, TypeVar
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.datastructures import Cookie

from backend.people.devices_browser import Browser
from backend.people.passkeys_credential import RelyingParty
from backend.people.sessions import OpenSession
from backend.web.address import public_address
from backend.web.authentication import DEVICE_COOKIE, SESSION_COOKIE, secure_cookies

Answer = TypeVar("Answer", bound=Response[Any])

LONGEST = 400 * 24 * 3600  # what browsers allow; when a session really ends is decided here


def browser_of(request: Request) -> Browser:
    """Where a request comes from."""
    viewer = request.scope.get("user")
    return Browser(
        device_token=request.cookies.get(DEVICE_COOKIE),
        user_agent=request.headers.get("user-agent", ""),
        address=request.client.host if request.client else "",
        session_id=viewer.session_id if viewer else None,
    )


def let_in(response: Answer, opened: OpenSession) -> Answer:
    """Gives the browser its session and its device."""
    response.cookies.append(_cookie(SESSION_COOKIE, opened.token))
    response.cookies.append(_cookie(DEVICE_COOKIE, opened.device_token))
    return response


def let_out(response: Answer) -> Answer:
    """Takes the session away; the device cookie stays, for the next log-in here is on the same device.

    What is waiting to be sent lies in the browser's storage and stays, too: only the cache is cleared.
    """
    response.cookies.append(_cookie(SESSION_COOKIE, "", 0))
    if secure_cookies():
        response.headers["clear-site-data"] = '"cache"'
    return response


def site_of(request: Request) -> RelyingParty:
    """For which site passkeys are made and used here: the public address, else the one the browser asked for."""
    parts = urlsplit(public_address(request))
    return RelyingParty(parts.hostname or "localhost", f"{parts.scheme}://{parts.netloc}")


def passkeys_possible(request: Request) -> bool:
    """Browsers make passkeys for names, not for numbers: at `http://127.0.0.1:8000` there are none."""
    try:
        ipaddress.ip_address(site_of(request).id)
    except ValueError:
        return True
    return False


def local_path(given: Any) -> str:
    """Where to go after the log-in: a path of our own, whatever the address says."""
    path = given if isinstance(given, str) else ""
    parts = urlsplit(path)
    local = (
        path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    )
    known = (
        local
        and path.isprintable()
        and "\\" not in path
        and not path.startswith(("/login", "/logout", "/join/"))
    )
    return path if known else "/"


def _cookie(name: str, value: str, max_age: int = LONGEST) -> Cookie:
    return Cookie(
        key=name,
        value=value,
        max_age=max_age,
        path="/",
        httponly=True,
        samesite="lax",
        secure=secure_cookies(),
    )
