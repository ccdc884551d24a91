"""Passkeys (R-PPL-2), against an authenticator in software that signs as a phone does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people.devices_browser import Browser
from backend.people.passkeys_credential import RelyingParty
from backend.people.passkeys_login import log_in_with_passkey, login_options
from tests.support.authenticator import Authenticator
from tests.support.doors import GOOD, link_for, logged_in, somewhere, trail, with_password
from tests.support.shop import Colleague, Shop

SITE = RelyingParty("dangban.test", "http://dangban.test")


async def test_lin_xiao_adds_a_passkey_and_gets_in_with_it_alone(shop: Shop) -> None:
    lin, phone = await with_password(await shop.hire("林晓")), Authenticator()
    await _register(await logged_in(lin), phone)
    visitor = somewhere()
    options = (await visitor.post("/api/v1/session/passkey/options")).json()
    assert not options.get("allowCredentials")  # no log-in name was asked or told
    answer = await visitor.post(
        "/api/v1/session/passkey", json={"credential": phone.get(options), "next": "/rota"}
    )
    assert answer.status_code == 201 and answer.json()["redirect"] == "/rota"
    assert (await visitor.get("/api/v1/me")).json()["name"] == "林晓"
    assert "Android · Chrome" in (await visitor.get("/me/passkeys")).text
    assert "passkey.added" in await trail(lin)


async def test_chen_lu_joins_with_a_passkey_and_never_has_a_password(shop: Shop) -> None:
    chen, phone = await shop.hire("陈露"), Authenticator()
    link = await link_for(chen)
    browser = somewhere()
    options = (await browser.post("/api/v1/join/passkey/options", json={"token": link.token})).json()
    credential = phone.create(options)
    answer = await browser.post("/api/v1/join/passkey", json={"token": link.token, "credential": credential})
    assert answer.status_code == 201
    assert (await browser.get("/api/v1/me")).json()["name"] == "陈露"
    assert await db.fetchval("SELECT password_hash FROM person WHERE id = $1", chen.person_id) is None
    again = await somewhere().post(
        "/api/v1/join/passkey", json={"token": link.token, "credential": credential}
    )
    assert again.status_code == 410
    last = await browser.delete(
        f"/api/v1/me/passkeys/{await _only(chen)}", headers={"x-csrf-token": answer.json()["csrf"]}
    )
    assert last.status_code == 409 and last.json()["type"] == "urn:dangban:identity-passkey-last"


async def test_a_passkey_that_does_not_verify_leaves_the_link_unused(shop: Shop) -> None:
    chen = await shop.hire("陈露")
    link = await link_for(chen)
    browser = somewhere()
    options = (await browser.post("/api/v1/join/passkey/options", json={"token": link.token})).json()
    credential = Authenticator(origin="http://evil.example").create(options)
    answer = await browser.post("/api/v1/join/passkey", json={"token": link.token, "credential": credential})
    assert answer.status_code == 422
    assert (await browser.post(link.path, data={"password": GOOD})).status_code == 303


async def test_a_copied_passkey_is_refused_and_written_down(shop: Shop) -> None:
    lin, phone = await with_password(await shop.hire("林晓")), Authenticator()
    await _register(await logged_in(lin), phone)
    thief = phone.copy()
    assert (await _enter(phone)).status_code == 201
    refused = await _enter(thief)
    assert refused.status_code == 403 and refused.json()["type"] == "urn:dangban:identity-passkey-copied"
    assert "passkey.copy_refused" in await trail(lin)
    assert (await _enter(phone)).status_code == 201


async def test_an_authenticator_that_does_not_count_is_let_in_every_time(shop: Shop) -> None:
    lin, phone = await with_password(await shop.hire("林晓")), Authenticator(counting=False)
    await _register(await logged_in(lin), phone)
    assert [(await _enter(phone)).status_code for _ in range(3)] == [201, 201, 201]


async def test_one_answer_opens_one_session(shop: Shop) -> None:
    lin, phone = await with_password(await shop.hire("林晓")), Authenticator(counting=False)
    await _register(await logged_in(lin), phone)
    at = datetime.now(UTC)
    credential = phone.get(login_options(SITE, at))
    tries = [log_in_with_passkey(credential, SITE, at, Browser()) for _ in range(50)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(not isinstance(answer, BaseException) for answer in answers) == 1
    assert {answer.code for answer in answers if isinstance(answer, Refusal)} == {"identity-passkey-expired"}


async def test_a_challenge_lives_five_minutes(shop: Shop, now: datetime) -> None:
    lin, phone = await with_password(await shop.hire("林晓")), Authenticator()
    await _register(await logged_in(lin), phone)
    credential = phone.get(login_options(SITE, now))
    with pytest.raises(Refusal, match="identity-passkey-expired"):
        await log_in_with_passkey(credential, SITE, now + timedelta(minutes=5), Browser())


@pytest.mark.parametrize(
    "fault", ["origin", "site", "unverified", "signature", "purpose", "made-up challenge", "garbage"]
)
async def test_what_does_not_verify_lets_nobody_in(shop: Shop, fault: str) -> None:
    lin, phone = await with_password(await shop.hire("林晓")), Authenticator()
    browser = await logged_in(lin)
    await _register(browser, phone)
    options = (await somewhere().post("/api/v1/session/passkey/options")).json()
    if fault == "origin":
        phone.origin = "http://dangban.test.evil.example"
    elif fault == "site":
        options["rpId"] = "evil.example"
    elif fault == "purpose":
        options["challenge"] = (await browser.post("/api/v1/me/passkeys/options")).json()["challenge"]
    elif fault == "made-up challenge":
        options["challenge"] = "A" * 64
    credential = phone.get(options, verified=fault != "unverified")
    if fault == "signature":
        credential["response"]["signature"] = Authenticator().get(options)["response"]["signature"]
    if fault == "garbage":
        credential = {"id": 7, "rawId": credential["rawId"], "response": "?"}
    visitor = somewhere()
    answer = await visitor.post("/api/v1/session/passkey", json={"credential": credential})
    assert answer.status_code == 422, answer.text
    assert (await visitor.get("/api/v1/me")).status_code == 401


async def test_a_challenge_of_one_person_registers_nothing_for_another(shop: Shop) -> None:
    lin, chen = await with_password(await shop.hire("林晓")), await with_password(await shop.hire("陈露"))
    options = (await (await logged_in(lin)).post("/api/v1/me/passkeys/options")).json()
    answer = await (await logged_in(chen)).post(
        "/api/v1/me/passkeys", json={"credential": Authenticator().create(options)}
    )
    assert answer.status_code == 422


async def test_a_removed_passkey_and_one_of_somebody_who_left_open_nothing(shop: Shop) -> None:
    lin, phone, other = await with_password(await shop.hire("林晓")), Authenticator(), Authenticator()
    browser = await logged_in(lin)
    first, _ = await _register(browser, phone), await _register(browser, other)
    assert (await browser.post(f"/me/passkeys/{first}/removal")).status_code == 303
    assert (await _enter(phone)).json()["type"] == "urn:dangban:identity-passkey-unknown"
    await db.execute("UPDATE person SET left_at = now() WHERE id = $1", lin.person_id)
    assert (await _enter(other)).json()["type"] == "urn:dangban:identity-passkey-unknown"


async def test_passkeys_are_named_by_their_owner_and_by_nobody_else(shop: Shop) -> None:
    lin, chen = await with_password(await shop.hire("林晓")), await with_password(await shop.hire("陈露"))
    mine = await logged_in(lin)
    passkey_id = await _register(mine, Authenticator())
    assert (
        await mine.patch(f"/api/v1/me/passkeys/{passkey_id}", json={"name": "店里的手机"})
    ).status_code == 204
    assert [one["name"] for one in (await mine.get("/api/v1/me/passkeys")).json()] == ["店里的手机"]
    theirs = await logged_in(chen)
    assert (await theirs.patch(f"/api/v1/me/passkeys/{passkey_id}", json={"name": "x"})).status_code == 404
    assert (await theirs.delete(f"/api/v1/me/passkeys/{passkey_id}")).status_code == 404


async def test_the_same_passkey_is_kept_once(shop: Shop) -> None:
    browser, phone = await logged_in(await with_password(await shop.hire("林晓"))), Authenticator()
    await _register(browser, phone)
    options = (await browser.post("/api/v1/me/passkeys/options")).json()
    assert [one["id"] for one in options["excludeCredentials"]]
    assert (
        await browser.post("/api/v1/me/passkeys", json={"credential": phone.create(options)})
    ).status_code == 409


async def _register(browser: httpx.AsyncClient, phone: Authenticator) -> int:
    options = (await browser.post("/api/v1/me/passkeys/options")).json()
    answer = await browser.post("/api/v1/me/passkeys", json={"credential": phone.create(options)})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def _enter(phone: Authenticator) -> httpx.Response:
    visitor = somewhere()
    options = (await visitor.post("/api/v1/session/passkey/options")).json()
    return await visitor.post("/api/v1/session/passkey", json={"credential": phone.get(options)})


async def _only(colleague: Colleague) -> int:
    return await db.fetchval("SELECT id FROM passkey WHERE person_id = $1", colleague.person_id)
