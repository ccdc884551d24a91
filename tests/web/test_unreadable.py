"""A date that is none, a number with letters: said in the reader's language, never by the program's own names."""

from __future__ import annotations

import re

import pytest

from backend.infra.catalogue import catalogue
from backend.web.errors import field_word, unreadable
from tests.support.shop import Shop
from tests.web.test_every_route import ROUTES

PAGES = {
    name
    for _, path, handler in ROUTES
    if not path.startswith("/api/")
    for name, given in handler.parsed_fn_signature.parameters.items()
    if name not in ("request", "data", "socket", "asked", *re.findall(r"\{(\w+)", path))
    and given.annotation is not str
}


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
def test_whatever_a_page_is_asked_by_has_a_word(lang: str) -> None:
    """A new one needs `shell-field-…` in the catalogues."""
    words = catalogue(lang)
    assert {"day", "before", "person"} <= PAGES
    assert sorted(name for name in PAGES if not words.knows(field_word(name))) == []


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh-CN", "这些内容填得不对：日期、结束时间。请改好再试。"),
        ("en", "This does not fit: Date, End. Please correct it and try again."),
    ],
)
async def test_a_day_that_is_none_is_said_in_the_readers_words(shop: Shop, lang: str, said: str) -> None:
    boss = await shop.manager()
    async with await boss.browser(accept="text/html", **{"accept-language": lang}) as browser:
        answer = await browser.get("/calls/log", params={"day": "gestern", "until": "morgen"})
        assert answer.status_code == 422 and said in answer.text
    async with await boss.browser(accept="application/json", **{"accept-language": lang}) as program:
        problem = (await program.get("/api/v1/calls", params={"day": "gestern"})).json()
    assert problem["field"] == "day" and "day" not in problem["title"]


def test_what_no_screen_has_a_word_for_is_named_to_programs_only() -> None:
    words, given = catalogue("en"), ["day", "Expected `int`, got `str`"]
    assert unreadable(words, given, to_program=False) == words.say("shell-error-unreadable")
    assert "Date, Expected `int`, got `str`" in unreadable(words, given, to_program=True)
