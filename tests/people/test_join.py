"""One-time links: joining, and getting in again after a lost password."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people.devices_browser import Browser
from backend.people.invitations import invite, read_invitation, revoke_invitation
from backend.people.invitations_answer import accept_with_password
from backend.people.invitations_open import open_invitations, uninvited
from backend.people.invitations_program import create_admin, login_link, token_for
from backend.people.passwords_hashing import password_fits
from backend.people.viewer import viewer_by_api_token, viewer_by_session
from tests.support.doors import BETTER, GOOD, link_for, logged_in, somewhere, trail, with_password
from tests.support.shop import Shop


async def test_chen_lu_opens_the_link_sets_a_password_and_is_on_today(shop: Shop) -> None:
    manager, chen = await shop.manager("周敏"), await shop.hire("陈露")
    link = await invite(await manager.viewer(), chen.person_id, datetime.now(UTC))
    phone = somewhere()
    shown = await phone.get(link.path)
    assert shown.status_code == 200
    assert "周敏" in shown.text and "五步商城" in shown.text and chen.login in shown.text
    answer = await phone.post(link.path, data={"password": GOOD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?welcome=1")
    assert "陈露" in (await phone.get("/me")).text
    assert [verb for verb in await trail(chen) if verb.startswith("invitation")] == [
        "invitation.made",
        "invitation.used",
    ]


async def test_a_messenger_that_looks_at_the_link_does_not_use_it_up(shop: Shop) -> None:
    chen = await shop.hire("陈露")
    link = await link_for(chen)
    for _ in range(3):
        assert (await somewhere(**{"user-agent": "MicroMessenger preview"}).get(link.path)).status_code == 200
        assert (await somewhere().post("/api/v1/join/look", json={"token": link.token})).json()[
            "name"
        ] == "陈露"
    assert (await somewhere().post(link.path, data={"password": GOOD})).status_code == 303


async def test_a_used_link_says_so_and_lets_nobody_in(shop: Shop) -> None:
    chen = await shop.hire("陈露")
    link = await link_for(chen)
    await accept_with_password(link.token, GOOD, datetime.now(UTC), Browser())
    looked, tried = (
        await somewhere().get(link.path),
        await somewhere().post(link.path, data={"password": BETTER}),
    )
    assert looked.status_code == tried.status_code == 410
    assert "used already" in looked.text and "set-cookie" not in tried.headers
    with pytest.raises(Refusal, match="identity-link-used"):
        await read_invitation(link.token, datetime.now(UTC))


async def test_of_fifty_taps_at_once_one_gets_in(shop: Shop) -> None:
    chen = await shop.hire("陈露")
    link = await link_for(chen)
    taps = [accept_with_password(link.token, f"{GOOD}-{n}", datetime.now(UTC), Browser()) for n in range(50)]
    answers = await asyncio.gather(*taps, return_exceptions=True)
    let_in = [n for n, answer in enumerate(answers) if not isinstance(answer, BaseException)]
    assert len(let_in) == 1
    assert {answer.code for answer in answers if isinstance(answer, Refusal)} == {"identity-link-used"}
    row = await db.fetchrow("SELECT password_hash FROM person WHERE id = $1", chen.person_id)
    assert await password_fits(row["password_hash"], f"{GOOD}-{let_in[0]}")
    assert await db.fetchval("SELECT count(*) FROM session WHERE person_id = $1", chen.person_id) == 1


async def test_a_password_that_is_refused_leaves_the_link_as_it_was(shop: Shop) -> None:
    link = await link_for(await shop.hire("陈露"))
    phone = somewhere()
    answer = await phone.post(link.path, data={"password": "short"})
    assert answer.status_code == 422 and "at least 10" in answer.text
    assert (await phone.post(link.path, data={"password": GOOD})).status_code == 303


async def test_links_end_after_seven_days_and_after_an_hour(shop: Shop, now: datetime) -> None:
    chen = await shop.hire("陈露")
    link = await invite(shop.program, chen.person_id, now)
    assert link.purpose == "join" and await read_invitation(link.token, now + timedelta(days=6, hours=23))
    with pytest.raises(Refusal, match="identity-link-expired"):
        await accept_with_password(link.token, GOOD, now + timedelta(days=7), Browser())
    await with_password(chen)
    again = await invite(shop.program, chen.person_id, now)
    assert again.purpose == "login"
    with pytest.raises(Refusal, match="identity-link-expired"):
        await read_invitation(again.token, now + timedelta(hours=1))


async def test_a_revoked_link_and_one_that_was_replaced_open_nothing(shop: Shop) -> None:
    manager, chen = await shop.manager(), await shop.hire("陈露")
    by, at = await manager.viewer(), datetime.now(UTC)
    first = await invite(by, chen.person_id, at)
    second = await invite(by, chen.person_id, at)
    with pytest.raises(Refusal, match="identity-link-revoked"):
        await read_invitation(first.token, at)
    assert [one.id for one in await open_invitations(shop.department_id, at)] == [second.invitation_id]
    await revoke_invitation(by, second.invitation_id, at)
    answer = await somewhere().post(second.path, data={"password": GOOD})
    assert answer.status_code == 410 and "taken back" in answer.text


async def test_a_lost_password_ends_every_other_session(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    thief = await logged_in(lin)
    link = await link_for(lin)
    phone = somewhere()
    assert "new password" in (await phone.get(link.path)).text
    assert (await phone.post(link.path, data={"password": BETTER})).status_code == 303
    assert (await thief.get("/api/v1/me")).status_code == 401
    assert (await phone.get("/api/v1/me")).json()["name"] == "林晓"


async def test_a_made_up_link_is_not_found(shop: Shop) -> None:
    answer = await somewhere().get("/join/there-never-was-one")
    assert answer.status_code == 404 and "does not exist" in answer.text


async def test_who_has_left_cannot_come_in_by_an_old_link(shop: Shop) -> None:
    luo = await shop.hire("罗帆")
    link = await link_for(luo)
    await db.execute("UPDATE person SET left_at = now() WHERE id = $1", luo.person_id)
    assert (await somewhere().post(link.path, data={"password": GOOD})).status_code == 410


async def test_nobody_makes_a_link_into_an_account_that_may_do_more(shop: Shop) -> None:
    manager, head = await shop.manager("周敏"), await shop.hire("何静", role="manager")
    by = await manager.viewer()
    assert await invite(by, head.person_id, datetime.now(UTC))
    await db.execute("UPDATE person SET company_admin = true WHERE id = $1", head.person_id)
    with pytest.raises(Refusal, match="identity-link-above"):
        await invite(by, head.person_id, datetime.now(UTC))
    with pytest.raises(Refusal, match="identity-link-own"):
        await invite(by, manager.person_id, datetime.now(UTC))
    staff = await shop.hire("许诺")
    with pytest.raises(Refusal, match="shell-error-forbidden"):
        await invite(await staff.viewer(), manager.person_id, datetime.now(UTC))


async def test_people_and_links_of_another_department_are_not_found(shop: Shop, a_department) -> None:  # type: ignore[no-untyped-def]
    elsewhere = await a_department("three-shift")
    stranger = await elsewhere.hire("陌生人")
    link = await link_for(stranger)
    browser = await (await shop.manager()).browser()
    assert (await browser.get(f"/people/{stranger.person_id}/invitation")).status_code == 404
    assert (await browser.post(f"/people/{stranger.person_id}/invitation")).status_code == 404
    assert (await browser.delete(f"/api/v1/invitations/{link.invitation_id}")).status_code == 404
    assert await read_invitation(link.token, datetime.now(UTC))


async def test_the_manager_makes_links_for_all_who_are_missing(shop: Shop) -> None:
    manager, chen, luo = await shop.manager(), await shop.hire("陈露"), await shop.hire("罗帆")
    await with_password(manager)
    at = datetime.now(UTC)
    assert {person.name for person in await uninvited(shop.department_id, at)} == {"陈露", "罗帆"}
    browser = await manager.browser()
    sheet = await browser.post("/people/invitations", data={"person_id": [chen.person_id, luo.person_id]})
    assert sheet.status_code == 200 and sheet.text.count("<svg") >= 2 and sheet.text.count("/join/") >= 2
    assert await uninvited(shop.department_id, at) == []
    listed = (await browser.get("/api/v1/invitations")).json()
    assert {one["name"] for one in listed} == {"陈露", "罗帆"} and "token" not in listed[0]


async def test_the_command_line_lets_the_first_administrator_in(shop: Shop) -> None:
    at = datetime.now(UTC)
    link = await create_admin(f"boss-{shop.department_id}", "周总", at)
    opened = await accept_with_password(link.token, GOOD, at, Browser())
    viewer = await viewer_by_session(opened.token, at)
    assert viewer and viewer.company_admin and viewer.department_id == 0
    with pytest.raises(Refusal, match="people-login-taken"):
        await create_admin(f"BOSS-{shop.department_id}", "周总二", at)
    again = await login_link(f"boss-{shop.department_id}", at)
    assert again.purpose == "login"
    with pytest.raises(Refusal, match="identity-login-unknown"):
        await login_link("no-such-person", at)
    made = await token_for(f"boss-{shop.department_id}", "desk", at)
    assert (await viewer_by_api_token(made.text, at)).name == "周总"  # type: ignore[union-attr]
