"""The desk: what was told to whom, and how each step of it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import Request, Response, get

from backend.infra.refusal import not_found
from backend.notifications import words
from backend.notifications.history import SentLine, counts, sent, sent_message
from backend.notifications.queries import PAGE
from backend.people.viewer import Viewer
from backend.rules.messages import KINDS
from backend.web.guards import allow
from backend.web.render import language, page, partial

STATES = ("open", "acknowledged", "settled", "told", "exhausted", "expired", "withdrawn")


@dataclass(frozen=True, slots=True)
class Line:
    """A message of the department in the reader's language."""

    sent: SentLine
    title: str
    body: str


@get("/messages/sent", guards=[allow("messages.manage")], include_in_schema=False)
async def sent_messages(
    request: Request, before: int | None = None, kind: str = "", standing: str = ""
) -> Response[Any]:
    """The newest first, by kind and by state; htmx asks for further pages with `before`."""
    viewer: Viewer = request.user
    lines = await sent(viewer.department_id, kind=kind or None, state=standing or None, before=before)
    context: dict[str, Any] = {
        "lines": [_line(each, viewer, language(request)) for each in lines],
        "earlier": lines[-1].id if len(lines) == PAGE else None,
        "kind": kind,
        "standing": standing,
    }
    if before is not None:
        return partial(request, "notifications/_sent_lines.html", further=True, **context)
    since = datetime.now(UTC) - timedelta(hours=24)
    return page(
        request, "notifications/sent.html", here="messages", kinds=list(KINDS), states=STATES,
        counts=await counts(viewer.department_id, since), **context,
    )  # fmt: skip


@get("/messages/sent/{message_id:int}", guards=[allow("messages.manage")], include_in_schema=False)
async def one_sent(request: Request, message_id: int) -> Response[Any]:
    """One message with everything that happened to it, moment by moment."""
    found = await sent_message(request.user.department_id, message_id)
    if found is None:
        raise not_found()
    line = _line(found[0], request.user, language(request))
    return page(request, "notifications/sent_one.html", here="messages", line=line, facts=found[1])


handlers = [sent_messages, one_sent]


def _line(each: SentLine, viewer: Viewer, lang: str) -> Line:
    return Line(each, words.title(each.said, lang), words.body(each.said, lang, viewer.zone.key))
