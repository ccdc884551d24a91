"""Every sentence that people read, by message id and language (Project Fluent)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Pattern, TextElement

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
MOST_SAID = 4096
FRONTEND = Path(__file__).parent.parent.parent / "frontend"

_ALIASES = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hant": "zh-Hant",
    "en": "en",
}


class Catalogue:
    """The sentences of one language. An id without a sentence is a mistake of ours and is shown as the id."""

    def __init__(self, lang: str, texts: Iterable[str]):
        self.lang = lang
        self._bundle = FluentBundle([lang], use_isolating=False)
        for text in texts:
            self._bundle.add_resource(FluentResource(text), allow_overrides=True)
        self._plain: dict[str, str | None] = {}
        self._said: dict[tuple[Any, ...], str] = {}

    def say(self, message_id: str, **args: Any) -> str:
        """The sentence, filled in. Sentences without a variable cost one dictionary look-up."""
        plain = self.plain(message_id)
        return plain if plain is not None else self._filled(message_id, args)

    def plain(self, message_id: str) -> str | None:
        """A sentence without variables; None for one with them."""
        if message_id not in self._plain:
            self._plain[message_id] = self._plain_text(message_id)
        return self._plain[message_id]

    def knows(self, message_id: str) -> bool:
        return self._bundle.has_message(message_id)

    def _filled(self, message_id: str, args: dict[str, Any]) -> str:
        """What was said before with the same values is not put together again: most of a page is."""
        key = (message_id, *args.items())
        try:
            known = self._said.get(key)
        except TypeError:  # a value that cannot be a key
            return self._format(message_id, args)
        if known is None:
            if len(self._said) >= MOST_SAID:
                self._said.clear()
            known = self._said[key] = self._format(message_id, args)
        return known

    def _format(self, message_id: str, args: dict[str, Any]) -> str:
        message = self._bundle.get_message(message_id)
        assert message.value is not None
        return str(self._bundle.format_pattern(message.value, args)[0])

    def _plain_text(self, message_id: str) -> str | None:
        """The text of a sentence without variables; None for one with them."""
        if not self._bundle.has_message(message_id):
            return message_id
        value = self._bundle.get_message(message_id).value
        if value is None:
            return message_id
        parts = value.elements if isinstance(value, Pattern) else [value]
        if not all(isinstance(part, TextElement) for part in parts):
            return None
        return self._format(message_id, {})


@cache
def catalogue(lang: str) -> Catalogue:
    """The catalogue of a language of ours, read once per process."""
    return Catalogue(lang, [path.read_text("utf-8") for path in _files(lang)])


def negotiate(accept_language: str | None) -> str:
    """The language of ours that a browser would like best; Simplified Chinese without any hint."""
    return asked_language(accept_language) or LANGUAGES[0]


@lru_cache(maxsize=512)
def asked_language(accept_language: str | None) -> str | None:
    """The first language of ours that a browser asks for; None when it asks for none of them."""
    wanted = [part.split(";")[0].strip().lower() for part in (accept_language or "").split(",")]
    for tag in wanted:
        found = _ALIASES.get(tag) or _ALIASES.get(tag.rsplit("-", 1)[0]) or _ALIASES.get(tag.split("-")[0])
        if found:
            return found
    return None


def _files(lang: str) -> list[Path]:
    """The built catalogues; the sources where the front end is not built yet (Traditional from the Simplified ones)."""
    built = FRONTEND / "dist" / "locales" / lang
    source = built if built.is_dir() else FRONTEND / "locales" / ("zh-Hans" if lang == "zh-Hant" else lang)
    return sorted(source.glob("*.ftl"))
