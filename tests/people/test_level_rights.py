"""A role says what somebody's work is, a level how far they are trusted with it (R-PPL-1)."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest

from backend.infra import bus, db
from backend.infra.bus import hub
from backend.infra.refusal import Refusal
from backend.people.hiring import hire, move
from backend.people.invitations import invite
from backend.people.levels import decide_level, request_level
from backend.people.staff_file import read_staff_file
from backend.people.staff_import import confirm_import, dry_run, prepare_import
from backend.rules.permissions import LEVELS, PERMISSIONS, allowed, level_for, starting_level
from backend.rules.presets import PRESETS, load
from backend.web.live import Socket
from tests.support.shop import Colleague, Shop

Drain = Callable[[], Awaitable[int]]


def test_every_permission_has_its_lowest_level():
    assert {level_for(name) for name in PERMISSIONS} == set(LEVELS)
    assert level_for("attendance.punch") == level_for("attendance.correct") == 1
    assert level_for("rota.publish") == level_for("people.import") == level_for("department.rules") == 2
    assert level_for("audit.verify") == 3


def test_a_higher_level_never_takes_something_away():
    for lower, higher in ((1, 2), (2, 3)):
        assert allowed(PERMISSIONS, lower) < allowed(PERMISSIONS, higher)
    assert allowed(PERMISSIONS, 3) == set(PERMISSIONS)


def test_nobody_is_hired_as_a_data_administrator():
    assert starting_level(()) == 1
    assert starting_level(("audit.verify",)) == 2


@pytest.mark.parametrize("preset", PRESETS)
async def test_who_is_hired_can_work_at_once(a_department, preset):
    shop = await a_department(preset)
    staff, lead, manager = [await (await shop.hire("林晓", role=role)).viewer() for role in _STANDARD]
    assert (staff.level, lead.level, manager.level) == (1, 2, 2)
    assert staff.may("attendance.punch") and lead.may("rota.edit") and lead.may("attendance.decide")
    for permission in load(preset).roles["manager"].permissions:
        assert manager.may(permission) is (level_for(permission) < 3), permission


async def test_an_import_hires_at_the_same_level(shop: Shop, now: datetime):
    mark = uuid.uuid4().hex[:6]
    text = f"姓名,工号,岗位\n何静,h-{mark},planner\n林晓,l-{mark},客服\n"
    import_id = await prepare_import(
        shop.program, "名单.csv", read_staff_file("名单.csv", text.encode()), now
    )
    run = await dry_run(shop.program, import_id)
    await confirm_import(shop.program, import_id, now, checksum=run.checksum)
    rows = await db.fetch(
        "SELECT role, level FROM person WHERE department_id = $1 ORDER BY id", shop.department_id
    )
    assert [tuple(row) for row in rows] == [("lead", 2), ("staff", 1)]


async def test_another_post_does_not_lift_the_level_and_the_page_says_so(shop: Shop, now: datetime):
    zhou, lin = await shop.manager("周敏"), await shop.hire("林晓")
    async with await zhou.browser() as browser:
        moved = await browser.post(f"/people/{lin.person_id}/post", data={"post": "planner"})
        page = (await browser.get(moved.headers["location"])).text
    assert "权限等级仍是“普通”" in page and "要“后台”等级才能用" in page
    assert "发布排班" not in page  # a lead's role does not have it at all
    assert f'action="/people/{lin.person_id}/level"' in page and 'value="2" selected' in page
    viewer = await lin.viewer()
    assert (viewer.role, viewer.level) == ("lead", 1)
    assert viewer.may("attendance.view") and not viewer.may("rota.edit")


async def test_who_lacks_the_level_is_told_which(shop: Shop, now: datetime):
    he = await _moved_up(shop, now)
    async with await he.browser() as browser:
        refused = await browser.get("/rota/templates")
        assert refused.status_code == 403
        assert "这里需要“后台”等级，你现在是“普通”等级" in refused.text
        assert 'href="/people/levels"' in refused.text
        plain = await browser.get("/rules")  # not a lead's at any level
        assert plain.status_code == 403 and "等级，你现在是" not in plain.text
        problem = await browser.get("/api/v1/rota/months/2026-11", headers={"accept-language": "en"})
        assert problem.status_code == 403
        assert problem.json()["type"] == "urn:dangban:shell-error-level"
        assert "the level “Back office”; yours is “Ordinary”" in problem.json()["title"]
        me = (await browser.get("/me")).text
        assert "查看已经发布的内容，打卡，申请更正" in me and "要“后台”等级才能用" in me
        levels = (await browser.get("/people/levels")).text
        assert f'action="/people/{he.person_id}/level"' in levels


async def test_staff_ask_for_a_level_where_they_see_their_own(shop: Shop):
    lin = await shop.hire("林晓")
    async with await lin.browser() as browser:
        assert f'action="/people/{lin.person_id}/level"' in (await browser.get("/people/levels")).text
        form = {"to_level": "2", "reason": "录入退换货"}
        await browser.post(f"/people/{lin.person_id}/level", data=form)
        asked = (await browser.get("/people/levels")).text
        assert "录入退换货" in asked and f'action="/people/{lin.person_id}/level"' not in asked


async def test_two_approvals_open_and_close_the_door_at_once(
    shop: Shop, now: datetime, drain: Drain, monkeypatch: pytest.MonkeyPatch
):
    """何静 keeps her phone in her hand: the next request and the open socket know the new level."""
    monkeypatch.setattr(bus, "rights_changed", _straight_to_the_hub)
    he = await _moved_up(shop, now)
    topic = f"attendance:{shop.department_id}"
    async with await he.browser() as browser:
        socket = await _socket(he)
        assert await hub.subscribe(socket, [topic]) == set()
        for level, status in ((2, 200), (1, 403)):
            await _decided(shop, he, level, now)
            await drain()
            assert (await browser.get("/rota/templates")).status_code == status
            assert (socket in hub.topics.get(topic, ())) is (level == 2)
    hub.leave(socket)


async def test_the_last_who_can_manage_keeps_the_level(shop: Shop, now: datetime):
    zhou, head = await shop.manager("周敏"), await shop.hire("许诺")
    await db.execute("UPDATE person SET company_admin = true WHERE id = $1", head.person_id)
    asker = await shop.hire("何静", role="lead")
    with pytest.raises(Refusal) as refused:
        await _decided(shop, zhou, 1, now, asker=asker, head=head)
    assert refused.value.code == "people-last-manager"
    assert (await zhou.viewer()).level == 2


async def test_a_link_into_an_account_that_may_do_more_is_refused(shop: Shop, now: datetime):
    zhou = await shop.manager("周敏")
    keeper = await hire(shop.program, "陈露", f"chen-{uuid.uuid4().hex[:6]}", now, role="manager")
    await invite(await zhou.viewer(), keeper, now)
    await db.execute("UPDATE person SET level = 3 WHERE id = $1", keeper)
    with pytest.raises(Refusal) as refused:
        await invite(await zhou.viewer(), keeper, now)
    assert refused.value.code == "identity-link-above"


_STANDARD = ("staff", "lead", "manager")


async def _moved_up(shop: Shop, now: datetime) -> Colleague:
    """Hired as staff, a lead since: the role of one, the level of the other."""
    he = await shop.hire("何静")
    await move(shop.program, he.person_id, now, post="planner")
    return he


async def _decided(
    shop: Shop,
    whom: Colleague,
    level: int,
    now: datetime,
    *,
    asker: Colleague | None = None,
    head: Colleague | None = None,
) -> None:
    asker, head = asker or await shop.manager("周敏"), head or await shop.hire("许诺", role="director")
    wish = await request_level(await asker.viewer(), whom.person_id, now, to_level=level, reason="接手排班")
    it = await (await shop.hire("罗帆", role="it")).viewer()
    await decide_level(it, wish, now, side="it", accepted=True)
    await decide_level(await head.viewer(), wish, now, side="marketing", accepted=True)


async def _socket(whom: Colleague) -> Socket:
    viewer = await whom.viewer()
    assert whom.session is not None

    async def unheard(message: object) -> None:
        return None

    headers = [(b"cookie", f"dangban_session={whom.session.token}".encode())]
    return Socket({"headers": headers, "path": "/live"}, unheard, viewer, "zh-Hans")  # type: ignore[typeddict-item,arg-type]


async def _straight_to_the_hub(**whom: int) -> None:
    await hub.deliver({"rights": whom})
