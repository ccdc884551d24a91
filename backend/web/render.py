"""HTML from templates: whole pages, and the partials that pages and live messages share."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request, Response
from litestar.enums import MediaType

from backend.infra.catalogue import FRONTEND, LANGUAGES, catalogue, negotiate
from backend.people.viewer import Viewer
from backend.web.formats import Formats, mask_mobile
from backend.web.places import desk_places, places

LANG_COOKIE = "dangban_lang"
THEME_COOKIE = "dangban_theme"

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(FRONTEND / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
    cache_size=-1,
)


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
    html = _template(template).render({**_reader(request), **shell, **context})
    return _html(html, status)


def partial(request: Request, template: str, *, status: int = 200, **context: Any) -> Response[bytes]:
    """A fragment in the reader's language, for htmx to swap."""
    return _html(_template(template).render({**_reader(request), **context}), status)


def fragment(template: str, lang: str, zone: ZoneInfo, **context: Any) -> str:
    """The same partial without a request and without a viewer, for a live message."""
    return _template(template).render({**_language(lang, zone), "viewer": None, **context})


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


def asset(name: str) -> str:
    """The address of a built file, its content hash in the name."""
    return "/static/" + _assets().get(name, name)


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


@cache
def _template(name: str) -> Any:
    return _ENVIRONMENT.get_template(name)


@cache
def _assets() -> dict[str, str]:
    """Empty where the front end is not built: names are then used as they are."""
    listing = FRONTEND / "dist" / "assets.json"
    return json.loads(listing.read_text("utf-8")) if listing.exists() else {}


def _html(html: str, status: int) -> Response[bytes]:
    return Response(html.encode(), media_type=MediaType.HTML, status_code=status)


_ENVIRONMENT.globals.update(asset=asset, mask_mobile=mask_mobile)
_ENVIRONMENT.filters["tojson_attr"] = lambda value: json.dumps(value, ensure_ascii=False, default=str)
