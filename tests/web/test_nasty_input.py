"""Whatever is sent, the answer is a sentence and never a 500: walked over every route there is."""

from __future__ import annotations

import re
from typing import Any

import pytest

from backend.web.forgery import origin_matches
from tests.support.foreign import FOREIGN, body_for
from tests.support.shop import Shop, visitor
from tests.web.test_every_route import ROUTES

TOO_LATE, TOO_EARLY, NO_TEXT, TOO_BIG = "9999-12-31", "0001-01-01", "林\x00晓", 10**25
ENDLESS = b"[" * 20_000


NASTY = {"late": TOO_LATE, "early": TOO_EARLY, "nul": NO_TEXT, "big": TOO_BIG, "deep": ENDLESS}


@pytest.mark.parametrize("given", NASTY.values(), ids=NASTY)
async def test_no_route_breaks_on_what_nobody_means(shop: Shop, given: Any) -> None:
    boss = await shop.manager()
    broken: list[str] = []
    async with await boss.browser(accept="application/json") as browser:
        for method, path, handler in ROUTES:
            if "public" in handler.opt or path.endswith(("/session", "/logout")):
                continue
            answer = await browser.request(method, _address(path, given), **_body(handler, method, given))
            if answer.status_code >= 500:
                broken.append(f"{method} {path}: {answer.status_code} {answer.text[:160]}")
    assert broken == [], "\n".join(broken)


async def test_strangers_break_nothing_either(database: str) -> None:
    async with visitor(accept="application/json") as stranger:
        for body in (ENDLESS, b'{"login": "\\u0000", "password": "\\u0000"}', b"\xff", b"null"):
            answer = await stranger.post(
                "/api/v1/session", content=body, headers={"content-type": "application/json"}
            )
            assert 400 <= answer.status_code < 500, body[:20]
        assert (await stranger.get("/metrics", headers={"authorization": b"Bearer \xe9"})).status_code == 403


async def test_an_id_beyond_all_ids_is_not_found(shop: Shop) -> None:
    async with await (await shop.manager()).browser(accept="application/json") as browser:
        assert (await browser.get(f"/api/v1/people/{2**63}")).status_code == 404


async def test_a_token_of_forgery_with_foreign_letters_is_only_wrong(shop: Shop) -> None:
    async with await (await shop.hire("林晓")).browser(accept="application/json") as browser:
        answer = await browser.post("/logout", headers={"x-csrf-token": "é".encode()})
        assert answer.status_code == 403


def test_a_sandboxed_frame_is_not_us() -> None:
    """`Origin: null` has no host; neither has a public address that nobody has set."""
    assert origin_matches(None, "shop.example")
    assert origin_matches("https://shop.example", "shop.example")
    for origin in ("null", "file://", "https://evil.example", "https://shop.example@evil.example"):
        assert not origin_matches(origin, "shop.example"), origin


def _address(path: str, given: Any) -> str:
    values = dict.fromkeys(FOREIGN, given if given == TOO_BIG else 1)
    day = given if given in (TOO_LATE, TOO_EARLY) else "2026-11-02"
    others = {"day": day, "month": day[:7], "version": values["person_id"]}
    filled = re.sub(
        r"\{(\w+)(:\w+)?\}", lambda found: str(values.get(found[1], others.get(found[1], "1"))), path
    )
    return f"{filled}?month={day}&week={day}&day={day}&first={day}&last={day}&at={day}T00:00:00Z"


def _body(handler: Any, method: str, given: Any) -> dict[str, Any]:
    if method == "GET":
        return {}
    if given == ENDLESS:
        return {"content": ENDLESS, "headers": {"content-type": "application/json"}}
    made = body_for(handler)
    return {kind: {key: _spoilt(value, given) for key, value in body.items()} for kind, body in made.items()}


def _spoilt(value: Any, given: Any) -> Any:
    """The same kind of value, as far out as it goes."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return given if isinstance(given, int) else value
    if isinstance(value, str) and given in (TOO_LATE, TOO_EARLY) and re.match(r"\d{4}-\d\d-\d\d", value):
        return given + value[10:]
    return given if isinstance(value, str) and given == NO_TEXT else value


async def test_a_digit_that_is_no_number_is_no_number(shop: Shop) -> None:
    """`²`.isdigit() is true, and int() does not read it."""
    boss = await shop.manager()
    async with await boss.browser() as browser:
        day = f"/rota/people/{boss.person_id}/days/2026-11-02"
        forms = [
            (
                "/attendance/corrections",
                {"kind": "in", "day": "2026-11-02", "time": "08:30", "why": "忘了", "person_id": "²"},
            ),
            (day, {"choice": "²", "break_minutes": "²", "seen": "²,²"}),
            (day, {"choice": "9" * 5000, "break_minutes": "9" * 5000, "seen": "9" * 5000}),
        ]
        for path, form in forms:
            answer = await browser.post(path, data=form)
            assert answer.status_code < 500, f"{path}: {answer.text[:200]}"
