"""Templates of a request, filled so that no value can break out of its place.

Only `{{ … }}` with names and a few filters exists: no statements, no calls, no multiplication, so that whoever may edit
a template can neither run anything nor make the server busy. What is put into JSON is escaped for a JSON string, into a
form or an address for there; `tojson` gives a whole JSON value with its quotation marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

Place = Literal["json", "form", "address", "header", "plain"]

LONGEST = 8_000


class TemplateFault(ValueError):
    """A template cannot be filled; `str` says why, in short English, without any value."""


def fill(template: str, place: Place, values: Mapping[str, str]) -> str:
    """The template with its values, escaped for where it stands. TemplateFault."""
    if len(template) > LONGEST or "{%" in template:
        raise TemplateFault("only {{ … }} may stand in a template")
    try:
        filled = _environment(place).from_string(template).render(values)
    except TemplateError as error:
        raise TemplateFault(f"{type(error).__name__}: {error.message}"[:200]) from None
    except Exception as error:
        raise TemplateFault(type(error).__name__) from None
    if place == "header" and re.search(r"[\r\n\0]", filled):
        raise TemplateFault("a header of several lines")
    return filled


class Whole(str):
    """Stands as it is: it was escaped for its place already."""


class _Harmless(ImmutableSandboxedEnvironment):
    """Names, attributes of mappings and our own filters; nothing that can be called or made long."""

    intercepted_binops = frozenset({"*", "**", "%", "//", "/", "+", "-"})

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise TemplateError(f"{operator} may not stand in a template")


@lru_cache(maxsize=8)
def _environment(place: Place) -> _Harmless:
    escape = ESCAPES[place]
    environment = _Harmless(
        undefined=StrictUndefined,
        finalize=lambda value: value if isinstance(value, Whole) else escape(str(value)),
        keep_trailing_newline=True,
    )
    environment.filters = dict(FILTERS)
    environment.globals = {}
    environment.tests = {}
    return environment


def _in_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _in_address(value: str) -> str:
    return quote(value, safe="")


ESCAPES: dict[Place, Callable[[str], str]] = {
    "json": _in_json,
    "form": _in_address,
    "address": _in_address,
    "header": str,
    "plain": str,
}
FILTERS: dict[str, Callable[..., Any]] = {
    "tojson": lambda value: Whole(json.dumps(value, ensure_ascii=False)),
    "digits": lambda value: re.sub(r"\D", "", str(value)),
    "national": lambda value: re.sub(r"^(\+|00)86", "", str(value).replace(" ", "")),
    "lower": lambda value: str(value).lower(),
    "upper": lambda value: str(value).upper(),
    "first": lambda value, count: str(value)[: int(count)],
}
