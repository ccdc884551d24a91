"""The templates, compiled once per language: sentences without variables and icons are then plain text of the page.

A page says about a hundred sentences; looking each one up while it is rendered would cost a third of the whole page.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.ext import Extension
from markupsafe import escape

from backend.infra.catalogue import FRONTEND, Catalogue, catalogue
from backend.web.formats import mask_mobile


@cache
def template(name: str, lang: str) -> Template:
    """One template in one language."""
    return _environment(lang).get_template(name)


def asset(name: str) -> str:
    """The address of a built file, its content hash in the name."""
    return "/static/" + _assets().get(name, name)


class Sentences(Extension):
    """Writes `{{ t("id") }}`, `{{ icon("sun") }}` and `{{ asset("name") }}` out before a template is compiled."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        said = catalogue(str(self.environment.globals["language"]))
        source = _SENTENCE.sub(lambda found: _written_out(found, said), source)
        source = _ASSET.sub(lambda found: str(escape(asset(found[1]))), source)
        return _ICON.sub(lambda found: _icon(self.environment, found[1], found[2] or ""), source)


_SENTENCE = re.compile(r"""\{\{\s*t\(["']([a-z0-9-]+)["']\)\s*\}\}""")
_ASSET = re.compile(r"""\{\{\s*asset\(["']([a-zA-Z0-9._-]+)["']\)\s*\}\}""")
_ICON = re.compile(r"""\{\{\s*icon\("([a-z0-9-]+)"(?:,\s*"([^"]*)")?\)\s*\}\}""")


@cache
def _icon(environment: Environment, name: str, classes: str) -> str:
    """What the macro makes of it, once."""
    macro = environment.from_string('{% from "components/icon.html" import icon %}{{ icon(name, classes) }}')
    return macro.render(name=name, classes=classes)


def _written_out(found: re.Match[str], said: Catalogue) -> str:
    text = said.plain(found[1])
    return found[0] if text is None or "{" in text else str(escape(text))


@cache
def _environment(lang: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FRONTEND / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=[Sentences],
    )
    environment.globals.update(asset=asset, mask_mobile=mask_mobile, language=lang)
    return environment


@cache
def _assets() -> dict[str, Any]:
    """Empty where the front end is not built: names are then used as they are."""
    listing = FRONTEND / "dist" / "assets.json"
    return json.loads(listing.read_text("utf-8")) if listing.exists() else {}
