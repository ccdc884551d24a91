"""R-PPL-2: what a password must be, and when another one is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people.passwords import change_password, mark_password_lent
from backend.people.passwords_rules import fault_of
from tests.support.doors import BETTER, GOOD, logged_in, trail, with_password
from tests.support.shop import Shop

LIN = ("linxiao", "林晓", "13812345678", "A1007")


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("short-one", "identity-password-short"),
        ("x" * 129, "identity-password-long"),
        ("7-lantern-harbour", "identity-password-digit"),
        ("７-lantern-harbour", "identity-password-digit"),
        ("hello-LinXiao-hello", "identity-password-personal"),
        ("我是林晓我的密码在这里", "identity-password-personal"),
        ("call-13812345678-me", "identity-password-personal"),
        ("password123", "identity-password-known"),
        ("Password2024!", "identity-password-known"),
        ("qwertyuiop", "identity-password-known"),
        ("aaaaaaaaaaaa", "identity-password-guessable"),
        ("abcdefghijk", "identity-password-guessable"),
        (GOOD, None),
        ("correct horse battery staple", None),
        ("青山绿水之间有一条河", None),
    ],
)
def test_one_clear_sentence_says_what_is_wrong(password: str, fault: str | None) -> None:
    assert fault_of(password, LIN) == fault


def test_a_department_may_ask_for_more(shop_rules_need: int = 14) -> None:
    assert fault_of("Lantern-Har42", LIN, shop_rules_need) == "identity-password-short"


async def test_changing_it_needs_the_old_one_and_logs_the_others_out(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    here, there = await logged_in(lin), await logged_in(lin)
    wrong = await here.post("/me/password", data={"old_password": "Not-the-old-one", "password": BETTER})
    assert wrong.status_code == 422 and "not your current password" in wrong.text
    same = await here.post("/me/password", data={"old_password": GOOD, "password": GOOD})
    assert same.status_code == 422 and "choose another" in same.text
    done = await here.post("/me/password", data={"old_password": GOOD, "password": BETTER})
    assert done.status_code == 303
    assert (await there.get("/api/v1/me")).status_code == 401
    assert (await here.get("/api/v1/me")).status_code == 200
    assert await logged_in(lin, BETTER)
    assert "password.changed" in await trail(lin)


async def test_an_open_session_is_no_place_to_guess_the_password(shop: Shop, now: datetime) -> None:
    lin = await with_password(await shop.hire("林晓"))
    by = await lin.viewer()
    for n in range(5):
        with pytest.raises(Refusal, match="identity-password-old-wrong"):
            await change_password(by, f"guess-{n}", BETTER, now)
    with pytest.raises(Refusal, match="identity-login-wait"):
        await change_password(by, GOOD, BETTER, now)


async def test_in_the_mall_a_password_is_due_after_ninety_days(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    browser = await logged_in(lin)
    await _set_on(lin.person_id, datetime.now(UTC) - timedelta(days=89))
    assert (await browser.get("/me")).status_code == 200
    await _set_on(lin.person_id, datetime.now(UTC) - timedelta(days=90))
    led = await browser.get("/me")
    assert (led.status_code, led.headers["location"]) == (303, "/me/password")
    htmx = await browser.get("/me", headers={"hx-request": "true"})
    assert htmx.headers["hx-redirect"] == "/me/password"
    api = await browser.get("/api/v1/me/devices")
    assert api.status_code == 403 and api.json()["type"] == "urn:dangban:identity-password-due-old"
    assert (await browser.get("/api/v1/me")).json()["password_due"] == "old"
    await browser.post("/me/password", data={"old_password": GOOD, "password": BETTER})
    assert (await browser.get("/me")).status_code == 200


async def test_elsewhere_a_password_does_not_age(a_department) -> None:  # type: ignore[no-untyped-def]
    shop = await a_department("three-shift")
    lin = await with_password(await shop.hire("林晓"))
    browser = await logged_in(lin)
    await _set_on(lin.person_id, datetime.now(UTC) - timedelta(days=900))
    assert (await browser.get("/me")).status_code == 200


async def test_a_password_that_was_lent_out_is_due_at_once(shop: Shop) -> None:
    manager, lin = await shop.manager(), await with_password(await shop.hire("林晓"))
    browser = await logged_in(lin)
    with pytest.raises(Refusal, match="shell-error-forbidden"):
        await mark_password_lent(await lin.viewer(), manager.person_id, datetime.now(UTC))
    await mark_password_lent(await manager.viewer(), lin.person_id, datetime.now(UTC))
    page = await browser.get("/me/password")
    assert page.status_code == 200 and "lent to somebody else" in page.text
    assert (await browser.get("/me")).status_code == 303
    assert (await browser.post("/logout")).status_code == 303
    again = await logged_in(lin)
    await again.put("/api/v1/me/password", json={"old": GOOD, "new": BETTER})
    assert (await again.get("/me")).status_code == 200


async def test_the_manager_says_on_the_screen_that_a_password_was_lent_out(shop: Shop) -> None:
    manager, lin = await shop.manager(), await with_password(await shop.hire("林晓"))
    browser = await logged_in(lin)
    async with await manager.browser() as desk:
        page = await desk.get(f"/people/{lin.person_id}")
        assert f'action="/people/{lin.person_id}/password-lent"' in page.text
        done = await desk.post(f"/people/{lin.person_id}/password-lent")
        assert done.headers["location"] == f"/people/{lin.person_id}?done=password-lent"
        assert (await desk.post(f"/api/v1/people/{lin.person_id}/password-lent")).status_code == 204
    assert (await browser.get("/")).headers["location"] == "/me/password"
    async with await lin.browser() as other:
        assert (await other.post(f"/people/{manager.person_id}/password-lent")).status_code in (303, 403)


async def _set_on(person_id: int, at: datetime) -> None:
    await db.execute("UPDATE person SET password_set_at = $2 WHERE id = $1", person_id, at)
