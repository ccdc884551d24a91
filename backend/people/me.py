"""What people choose for themselves."""

from __future__ import annotations

from backend.audit.actions import note
from backend.infra import db
from backend.infra.catalogue import LANGUAGES
from backend.infra.refusal import Refusal
from backend.people.viewer import Viewer

THEMES = ("auto", "paper", "ink")


async def choose(by: Viewer, *, lang: str | None = None, theme: str | None = None) -> None:
    """Keeps a language (zh-Hans, zh-Hant, en) or a look (auto, paper, ink); what is None stays as it is."""
    if lang is not None and lang not in LANGUAGES:
        raise Refusal("identity-choice-unknown", 422, field="lang")
    if theme is not None and theme not in THEMES:
        raise Refusal("identity-choice-unknown", 422, field="theme")
    if lang is None and theme is None:
        return
    async with db.transaction():
        await db.execute(_CHOOSE, by.person_id, lang, theme)
        chosen = {key: value for key, value in {"lang": lang, "theme": theme}.items() if value is not None}
        await note(
            "choice.made",
            f"person:{by.person_id}",
            department_id=by.department_id or None,
            actor_id=by.person_id,
            **chosen,
        )


_CHOOSE = "UPDATE person SET lang = coalesce($2, lang), theme = coalesce($3, theme) WHERE id = $1"
