"""What a department calls its own things, in the languages it is written in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """A name in Simplified Chinese and in English."""

    zh: str
    en: str

    def of(self, lang: str) -> str:
        """The name for a reader of `zh-Hans`, `zh-Hant` or `en`."""
        return self.en if lang.startswith("en") else self.zh
