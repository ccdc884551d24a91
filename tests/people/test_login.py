"""Getting in with a password, and being kept out."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people import login, passwords_hashing, sessions_seen
from backend.people.devices_browser import Browser
from backend.people.login import log_in
from backend.people.routes.cookies import local_path
from backend.people.viewer import viewer_by_session
from tests.support.doors import BETTER, GOOD, logged_in, somewhere, trail, with_password
from tests.support.shop import Shop


async def test_lin_xiao_logs_in_and_out(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    browser = await logged_in(lin)
    assert lin.name in (await browser.get("/me")).text
    answer = await browser.post("/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert (await browser.get("/session/csrf", headers={"accept": "application/json"})).status_code == 401
    assert [verb for verb in await trail(lin) if verb.startswith("session")] == [
        "session.begun",
        "session.begun",
        "session.ended",
    ]


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    answer = await somewhere().post("/login", data={"login": lin.login, "password": GOOD})
    for name in ("dangban_session", "dangban_device"):
        cookie = next(line for line in answer.headers.get_list("set-cookie") if line.startswith(name))
        assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower()
    stored = await db.fetchval(
        "SELECT token_hash FROM session WHERE person_id = $1 ORDER BY id DESC LIMIT 1", lin.person_id
    )
    assert answer.cookies["dangban_session"].encode() not in stored


async def test_a_session_chosen_by_somebody_else_is_never_taken_over(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    browser = await logged_in(lin)
    before = browser.cookies["dangban_session"]
    csrf = browser.headers["x-csrf-token"]
    answer = await browser.post("/login", data={"login": lin.login, "password": GOOD, "csrf_token": csrf})
    assert answer.status_code == 303 and browser.cookies["dangban_session"] != before
    assert await viewer_by_session(before, datetime.now(UTC)) is None


async def test_wrong_password_and_unknown_name_read_the_same(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    wrong = await somewhere().post("/login", data={"login": lin.login, "password": "Not-the-one-at-all"})
    nobody = await somewhere().post("/login", data={"login": "nobody-here", "password": "Not-the-one-at-all"})
    assert wrong.status_code == nobody.status_code == 422
    assert (
        wrong.text.replace(lin.login, "–").split("<form")[1]
        == nobody.text.replace("nobody-here", "–").split("<form")[1]
    )


async def test_an_unknown_name_costs_the_same_work(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    real = passwords_hashing._fits

    def counting(kept: str, password: str) -> bool:
        verified.append(kept)
        return real(kept, password)

    monkeypatch.setattr(passwords_hashing, "_fits", counting)
    invited = await shop.hire("陈露")  # has no password yet
    for name in ("nobody-here", invited.login):
        with pytest.raises(Refusal, match="identity-login-wrong"):
            await log_in(name, "nobody has this password", datetime.now(UTC), Browser(address="10.9.9.9"))
    assert verified == [passwords_hashing.decoy()] * 2


async def test_after_five_wrong_ones_the_sixth_waits_even_if_it_is_right(shop: Shop, now: datetime) -> None:
    lin = await with_password(await shop.hire("林晓"))
    for minute in range(5):
        with pytest.raises(Refusal, match="identity-login-wrong"):
            await log_in(
                lin.login.upper(),
                f"wrong-{minute}",
                now + timedelta(minutes=minute),
                Browser(address=f"10.1.0.{minute}"),
            )
    with pytest.raises(Refusal) as refused:
        await log_in(lin.login, GOOD, now + timedelta(minutes=5), Browser(address="10.1.0.9"))
    assert (refused.value.code, refused.value.status, refused.value.values) == (
        "identity-login-wait",
        429,
        {"minutes": 10},
    )
    assert await log_in(lin.login, GOOD, now + timedelta(minutes=15, seconds=1), Browser(address="10.1.0.9"))


async def test_a_right_password_clears_the_count(shop: Shop, now: datetime) -> None:
    lin = await with_password(await shop.hire("林晓"))
    for round_ in range(3):
        for second in range(4):
            with pytest.raises(Refusal, match="identity-login-wrong"):
                await log_in(
                    lin.login,
                    "wrong",
                    now + timedelta(seconds=10 * round_ + second),
                    Browser(address=f"10.2.{round_}.1"),
                )
        assert await log_in(
            lin.login, GOOD, now + timedelta(seconds=10 * round_ + 5), Browser(address="10.2.9.1")
        )


async def test_fifty_guesses_at_once_are_still_five(shop: Shop, now: datetime) -> None:
    lin = await with_password(await shop.hire("林晓"))
    tries = [log_in(lin.login, f"guess-{n}", now, Browser(address=f"10.3.0.{n}")) for n in range(50)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert (
        sorted(answer.code for answer in answers)
        == ["identity-login-wait"] * 45 + ["identity-login-wrong"] * 5
    )


async def test_one_address_may_be_wrong_thirty_times(shop: Shop, now: datetime) -> None:
    for n in range(30):
        with pytest.raises(Refusal, match="identity-login-wrong"):
            await log_in(f"made-up-{n}", "guess", now, Browser(address="2001:db8:7::1"))
    with pytest.raises(Refusal, match="identity-login-wait-address"):
        await log_in("made-up-31", "guess", now, Browser(address="2001:db8:7::ffff"))
    with pytest.raises(Refusal, match="identity-login-wrong"):
        await log_in("made-up-31", "guess", now, Browser(address="2001:db8:8::1"))


async def test_what_is_typed_as_a_name_is_not_kept_in_the_clear(shop: Shop, now: datetime) -> None:
    with pytest.raises(Refusal):
        await log_in("my-secret-password-oops", "x", now, Browser(address="10.4.0.1"))
    attempts = await db.fetch("SELECT login FROM login_attempt")
    assert not any("oops" in row["login"] for row in attempts)


async def test_the_event_loop_turns_while_a_password_is_checked(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0)
            ticks += 1

    ticking = asyncio.create_task(tick())
    kept = await db.fetchval("SELECT password_hash FROM person WHERE id = $1", lin.person_id)
    assert await passwords_hashing.password_fits(kept, GOOD)
    ticking.cancel()
    assert ticks > 10


async def test_a_weaker_hash_is_made_anew_at_the_next_log_in(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    weak = passwords_hashing.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    await db.execute("UPDATE person SET password_hash = $2 WHERE id = $1", lin.person_id, weak)
    await log_in(lin.login, GOOD, datetime.now(UTC), Browser(address="10.5.0.1"))
    kept = await db.fetchval("SELECT password_hash FROM person WHERE id = $1", lin.person_id)
    assert kept.startswith("$argon2id$") and not login.is_outdated(kept)


async def test_who_has_left_gets_the_same_answer_as_a_stranger(shop: Shop) -> None:
    luo = await with_password(await shop.hire("罗帆"))
    await db.execute("UPDATE person SET left_at = now() WHERE id = $1", luo.person_id)
    with pytest.raises(Refusal, match="identity-login-wrong"):
        await log_in(luo.login, GOOD, datetime.now(UTC), Browser(address="10.6.0.1"))


@pytest.mark.parametrize(
    ("given", "goes"),
    [
        ("/rota?week=2", "/rota?week=2"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
        ("/login?next=/login", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_after_the_log_in_one_stays_on_this_site(given: str | None, goes: str) -> None:
    assert local_path(given) == goes


async def test_a_session_lives_thirty_days_from_when_it_was_last_seen(shop: Shop, now: datetime) -> None:
    lin = await with_password(await shop.hire("林晓"))
    opened = await log_in(lin.login, GOOD, now, Browser(address="10.7.0.1"))
    assert await viewer_by_session(opened.token, now + timedelta(days=29))
    sessions_seen.saw_session(opened.session_id, now + timedelta(days=29))
    sessions_seen.saw_session(opened.session_id, now + timedelta(days=29, minutes=4))
    assert opened.session_id in sessions_seen._sessions.waiting
    await sessions_seen.write_seen()
    row = await db.fetchrow("SELECT last_seen_at, expires_at FROM session WHERE id = $1", opened.session_id)
    assert row["last_seen_at"] == now + timedelta(days=29)
    assert await viewer_by_session(opened.token, now + timedelta(days=58))
    assert await viewer_by_session(opened.token, now + timedelta(days=60)) is None


async def test_the_phone_learns_its_token_anew_for_what_it_kept_offline(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    browser = await logged_in(lin)
    answer = (await browser.get("/session/csrf")).json()
    assert answer["person"] == str(lin.person_id)
    refused = await browser.post("/me/preferences", data={"lang": "en"}, headers={"x-csrf-token": "another"})
    assert refused.status_code == 403
    kept = await browser.post(
        "/me/preferences", data={"lang": "en"}, headers={"x-csrf-token": answer["csrf"]}
    )
    assert kept.status_code == 303


async def test_a_program_logs_in_and_out_by_the_api(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    client = somewhere()
    wrong = await client.post("/api/v1/session", json={"login": lin.login, "password": BETTER})
    assert wrong.status_code == 422 and wrong.json()["type"] == "urn:dangban:identity-login-wrong"
    opened = await client.post("/api/v1/session", json={"login": lin.login, "password": GOOD})
    assert opened.status_code == 201
    assert (await client.get("/api/v1/me")).json()["name"] == "林晓"
    closed = await client.delete("/api/v1/session", headers={"x-csrf-token": opened.json()["csrf"]})
    assert closed.status_code == 200
    assert (await client.get("/api/v1/me")).status_code == 401


async def test_the_way_back_keeps_the_whole_address(database: str) -> None:
    """A link in a message goes to one week; whoever must log in first comes to that week."""
    async with somewhere() as stranger:
        sent = await stranger.get("/rota?week=2026-11-02")
        assert sent.headers["location"] == "/login?next=/rota%3Fweek%3D2026-11-02"
        page = await stranger.get(sent.headers["location"])
        assert 'value="/rota?week=2026-11-02"' in page.text
