"""周敏 builds her team: people are taken on, put right, moved, and never leave the department unmanaged."""

from __future__ import annotations

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people.hiring import correct, hire, move
from backend.people.posts import add_post, archive_post, change_post, posts
from backend.people.roster import roster
from tests.support.shop import Shop


async def test_a_post_brings_its_role_and_the_number_becomes_the_login(shop: Shop, now):
    zhou = await shop.manager("周敏")
    by = await zhou.viewer()
    person_id = await hire(by, " 林晓 ", None, now, post="customer-service", mobile="+86 138-1234-5678")
    row = await db.fetchrow("SELECT name, login, mobile, role FROM person WHERE id = $1", person_id)
    assert tuple(row) == ("林晓", "13812345678", "13812345678", "staff")
    planner = await hire(by, "欧阳", None, now, post="planner", employee_number="Ｂ００７")
    row = await db.fetchrow("SELECT login, employee_number, role FROM person WHERE id = $1", planner)
    assert tuple(row) == ("b007", "B007", "lead")


async def test_what_belongs_to_somebody_else_is_refused_at_its_field(shop: Shop, now):
    by = await (await shop.manager("周敏")).viewer()
    await hire(by, "林晓", "linxiao", now, mobile="13812345678", employee_number="A1")
    for wish, field in (
        ({"login": "LinXiao"}, "login"),
        ({"login": "other-1", "mobile": "13812345678"}, "mobile"),
        ({"login": "other-2", "employee_number": "A1"}, "employee_number"),
    ):
        with pytest.raises(Refusal) as refused:
            await hire(by, "何静", wish.pop("login"), now, **wish)
        assert (refused.value.status, refused.value.field) == (409, field)
    assert (
        await db.fetchval(
            "SELECT count(*) FROM person WHERE name = '何静' AND department_id = $1", shop.department_id
        )
        == 0
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"login": "x y"}, "login"),
        ({"login": "ok-login", "mobile": "12345"}, "mobile"),
        ({"login": "ok-login", "mobile": "1.38E+10"}, "mobile"),
        ({"login": "ok-login", "post": "astronaut"}, "post"),
        ({"login": "ok-login", "role": "emperor"}, "role"),
    ],
)
async def test_what_cannot_be_is_refused(shop: Shop, now, given, field):
    with pytest.raises(Refusal) as refused:
        await hire(shop.program, "许诺", given.pop("login"), now, **given)
    assert refused.value.field == field


async def test_nobody_lifts_themselves(shop: Shop, now):
    zhou = await shop.manager("周敏")
    with pytest.raises(Refusal) as refused:
        await move(await zhou.viewer(), zhou.person_id, now, post="it")
    assert refused.value.code == "people-own-role"


async def test_the_last_manager_stays_until_there_is_another(shop: Shop, now):
    zhou = await shop.manager("周敏")
    he = await shop.hire("何静")
    with pytest.raises(Refusal) as refused:
        await move(shop.program, zhou.person_id, now, post="customer-service")
    assert refused.value.code == "people-last-manager"
    assert await db.fetchval("SELECT role FROM person WHERE id = $1", zhou.person_id) == "manager"
    await move(shop.program, he.person_id, now, post="marketing-director")
    with pytest.raises(Refusal):  # her level did not rise with the post: she cannot manage yet
        await move(shop.program, zhou.person_id, now, post="customer-service")
    await shop.manager("许诺")
    await move(shop.program, zhou.person_id, now, post="customer-service")
    assert await db.fetchval("SELECT role FROM person WHERE id = $1", zhou.person_id) == "staff"


async def test_another_departments_people_are_not_there(shop: Shop, a_department, now):
    elsewhere = await a_department("day-split")
    stranger = await elsewhere.hire("罗帆")
    zhou = await shop.manager("周敏")
    with pytest.raises(Refusal) as refused:
        await correct(await zhou.viewer(), stranger.person_id, now, **_EMPTY)
    assert refused.value.status == 404
    async with await zhou.browser() as browser:
        paths = ("", "/post", "/notice", "/departure", "/return", "/logout", "/level", "/invitation")
        answers = [await browser.post(f"/people/{stranger.person_id}{path}", data=_FORM) for path in paths]
        assert [answer.status_code for answer in answers] == [404] * len(paths)
        assert (await browser.get(f"/people/{stranger.person_id}")).status_code == 404


_EMPTY = {"name": "X", "login": "xx", "mobile": None, "employee_number": None, "joined_on": None}
_FORM = {
    "name": "X", "login": "xx", "notice_on": "2026-11-01", "last_day": "2099-01-01", "reason": "x", "to_level": "2",
}  # fmt: skip


async def test_an_administrator_is_not_corrected_by_a_manager(shop: Shop, now):
    admin, zhou = await shop.manager("王总"), await shop.manager("周敏")
    await db.execute("UPDATE person SET company_admin = true WHERE id = $1", admin.person_id)
    with pytest.raises(Refusal) as refused:
        await correct(
            await zhou.viewer(), admin.person_id, now, **{**_EMPTY, "name": "王", "login": "stolen"}
        )
    assert refused.value.code == "people-is-admin"


async def test_a_posts_new_role_reaches_who_holds_it_and_the_rules(shop: Shop, now, drain):
    zhou = await shop.manager("周敏")
    lin = await shop.hire("林晓", role=None, post="customer-service")
    by = await zhou.viewer()
    card = next(card for card in await posts(shop.department_id) if card.code == "customer-service")
    await change_post(
        by, card.id, now, zh="客服", en="Service", role="lead", superior_code="planner", headcount=3
    )
    viewer = await lin.viewer()
    assert viewer.role == "lead" and viewer.rules.posts["customer-service"].headcount == 3
    assert await drain() >= 2


async def test_posts_keep_their_order_of_superiors(shop: Shop, now):
    by = await (await shop.manager("周敏")).viewer()
    cards = {card.code: card for card in await posts(shop.department_id)}
    with pytest.raises(Refusal) as refused:
        await change_post(
            by, cards["planner"].id, now, zh="策划", en="", role="lead", superior_code="designer", headcount=1
        )
    assert refused.value.code == "people-post-circle"
    with pytest.raises(Refusal) as refused:
        await archive_post(by, cards["planner"].id, now)
    assert refused.value.code == "people-post-has-others"
    with pytest.raises(Refusal) as refused:
        await archive_post(by, cards["customer-service"].id, now)
    assert refused.value.code == "company-rules-need-post"  # its rotation and coverage name it
    post_id = await add_post(
        by, now, code="video", zh="短视频", en="", role="staff", superior_code="planner", headcount=1
    )
    await archive_post(by, post_id, now)
    assert "video" not in {card.code for card in await posts(shop.department_id)}


async def test_the_roster_finds_people_and_hides_numbers(shop: Shop, now):
    zhou, lead = await shop.manager("周敏"), await shop.hire("许诺", role="lead")
    await hire(shop.program, "林晓", None, now, post="customer-service", mobile="13877775678")
    found = await roster(shop.department_id, now, search="5678")
    assert [row.name for row in found.rows] == ["林晓"]
    assert (await roster(shop.department_id, now, search="%")).total == 0
    async with await zhou.browser() as browser:
        page = await browser.get("/people", params={"search": "林"})
        assert "138****5678" in page.text and "13877775678" not in page.text
    async with await lead.browser() as browser:
        page = await browser.get(f"/people/{found.rows[0].id}")
        assert page.status_code == 200 and "13877775678" not in page.text
        assert (await browser.get("/api/v1/people")).json()["people"][0].get("mobile") is None
        assert (await browser.get("/people/new")).status_code == 403


async def test_hiring_over_the_api_says_what_is_wrong(shop: Shop):
    zhou = await shop.manager("周敏")
    async with await zhou.browser() as browser:
        made = await browser.post(
            "/api/v1/people", json={"name": "陈露", "mobile": "13900000001", "post": "specialist"}
        )
        assert made.status_code == 201 and made.json()["login"] == "13900000001"
        wrong = await browser.post("/api/v1/people", json={"name": "罗帆", "mobile": "139"})
        assert wrong.status_code == 422 and wrong.json()["field"] == "mobile"
        moved = await browser.put(f"/api/v1/people/{made.json()['id']}/post", json={"post": "it"})
        assert moved.json()["role"] == "it"
