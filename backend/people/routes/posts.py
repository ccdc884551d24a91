"""The department's posts on the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.people.posts import add_post, archive_post, change_post, posts, restore_post
from backend.people.routes.choices import choices_for
from backend.web.guards import allow
from backend.web.onward import fields, onward
from backend.web.render import page


@get("/people/posts", guards=[allow("people.manage")], include_in_schema=False)
async def posts_page(request: Request, done: str = "") -> Response[Any]:
    """Every post with who holds it; archived ones below."""
    by, choices = request.user, await choices_for(request)
    return page(
        request,
        "people/posts.html",
        here="people",
        posts=await posts(by.department_id, archived=True),
        done=done,
        superiors=choices.pop("post_choices"),
        **choices,
    )


@post("/people/posts", guards=[allow("people.manage")], include_in_schema=False)
async def addition(request: Request) -> Response[Any]:
    """A new post."""
    given = await fields(request)
    await add_post(request.user, datetime.now(UTC), code=given.get("code", ""), **_given(given))
    return onward(request, "/people/posts?done=post-added")


@post("/people/posts/{post_id:int}", guards=[allow("people.manage")], include_in_schema=False)
async def change(request: Request, post_id: int) -> Response[Any]:
    """Another name, superior, role or headcount."""
    await change_post(request.user, post_id, datetime.now(UTC), **_given(await fields(request)))
    return onward(request, "/people/posts?done=post-changed")


@post("/people/posts/{post_id:int}/archive", guards=[allow("people.manage")], include_in_schema=False)
async def archive(request: Request, post_id: int) -> Response[Any]:
    """Takes it off the list."""
    await archive_post(request.user, post_id, datetime.now(UTC))
    return onward(request, "/people/posts?done=post-archived")


@post("/people/posts/{post_id:int}/restoration", guards=[allow("people.manage")], include_in_schema=False)
async def restoration(request: Request, post_id: int) -> Response[Any]:
    """Puts it back."""
    await restore_post(request.user, post_id, datetime.now(UTC))
    return onward(request, "/people/posts?done=post-restored")


def _given(given: dict[str, str]) -> dict[str, Any]:
    headcount = given.get("headcount", "")
    return {
        "zh": given.get("zh", ""),
        "en": given.get("en", ""),
        "role": given.get("role", ""),
        "superior_code": given.get("superior_code") or None,
        "headcount": int(headcount) if headcount.isdecimal() and len(headcount) < 6 else -1,
    }


handlers: list[Any] = [posts_page, addition, change, archive, restoration]
