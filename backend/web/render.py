"""HTML from templates: whole pages, and the partials that pages and live messages share."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response
from litestar.enums import MediaType
from markupsafe import Markup

from backend.infra.catalogue import LANGUAGES, catalogue
from backend.people.viewer import Viewer
from backend.web.company_language import LANG_COOKIE, language_for
from backend.web.formats import Formats
from backend.web.places import Place, desk_places, places
from backend.web.templates import template as template_of

THEME_COOKIE = "dangban_theme"


def page(
    request: Request, template: str, *, status: int = 200, here: str = "", **context: Any
) -> Response[bytes]:
    """A whole page in the reader's language. `here` is the key of the place that the dock marks."""
    viewer: Viewer | None = request.scope.get("user")
    lang, dock, desk = language(request), places(viewer), desk_places(viewer)
    shell = {
        "here": here,
        "places": dock,
        "desk_places": desk,
        "frame": _frame(lang, here, dock, desk, viewer.department_name if viewer else "", viewer is not None),
        "path": request.url.path,
        "person_id": viewer.person_id if viewer else "",
        "server_now": datetime.now(UTC).isoformat(timespec="milliseconds"),
    }
    return _html(template_of(template, lang).render({**_reader(request), **shell, **context}), status)


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
    """What the person chose, else what this browser chose, else what it asks for, else the company's."""
    viewer: Viewer | None = request.scope.get("user")
    chosen = (viewer.lang if viewer else None) or request.cookies.get(LANG_COOKIE)
    return language_for(chosen, request.headers.get("accept-language"))


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


@lru_cache(maxsize=512)
def _frame(
    lang: str, here: str, places: tuple[Place, ...], desk: tuple[Place, ...], department: str, signed_in: bool
) -> dict[str, Markup]:
    """What stands around a page and is the same for all who have the same places: made once, not with each page."""
    context = {
        **_language(lang, ZoneInfo("Asia/Shanghai")),
        "here": here,
        "places": places,
        "desk_places": desk,
        "department_name": department,
        "signed_in": signed_in,
    }
    parts = ("dock", "sidebar", "standing", "live_badge", "in_app")
    made = {part: template_of(f"shell/{part}.html", lang).render(context) for part in parts}
    return {part: Markup(html) for part, html in made.items()}  # noqa: S704  # our own templates, which escape


def _html(html: str, status: int) -> Response[bytes]:
    return Response(html.encode(), media_type=MediaType.HTML, status_code=status)
