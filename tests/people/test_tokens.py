"""API tokens, and Me as a program sees it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people import sessions_seen
from backend.people.secrets import token_hash
from backend.people.tokens import create_token, tokens_of
from backend.people.viewer import viewer_by_api_token
from tests.support.doors import somewhere, trail
from tests.support.shop import Shop


async def test_a_token_is_shown_once_and_acts_as_its_person(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    browser = await lin.browser()
    made = (await browser.post("/api/v1/me/tokens", json={"name": "门店看板", "days": 30})).json()
    program = somewhere(authorization=f"Bearer {made['token']}")
    assert (await program.get("/api/v1/me")).json()["login"] == lin.login
    listed = (await browser.get("/api/v1/me/tokens")).json()
    assert [one["name"] for one in listed] == ["门店看板"] and made["token"] not in str(listed)
    assert (
        await db.fetchval("SELECT count(*) FROM api_token WHERE token_hash = $1", token_hash(made["token"]))
        == 1
    )
    assert made["token"] not in (await browser.get("/me/tokens")).text


async def test_the_page_shows_a_new_token_with_a_button_to_copy_it(shop: Shop) -> None:
    browser = await (await shop.hire("林晓")).browser(**{"accept-language": "en"})
    page = await browser.post("/me/tokens", data={"name": "Shop display", "days": "0"})
    assert page.status_code == 200 and "dangban_" in page.text and "Valid without an end" in page.text
    nameless = await browser.post("/me/tokens", data={"name": "  "}, headers={"hx-request": "true"})
    assert nameless.status_code == 422 and 'data-refused-field="name"' in nameless.text


async def test_an_ended_token_is_refused_with_the_next_request(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    browser = await lin.browser()
    made = (await browser.post("/api/v1/me/tokens", json={"name": "desk"})).json()
    program = somewhere(authorization=f"Bearer {made['token']}")
    assert (await program.get("/api/v1/me")).status_code == 200
    assert (await browser.delete(f"/api/v1/me/tokens/{made['id']}")).status_code == 204
    assert (await program.get("/api/v1/me")).status_code == 401
    assert [verb for verb in await trail(lin) if verb.startswith("token")] == ["token.created", "token.ended"]


async def test_a_token_ends_by_its_date_and_with_its_person(shop: Shop, now: datetime) -> None:
    lin = await shop.hire("林晓")
    made = await create_token(await lin.viewer(), "desk", now, days=30)
    assert await viewer_by_api_token(made.text, now + timedelta(days=29))
    assert await viewer_by_api_token(made.text, now + timedelta(days=30)) is None
    await db.execute("UPDATE person SET left_at = $2 WHERE id = $1", lin.person_id, now)
    assert await viewer_by_api_token(made.text, now) is None


async def test_a_colleagues_token_is_not_found(shop: Shop) -> None:
    lin, chen = await shop.hire("林晓"), await shop.hire("陈露")
    made = await create_token(await lin.viewer(), "desk", datetime.now(UTC))
    browser = await chen.browser()
    assert (await browser.delete(f"/api/v1/me/tokens/{made.id}")).status_code == 404
    assert len(await tokens_of(lin.person_id, datetime.now(UTC))) == 1


async def test_a_token_makes_no_further_ways_in(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    made = await create_token(await lin.viewer(), "desk", datetime.now(UTC))
    program = somewhere(authorization=f"Bearer {made.text}")
    assert (await program.post("/api/v1/me/tokens", json={"name": "another"})).status_code == 403
    assert (await program.post("/api/v1/me/passkeys/options")).status_code == 409
    assert (
        await program.put("/api/v1/me/password", json={"old": "", "new": "Lantern-Harbour-43"})
    ).status_code == 409


async def test_a_token_opens_the_api_and_no_page(shop: Shop) -> None:
    made = await create_token(await (await shop.hire("林晓")).viewer(), "desk", datetime.now(UTC))
    program = somewhere(authorization=f"Bearer {made.text}")
    assert (await program.get("/me")).headers["location"] == "/login?next=/me"


async def test_twenty_tokens_are_enough(shop: Shop, now: datetime) -> None:
    by = await (await shop.hire("林晓")).viewer()
    for n in range(20):
        await create_token(by, f"n{n}", now)
    with pytest.raises(Refusal, match="identity-token-most"):
        await create_token(by, "one more", now)


async def test_one_sees_when_a_token_was_last_used(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    made = await create_token(await lin.viewer(), "desk", datetime.now(UTC))
    await somewhere(authorization=f"Bearer {made.text}").get("/api/v1/me")
    await sessions_seen.write_seen()
    (card,) = await tokens_of(lin.person_id, datetime.now(UTC))
    assert card.last_used_at is not None


async def test_language_and_look_act_at_once(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    browser = await lin.browser()
    assert (await browser.post("/me/preferences", data={"lang": "en", "theme": "ink"})).status_code == 303
    page = (await browser.get("/me")).text
    assert '<html lang="en" data-theme="ink"' in page
    assert (await browser.patch("/api/v1/me", json={"lang": "zh-Hant"})).status_code == 204
    assert '<html lang="zh-Hant" data-theme="ink"' in (await browser.get("/me")).text
    assert (await browser.patch("/api/v1/me", json={"theme": "pink"})).status_code == 422
