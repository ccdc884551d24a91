"""What an open item says, in the reader's language and by the department's clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from litestar import Request

from backend.duties.queries import Item
from backend.infra.catalogue import catalogue
from backend.web.formats import Formats
from backend.web.render import language


def wording(request: Request) -> Callable[[Item], str]:
    """For one reader: `wording(request)(item)` is the sentence, or the note as it was typed."""
    lang = language(request)
    say, formats = catalogue(lang).say, Formats(lang, request.user.zone)

    def words(item: Item) -> str:
        if item.note:
            return item.note
        args = {
            key: formats.moment(value) if isinstance(value, datetime) else value
            for key, value in item.args.items()
        }
        return say(item.sentence, **args)

    return words
