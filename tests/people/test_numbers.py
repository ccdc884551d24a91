"""A mobile is verified by a code that is read back from it, and only for as long as it stays that mobile."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import datetime, timedelta

import asyncpg
import pytest

from backend.infra import bus, db
from backend.infra.catalogue import catalogue
from backend.infra.refusal import Refusal
from backend.people.hiring import correct
from backend.people.leaving import leave_now, take_back
from backend.people.numbers import number_of, numbers, verified_numbers
from backend.people.numbers_codes import code_of
from backend.people.numbers_verifying import ask_for_code, confirm_number, read_back
from backend.people.staff_file import StaffFile
from backend.people.staff_import import confirm_import, dry_run, prepare_import
from tests.support.shop import Colleague, Shop

say = catalogue("zh-Hans").say

LATER = timedelta(minutes=3)


async def with_mobile(shop: Shop, name: str, mobile: str, role: str = "staff") -> Colleague:
    colleague = await shop.hire(name, role=role)
    await db.execute("UPDATE person SET mobile = $2 WHERE id = $1", colleague.person_id, mobile)
    return colleague


async def shown_code(colleague: Colleague, at: datetime) -> str:
    """What stands on the colleague's own screen."""
    state = await number_of(colleague.shop.department_id, colleague.person_id, at)
    assert state.check is not None
    return code_of(state.check.seed)


async def verified(shop: Shop, lin: Colleague, lead: Colleague, at: datetime) -> None:
    await ask_for_code(await lin.viewer(), at)
    await read_back(await lead.viewer(), lin.person_id, await shown_code(lin, at), at)


async def renumbered(shop: Shop, lin: Colleague, mobile: str, at: datetime) -> None:
    await correct(
        shop.program, lin.person_id, at,
        name=lin.name, login=lin.login, mobile=mobile, employee_number=None, joined_on=None,
    )  # fmt: skip


def wrong_for(code: str) -> str:
    return "000000" if code != "000000" else "111111"


async def refused(code: str, awaitable) -> Refusal:
    with pytest.raises(Refusal) as caught:
        await awaitable
    assert caught.value.code == code
    return caught.value


async def events(shop: Shop, event: str) -> list[int]:
    rows = await db.fetch(
        "SELECT payload FROM outbox WHERE department_id = $1 AND event = $2 ORDER BY id",
        shop.department_id, event,
    )  # fmt: skip
    return [row["payload"]["person_id"] for row in rows]


async def test_lin_reads_six_digits_to_the_lead_who_rings(shop: Shop, now: datetime) -> None:
    lin, lead = await with_mobile(shop, "林晓", "13812345678"), await shop.hire("周敏", role="lead")
    assert await verified_numbers(shop.department_id) == {}
    await ask_for_code(await lin.viewer(), now)
    code = await shown_code(lin, now)
    assert len(code) == 6
    assert code.isdecimal()
    spoken = f" {code[:3]} {code[3:]} ".translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    await read_back(await lead.viewer(), lin.person_id, spoken, now + LATER)
    assert await verified_numbers(shop.department_id) == {lin.person_id: "13812345678"}
    state = await number_of(shop.department_id, lin.person_id, now + LATER)
    assert (state.state, state.way, state.verified_by, state.verified_at) == (
        "verified", "call", "周敏", now + LATER,
    )  # fmt: skip
    assert await events(shop, "number.verified") == [lin.person_id]
    await refused("numbers-already", ask_for_code(await lin.viewer(), now + LATER))


async def test_the_code_stands_nowhere_in_the_database(shop: Shop, now: datetime) -> None:
    lin = await with_mobile(shop, "林晓", "13812345678")
    await ask_for_code(await lin.viewer(), now)
    code = await shown_code(lin, now)
    for table in ("number_check", "outbox", "audit_event"):
        told = await db.fetchval(
            f"SELECT string_agg(t::text, ' ') FROM {table} AS t WHERE department_id = $1", shop.department_id
        )
        assert code not in told.replace(str(shop.department_id), ""), table


async def test_nobody_verifies_their_own_number(shop: Shop, now: datetime) -> None:
    lead = await with_mobile(shop, "周敏", "13900000001", role="lead")
    await ask_for_code(await lead.viewer(), now)
    await refused(
        "numbers-own", read_back(await lead.viewer(), lead.person_id, await shown_code(lead, now), now)
    )
    assert await verified_numbers(shop.department_id) == {}
    with pytest.raises(asyncpg.CheckViolationError, match="verified_by_another"):
        await db.execute(
            "INSERT INTO verified_number (department_id, person_id, mobile, way, verified_by) "
            "VALUES ($1, $2, $3, 'call', $2)",
            shop.department_id, lead.person_id, "13900000001",
        )  # fmt: skip


async def test_who_is_no_lead_verifies_nobody(shop: Shop, now: datetime) -> None:
    lin, he = await with_mobile(shop, "林晓", "13812345678"), await shop.hire("何静")
    await ask_for_code(await lin.viewer(), now)
    await refused(
        "shell-error-forbidden", read_back(await he.viewer(), lin.person_id, await shown_code(lin, now), now)
    )


async def test_five_wrong_codes_and_the_right_one_comes_too_late(shop: Shop, now: datetime) -> None:
    lin, lead = await with_mobile(shop, "林晓", "13812345678"), await shop.hire("周敏", role="lead")
    await ask_for_code(await lin.viewer(), now)
    code, by = await shown_code(lin, now), await lead.viewer()
    for left in (4, 3, 2, 1):
        refusal = await refused("numbers-code-wrong", read_back(by, lin.person_id, wrong_for(code), now))
        assert refusal.values["left"] == left
    await refused("numbers-code-spent", read_back(by, lin.person_id, wrong_for(code), now))
    await refused("numbers-no-code", read_back(by, lin.person_id, code, now))
    await verified(shop, lin, lead, now + LATER)
    assert await verified_numbers(shop.department_id) == {lin.person_id: "13812345678"}


async def test_twenty_guesses_at_the_same_moment_are_five(shop: Shop, now: datetime) -> None:
    lin, lead = await with_mobile(shop, "林晓", "13812345678"), await shop.hire("周敏", role="lead")
    await ask_for_code(await lin.viewer(), now)
    code, by = await shown_code(lin, now), await lead.viewer()
    answers = await asyncio.gather(
        *(read_back(by, lin.person_id, wrong_for(code), now) for _ in range(20)), return_exceptions=True
    )
    told = [answer.code for answer in answers if isinstance(answer, Refusal)]
    assert (told.count("numbers-code-wrong"), told.count("numbers-code-spent"), told.count("numbers-no-code")) == (
        4, 1, 15,
    )  # fmt: skip


async def test_a_code_is_valid_for_ten_minutes_and_until_the_next_one(shop: Shop, now: datetime) -> None:
    lin, lead = await with_mobile(shop, "林晓", "13812345678"), await shop.hire("周敏", role="lead")
    by = await lead.viewer()
    await ask_for_code(await lin.viewer(), now)
    first = await shown_code(lin, now)
    await refused("numbers-no-code", read_back(by, lin.person_id, first, now + timedelta(minutes=10)))
    await ask_for_code(await lin.viewer(), now + timedelta(minutes=1))
    second = await shown_code(lin, now + timedelta(minutes=1))
    if first != second:
        await refused("numbers-code-wrong", read_back(by, lin.person_id, first, now + timedelta(minutes=2)))
    await read_back(by, lin.person_id, second, now + timedelta(minutes=10, seconds=59))


async def test_a_seventh_code_within_the_hour_has_to_wait(shop: Shop, now: datetime) -> None:
    lin = await with_mobile(shop, "林晓", "13812345678")
    by = await lin.viewer()
    for minute in range(6):
        await ask_for_code(by, now + timedelta(minutes=minute))
    refusal = await refused("numbers-wait", ask_for_code(by, now + timedelta(minutes=6)))
    assert refusal.values["minutes"] == 54
    await ask_for_code(by, now + timedelta(minutes=60))


async def test_another_number_is_unverified_at_once_and_the_old_one_back_is_not_believed(
    shop: Shop, now: datetime
) -> None:
    lin, lead = await with_mobile(shop, "林晓", "13812345678"), await shop.hire("周敏", role="lead")
    await verified(shop, lin, lead, now)
    before = len(await events(shop, "number.changed"))
    await renumbered(shop, lin, "138 1234 5678", now)  # the same, as people write it: nothing changes
    assert await verified_numbers(shop.department_id) == {lin.person_id: "13812345678"}
    await renumbered(shop, lin, "13900000002", now)
    assert await verified_numbers(shop.department_id) == {}
    assert (await events(shop, "number.changed"))[before:] == [lin.person_id]
    await renumbered(shop, lin, "13812345678", now)
    assert await verified_numbers(shop.department_id) == {}
    await verified(shop, lin, lead, now + LATER)
    assert await verified_numbers(shop.department_id) == {lin.person_id: "13812345678"}


async def test_a_code_for_the_old_number_says_nothing_about_the_new_one(shop: Shop, now: datetime) -> None:
    lin, lead = await with_mobile(shop, "林晓", "13812345678"), await shop.hire("周敏", role="lead")
    await ask_for_code(await lin.viewer(), now)
    code = await shown_code(lin, now)
    await renumbered(shop, lin, "13900000002", now)
    await refused("numbers-no-code", read_back(await lead.viewer(), lin.person_id, code, now))


async def test_a_list_that_brings_another_number_ends_the_proof_too(shop: Shop, now: datetime) -> None:
    lin, lead = await with_mobile(shop, "林晓", "13812345678"), await shop.hire("周敏", role="lead")
    await verified(shop, lin, lead, now)
    file = StaffFile(({"line": 2, "login": lin.login, "name": lin.name, "mobile": "13900000003"},), ())
    import_id = await prepare_import(shop.program, "people.csv", file, now)
    run = await dry_run(shop.program, import_id)
    await confirm_import(shop.program, import_id, now, checksum=run.checksum)
    assert (await number_of(shop.department_id, lin.person_id, now)).mobile == "13900000003"
    assert await verified_numbers(shop.department_id) == {}


async def test_who_leaves_is_rung_no_more_and_comes_back_unverified(shop: Shop, now: datetime) -> None:
    lin, lead = await with_mobile(shop, "林晓", "13812345678"), await shop.hire("周敏", role="lead")
    await verified(shop, lin, lead, now)
    await leave_now(shop.program, lin.person_id, now, reason="不来了")
    assert await verified_numbers(shop.department_id) == {}
    await take_back(shop.program, lin.person_id, now)
    assert await verified_numbers(shop.department_id) == {}
    why = await db.fetchval(
        "SELECT details ->> 'why' FROM audit_event WHERE department_id = $1 AND verb = 'number.unverified'",
        shop.department_id,
    )
    assert why == "left"


async def test_a_code_that_lin_reads_cannot_be_typed_in_by_lin(shop: Shop, now: datetime) -> None:
    lin = await with_mobile(shop, "林晓", "13812345678")
    await ask_for_code(await lin.viewer(), now)
    await refused("numbers-no-code-mine", confirm_number(await lin.viewer(), await shown_code(lin, now), now))
    await refused("numbers-no-message", ask_for_code(await lin.viewer(), now, "message"))


async def test_without_a_mobile_there_is_nothing_to_verify(shop: Shop, now: datetime) -> None:
    lin = await shop.hire("林晓")
    await refused("numbers-no-mobile", ask_for_code(await lin.viewer(), now))


async def test_who_waits_to_be_rung_stands_first(shop: Shop, now: datetime) -> None:
    lead = await shop.hire("周敏", role="lead")
    lin, he = await with_mobile(shop, "林晓", "13812345678"), await with_mobile(shop, "何静", "13812345679")
    await verified(shop, he, lead, now)
    await ask_for_code(await lin.viewer(), now)
    found = await numbers(shop.department_id, now)
    assert [(each.name, each.state) for each in found] == [
        ("林晓", "waiting"), ("周敏", "missing"), ("何静", "verified"),
    ]  # fmt: skip


async def test_on_the_screens_lin_shows_the_code_and_zhou_types_what_she_hears(
    shop: Shop, drain, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    asked_anew: list[tuple[str, str]] = []

    async def refresh(topic: str, selector: str) -> None:
        asked_anew.append((topic, selector))

    monkeypatch.setattr(bus, "refresh", refresh)
    lin, lead = await with_mobile(shop, "林晓", "13812345678"), await shop.hire("周敏", role="lead")
    mine, desk = await lin.browser(), await lead.browser()
    assert say("numbers-mine-unverified") in (await mine.get("/me")).text
    assert (await mine.post("/me/number/code", data={"way": "call"})).status_code == 303
    code = (await mine.get("/api/v1/me/number")).json()["code"]
    assert f"{code[:3]} {code[3:]}" in (await mine.get("/me/number")).text
    listed = (await desk.get("/people/numbers")).text
    assert "tel:13812345678" in listed
    assert code not in listed
    await drain()
    assert (f"numbers:{shop.department_id}", "#numbers, #person-number") in asked_anew
    asked_anew.clear()
    verification = f"/people/{lin.person_id}/number/verification"
    wrong = await desk.post(verification, data={"code": wrong_for(code)})
    assert wrong.status_code == 422
    assert say("numbers-code-wrong", left=4) in wrong.text
    right = await desk.post(verification, data={"code": code, "back": "list"})
    assert right.headers["location"] == "/people/numbers?done=number-verified"
    await drain()
    assert (f"person:{lin.person_id}", "#my-number") in asked_anew
    assert say("numbers-verified-by", name="周敏") in (await mine.get("/me/number")).text


async def test_programs_do_the_same_and_get_no_code_of_others(shop: Shop) -> None:
    lin, lead = await with_mobile(shop, "林晓", "13812345678"), await shop.hire("周敏", role="lead")
    mine, desk = await lin.browser(), await lead.browser()
    asked = (await mine.post("/api/v1/me/number/code", json={"way": "call"})).json()
    assert (asked["state"], asked["tries_left"]) == ("waiting", 5)
    listed = {one["person_id"]: one for one in (await desk.get("/api/v1/people/numbers")).json()}
    assert (listed[lin.person_id]["mobile"], listed[lin.person_id]["code"]) == ("138****5678", None)
    done = await desk.post(
        f"/api/v1/people/{lin.person_id}/number/verification", json={"code": asked["code"]}
    )
    assert (done.status_code, done.json()["state"], done.json()["verified_by"]) == (201, "verified", "周敏")
    assert (await mine.get("/people/numbers")).status_code == 403
    assert (await mine.get("/api/v1/people/numbers")).status_code == 403


async def test_a_company_administrator_elsewhere_verifies_the_number_of_home(
    shop: Shop, a_department, now: datetime
) -> None:  # type: ignore[no-untyped-def]
    boss, lead = (
        await with_mobile(shop, "陈露", "13812345670", role="manager"),
        await shop.hire("周敏", role="lead"),
    )
    await db.execute("UPDATE person SET company_admin = true WHERE id = $1", boss.person_id)
    elsewhere = await a_department("three-shift", "隔壁")
    visiting = dataclasses.replace(await boss.viewer(), department_id=elsewhere.department_id)
    await ask_for_code(visiting, now)
    await read_back(await lead.viewer(), boss.person_id, await shown_code(boss, now), now)
    assert await verified_numbers(shop.department_id) == {boss.person_id: "13812345670"}
    assert await verified_numbers(elsewhere.department_id) == {}
