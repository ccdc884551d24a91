"""The desk: the robots of the group chats, and who sends texts and rings phones."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response, delete, get, post

from backend.infra.push.outcome import Outcome
from backend.infra.push.provider import Auth, Provider, Success
from backend.infra.refusal import Refusal
from backend.notifications.providers import end_provider, providers_of, set_provider, try_provider
from backend.notifications.robots import (
    GROUPS,
    VENDORS,
    put_up_robot,
    robots_of,
    take_down_robot,
    try_robot,
)
from backend.web.guards import allow
from backend.web.onward import fields
from backend.web.render import language, page, partial

MANAGE = allow("messages.manage")


@get("/messages/channels", guards=[MANAGE], include_in_schema=False)
async def ways(request: Request) -> Response[Any]:
    """What is set up beside the phones themselves."""
    return page(request, "notifications/channels.html", here="messages", **await _ways(request))


@post("/messages/robots", guards=[MANAGE], include_in_schema=False, status_code=200)
async def add_robot(request: Request) -> Response[Any]:
    form = await fields(request)
    await put_up_robot(
        request.user, form.get("name", ""), form.get("vendor", ""), form.get("heard_by", ""), form.get("url", ""),
        form.get("secret", ""), datetime.now(UTC),
    )  # fmt: skip
    return partial(request, "notifications/_channels.html", **await _ways(request))


@post("/messages/robots/{robot_id:int}/test", guards=[MANAGE], include_in_schema=False, status_code=200)
async def test_robot(request: Request, robot_id: int) -> Response[Any]:
    """One sentence in the group, now; the answer says whether it arrived."""
    outcome = await try_robot(request.user, robot_id, language(request), datetime.now(UTC))
    return await _tried(request, outcome)


@delete("/messages/robots/{robot_id:int}", guards=[MANAGE], include_in_schema=False, status_code=200)
async def remove_robot(request: Request, robot_id: int) -> Response[Any]:
    await take_down_robot(request.user, robot_id, datetime.now(UTC))
    return partial(request, "notifications/_channels.html", **await _ways(request))


@post("/messages/providers", guards=[MANAGE], include_in_schema=False, status_code=200)
async def set_up_provider(request: Request) -> Response[Any]:
    """The vendor's request as a form; what stays empty is as most vendors have it."""
    form = await fields(request)
    provider = provider_from(form)
    await set_provider(
        request.user, form.get("channel", ""), form.get("name", ""), provider, datetime.now(UTC)
    )
    return partial(request, "notifications/_channels.html", **await _ways(request))


@post("/messages/providers/{provider_id:int}/test", guards=[MANAGE], include_in_schema=False, status_code=200)
async def test_provider(request: Request, provider_id: int) -> Response[Any]:
    """One text, or one call, to my own verified mobile."""
    outcome = await try_provider(request.user, provider_id, language(request), datetime.now(UTC))
    return await _tried(request, outcome)


@delete("/messages/providers/{provider_id:int}", guards=[MANAGE], include_in_schema=False, status_code=200)
async def remove_provider(request: Request, provider_id: int) -> Response[Any]:
    await end_provider(request.user, provider_id, datetime.now(UTC))
    return partial(request, "notifications/_channels.html", **await _ways(request))


handlers = [
    ways,
    add_robot,
    test_robot,
    remove_robot,
    set_up_provider,
    test_provider,
    remove_provider,
]

AUTHS = ("none", "bearer", "basic", "hmac")


def provider_from(form: dict[str, str]) -> Provider:
    """A vendor's request out of a form."""
    kind = form.get("auth") or "none"
    if kind not in AUTHS:
        raise Refusal("messages-provider-wrong", 422, field="auth", why="auth")
    auth = Auth(
        kind,  # type: ignore[arg-type]  # one of AUTHS
        secret=form.get("secret", ""),
        user=form.get("user", ""),
        message=form.get("message") or _USUAL.auth.message,
        header=form.get("header", "X-Signature"),
    )
    success = Success(path=form.get("success_path", ""), values=_words(form.get("success_values", "")))
    return Provider(
        url=form.get("url", ""),
        hosts=_words(form.get("hosts", "").lower()) or _host_of(form.get("url", "")),
        method=form.get("method") or "POST",
        headers=_headers(form.get("headers", "")),
        body=form.get("body") or _USUAL.body,
        media_type=form.get("media_type") or _USUAL.media_type,
        auth=auth,
        success=success,
    )


_USUAL = Provider("", ())


def _words(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.replace("，", ",").replace(" ", ",").split(",") if part)


def _host_of(url: str) -> tuple[str, ...]:
    """The host of an address, with its port where it has one."""
    try:
        return (urlsplit(url).netloc.rpartition("@")[2].lower(),)
    except ValueError:
        return ()


def _headers(text: str) -> dict[str, str]:
    """One header a line, as vendors print them."""
    lines = (line.partition(":") for line in text.splitlines() if line.strip())
    return {name.strip(): value.strip() for name, colon, value in lines if colon}


async def _tried(request: Request, outcome: Outcome) -> Response[Any]:
    return partial(request, "notifications/_channels.html", outcome=outcome, **await _ways(request))


async def _ways(request: Request) -> dict[str, Any]:
    department_id = request.user.department_id
    return {
        "robots": await robots_of(department_id),
        "providers": await providers_of(department_id),
        "vendors": VENDORS,
        "groups": GROUPS,
        "auths": AUTHS,
    }
