"""HTML from templates: whole pages, and the partials that pages and live messages share."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response
from litestar.enums import MediaType

from backend.infra.catalogue import LANGUAGES, catalogue, negotiate
from backend.people.viewer import Viewer
from backend.web.formats import Formats
from backend.web.places import desk_places, places
from backend.web.templates import template as template_of

LANG_COOKIE = "dangban_lang"
THEME_COOKIE = "dangban_theme"


def page(
    request: Request, template: str, *, status: int = 200, here: str = "", **context: Any
) -> Response[bytes]:
    """A whole page in the reader's language. `here` is the key of the place that the dock marks."""
    viewer: Viewer | None = request.scope.get("user")
    shell = {
        "here": here,
        "places": places(viewer),
        "desk_places": desk_places(viewer),
        "path": request.url.path,
        "person_id": viewer.person_id if viewer else "",
        "server_now": datetime.now(UTC).isoformat(timespec="milliseconds"),
    }
    html = template_of(template, language(request)).render({**_reader(request), **shell, **context})
    return _html(html, status)


def partial(request: Request, template: str, *, status: int = 200, **context: Any) -> Response[bytes]:
    """A fragment in the reader's language, for htmx to swap."""
    html = template_of(template, language(request)).render({**_reader(request), **context})
    return _html(html, status)


def fragment(template: str, lang: str, zone: ZoneInfo, **context: Any) -> str:
    """The same partial without a request and without a viewer, for a live message."""
    return template_of(template, lang).render({**_language(lang, zone), "viewer": None, **context})


def in_every_language(template: str, zone: ZoneInfo, **context: Any) -> dict[str, str]:
    """One live message in each language of ours."""
    return {lang: fragment(template, lang, zone, **context) for lang in LANGUAGES}


def language(request: Request) -> str:
    """What the person chose, else what this browser chose, else what the browser asks for."""
    viewer: Viewer | None = request.scope.get("user")
    chosen = (viewer.lang if viewer else None) or request.cookies.get(LANG_COOKIE)
    return chosen if chosen in LANGUAGES else negotiate(request.headers.get("accept-language"))


def say(request: Request, message_id: str, **args: Any) -> str:
    """One sentence in the reader's language."""
    return catalogue(language(request)).say(message_id, **args)


def _reader(request: Request) -> dict[str, Any]:
    viewer: Viewer | None = request.scope.get("user")
    return {
        **_language(language(request), viewer.zone if viewer else ZoneInfo("Asia/Shanghai")),
        "viewer": viewer,
        "theme": viewer.theme if viewer else request.cookies.get(THEME_COOKIE, "auto"),
        "csrf_token": viewer.csrf if viewer else "",
    }


@cache
def _language(lang: str, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "lang": lang,
        "t": catalogue(lang).say,
        "f": Formats(lang, zone),
        "theme": "auto",
        "csrf_token": "",
    }


def _html(html: str, status: int) -> Response[bytes]:
    return Response(html.encode(), media_type=MediaType.HTML, status_code=status)
