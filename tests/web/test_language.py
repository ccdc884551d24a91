"""In which language somebody is greeted who has not logged in: chosen, asked for, else the company's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from backend.company.actions import describe_company
from backend.infra import db
from backend.infra.catalogue import asked_language, negotiate
from backend.people.invitations import invite
from tests.support.shop import Shop, visitor


@pytest.fixture
async def english_company(database: str, now: datetime) -> AsyncIterator[None]:
    await describe_company(None, "Five Steps", "en", now)
    yield
    await db.execute("DELETE FROM company")


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        (None, None),
        ("", None),
        ("*", None),
        ("fr-FR, de;q=0.8", None),
        ("fr-FR, zh-TW;q=0.8, en;q=0.5", "zh-Hant"),
        ("en-AU", "en"),
    ],
)
def test_what_a_browser_asks_for(header: str | None, asked: str | None):
    assert asked_language(header) == asked
    assert negotiate(header) == (asked or "zh-Hans")


@pytest.mark.parametrize(
    ("cookie", "header", "lang"),
    [
        ("zh-Hant", "en", "zh-Hant"),
        ("klingon", "zh-CN", "zh-Hans"),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        (None, "fr-FR,fr;q=0.9", "en"),
        ("klingon", "fr", "en"),
        (None, None, "en"),
    ],
)
async def test_the_way_in_speaks_what_was_chosen_or_asked_for_or_the_companys_language(
    shop: Shop, english_company: None, now: datetime, cookie: str | None, header: str | None, lang: str
):
    link = await invite(shop.program, (await shop.hire("林晓")).person_id, now)
    async with visitor(**({"accept-language": header} if header else {})) as stranger:
        if cookie:
            stranger.cookies.set("dangban_lang", cookie)
        for path in ("/login", link.path, "/join/no-such-link", "/no-such-page"):
            answer = await stranger.get(path)
            assert f'<html lang="{lang}"' in answer.text, path


async def test_the_api_refuses_strangers_in_the_companys_language(english_company: None):
    async with visitor(**{"accept-language": "fr"}) as stranger:
        answer = await stranger.get("/api/v1/me")
        assert answer.status_code == 401 and "log in" in answer.json()["title"]


async def test_without_a_company_or_its_database_the_page_is_chinese(
    database: str, monkeypatch: pytest.MonkeyPatch
):
    async def away() -> None:
        raise ConnectionError("the database is away")

    await db.execute("DELETE FROM company")
    async with visitor() as stranger:
        assert '<html lang="zh-Hans"' in (await stranger.get("/login")).text
        monkeypatch.setattr("backend.web.company_language.company", away)
        page = await stranger.get("/login")
        assert page.status_code == 200 and '<html lang="zh-Hans"' in page.text
