"""The sentences of the command line, in the language of whoever sits at it (`DANGBAN_LANG`, else `LANG`)."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from rich.console import Console

from backend.infra.catalogue import FRONTEND, Catalogue

TRADITIONAL = ("tw", "hk", "mo", "hant")

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def say(message_id: str, **args: Any) -> str:
    """A sentence of `cli.ftl`, filled in."""
    return _catalogue(language()).say(message_id, **args)


def tell(message_id: str, **args: Any) -> None:
    """Prints a sentence as it is: nothing in a folder's or a person's name is taken for markup."""
    console.print(say(message_id, **args), markup=False)


def warn(message_id: str, **args: Any) -> None:
    """Prints a sentence to standard error."""
    errors.print(say(message_id, **args), markup=False)


def language() -> str:
    """Chinese where the environment says so, English otherwise: a bare server rarely says anything."""
    wanted = os.environ.get("DANGBAN_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    tag = wanted.split(".")[0].replace("_", "-").lower()
    if not tag.startswith("zh"):
        return "en"
    return "zh-Hant" if any(sign in tag for sign in TRADITIONAL) else "zh-Hans"


@cache
def _catalogue(lang: str) -> Catalogue:
    """One file instead of all, for a quick start. Traditional Chinese is there once the front end is built."""
    built, source = FRONTEND / "dist" / "locales" / lang / "cli.ftl", FRONTEND / "locales" / lang / "cli.ftl"
    simplified = FRONTEND / "locales" / "zh-Hans" / "cli.ftl"
    found = next(
        path for path in (source if lang != "zh-Hant" else built, built, simplified) if path.exists()
    )
    return Catalogue(lang, [found.read_text("utf-8")])
