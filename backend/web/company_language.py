"""The company's language, for who has not logged in and whose browser asks for none of ours."""

from __future__ import annotations

import structlog

from backend.company.queries import company
from backend.infra.catalogue import LANGUAGES, asked_language

LANG_COOKIE = "dangban_lang"

log = structlog.get_logger("web")


def language_for(chosen: str | None, accepted: str | None) -> str:
    """What was chosen, else what the browser asks for, else the company's."""
    return _said(chosen, accepted) or _known[0]


async def ask_company_language(chosen: str | None = None, accepted: str | None = None) -> None:
    """Reads it anew where nothing else says it: before log-in only, so that it costs nobody else a round trip."""
    if _said(chosen, accepted) is not None:
        return
    try:
        lang = (await company()).lang
    except Exception as error:  # no page fails for its language: the database may be just what it tells about
        log.warning("company_language_unknown", error=repr(error))
        return
    _known[0] = lang if lang in LANGUAGES else LANGUAGES[0]


def _said(chosen: str | None, accepted: str | None) -> str | None:
    return chosen if chosen in LANGUAGES else asked_language(accepted)


_known = [LANGUAGES[0]]  # as it was read last
