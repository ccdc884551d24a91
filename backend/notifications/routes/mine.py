"""My messages: the inbox, what waits on every page, and the one big button."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.infra.refusal import not_found
from backend.notifications import words
from backend.notifications.actions import acknowledge
from backend.notifications.inbox import see, see_one
from backend.notifications.queries import PAGE, Letter, inbox, letter, waiting_letters
from backend.people.viewer import Viewer
from backend.web.guards import signed_in
from backend.web.onward import onward
from backend.web.parts import part_of
from backend.web.render import language, page, partial

LISTS = {"inbox": "notifications/_inbox.html", "today": "notifications/_today.html"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of mine in my language."""

    letter: Letter
    title: str
    body: str


@get("/messages", guards=[signed_in], include_in_schema=False)
async def my_messages(request: Request, before: int | None = None) -> Response[Any]:
    """What waits for me first, then all of it; htmx asks for further pages with `before`."""
    context = await _inbox(request, datetime.now(UTC), before)
    if before is not None:
        return partial(request, "notifications/_earlier.html", further=True, **context)
    return page(request, "notifications/inbox.html", here="inbox", **context)


@get("/messages/inbox", guards=[signed_in, part_of("/messages")], include_in_schema=False)
async def my_inbox(request: Request) -> Response[Any]:
    """The list without its frame, fetched anew when something has come or was answered."""
    return partial(request, LISTS["inbox"], **await _inbox(request, datetime.now(UTC), None))


@get("/messages/banner", guards=[signed_in, part_of("/messages")], include_in_schema=False)
async def banner(request: Request) -> Response[Any]:
    """What waits for me, as it stands over every page, with the count for the bell."""
    return partial(request, "notifications/_banner.html", **await _waiting(request))


@get("/messages/today", guards=[signed_in, part_of("/")], include_in_schema=False)
async def on_today(request: Request) -> Response[Any]:
    """What waits for my answer, at the top of Today."""
    return partial(request, LISTS["today"], **await _waiting(request))


@post("/messages/seen", guards=[signed_in], include_in_schema=False, status_code=204)
async def seen(request: Request) -> None:
    """The page says which messages it has shown: `ids`, with commas."""
    form = await request.form()
    ids = [int(part) for part in str(form.get("ids") or "").split(",") if part.isdecimal() and len(part) < 19]
    await see(request.user, ids, datetime.now(UTC))


@post(
    "/messages/{message_id:int}/acknowledgement", guards=[signed_in], include_in_schema=False, status_code=200
)
async def understood(request: Request, message_id: int) -> Response[Any]:
    """The one big button. The answer is the list in which it stands."""
    now = datetime.now(UTC)
    await acknowledge(request.user, message_id, now)
    shown_in = str((await request.form()).get("list") or "")
    if request.headers.get("hx-request") != "true":
        return onward(request, "/messages")
    if shown_in == "inbox":
        return partial(request, LISTS["inbox"], **await _inbox(request, now, None))
    template = LISTS.get(shown_in, "notifications/_banner.html")
    return partial(request, template, **await _waiting(request))


@get("/messages/{message_id:int}", guards=[signed_in], include_in_schema=False)
async def open_message(request: Request, message_id: int) -> Response[Any]:
    """Leads to what a message is about; with that it was seen."""
    viewer: Viewer = request.user
    found = await letter(viewer.person_id, viewer.department_id, message_id)
    if found is None or not await see_one(viewer, message_id, datetime.now(UTC)):
        raise not_found()
    return Response(b"", status_code=303, media_type="text/html", headers={"location": found.said.url})


handlers = [my_messages, my_inbox, banner, on_today, seen, understood, open_message]


async def waiting_for(viewer: Viewer, lang: str, at: datetime) -> list[Shown]:
    """What waits for somebody, in their language."""
    return shown(await waiting_letters(viewer.person_id, viewer.department_id, at), viewer, lang)


def shown(letters: Iterable[Letter], viewer: Viewer, lang: str) -> list[Shown]:
    """Messages of somebody in their language."""
    zone = viewer.zone.key
    return [Shown(each, words.title(each.said, lang), words.body(each.said, lang, zone)) for each in letters]


async def _waiting(request: Request) -> dict[str, Any]:
    found = await waiting_for(request.user, language(request), datetime.now(UTC))
    return {
        "to_answer": [each for each in found if each.letter.waits],
        "news": [each for each in found if not each.letter.waits],
    }


async def _inbox(request: Request, at: datetime, before: int | None) -> dict[str, Any]:
    viewer: Viewer = request.user
    lang = language(request)
    waits = (
        [each for each in await waiting_for(viewer, lang, at) if each.letter.waits] if before is None else []
    )
    known = {each.letter.id for each in waits}
    letters = await inbox(viewer.person_id, viewer.department_id, at, before)
    return {
        "to_answer": waits,
        "letters": shown((each for each in letters if each.id not in known), viewer, lang),
        "earlier": letters[-1].id if len(letters) == PAGE else None,
        "today": at.astimezone(viewer.zone).date(),
    }
