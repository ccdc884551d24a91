"""R-ORD-7, R-CS-2: registered once, with owner and deadline, never more goods or money than the order has."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.cases.registering import Told, register_case
from tests.orders.cases.counter import Counter, case_row, steps_done, told_of
from tests.orders.counter import refused
from tests.support.orders import an_order, events_of
from tests.support.shop import found_department


async def test_a_return_stands_among_the_facts_of_its_order(counter: Counter) -> None:
    case_id = await counter.case()
    case = await case_row(case_id)
    assert (case["kind"], case["state"], case["amount"]) == ("return", "registered", Decimal("48.00"))
    assert case["registered_by"] == case["owner_id"] == counter.lin.person_id
    assert case["due_at"] == counter.now + timedelta(hours=168)
    assert await steps_done(case_id) == ["registered"]
    (event,) = await events_of(counter.order_id, "case")
    assert event["details"]["of"] == "return" and event["details"]["case"] == case_id
    trail = "SELECT details FROM audit_event WHERE verb = 'case.registered' AND subject = $1"
    assert "what" not in (await db.fetchval(trail, f"case:{case_id}")), (
        "what a customer said stays in the case"
    )


async def test_goods_on_their_way_already(counter: Counter) -> None:
    assert (await case_row(await counter.case(waybill="SF1234567890")))["state"] == "on-the-way"


async def test_what_is_sent_twice_is_registered_once(counter: Counter) -> None:
    """Four taps at once, and one a minute later."""
    key = uuid4()
    found = await asyncio.gather(*(counter.case(request_key=key) for _ in range(4)))
    later = await counter.case(request_key=key, at=counter.now + timedelta(minutes=1))
    assert len({*found, later}) == 1
    assert len(await events_of(counter.order_id, "case")) == 1


async def test_two_refunds_at_once_never_pay_back_more_than_was_paid(counter: Counter) -> None:
    """96 yuan were paid: of five askers for 60 one gets it; of what is left a part can still be given."""
    found = await asyncio.gather(
        *(counter.case("refund", amount=Decimal("60")) for _ in range(5)), return_exceptions=True
    )
    refusals = [each for each in found if isinstance(each, Refusal)]
    assert len(refusals) == 4 and {each.code for each in refusals} == {"cases-amount-too-much"}
    assert refusals[0].values["left"] == "36.00"
    assert await refused(counter.case("refund", amount=Decimal("36.01"))) == ("cases-amount-too-much", 422)
    await counter.case("refund", amount=Decimal("36"))
    promised = "SELECT sum(amount) FROM order_case WHERE order_id = $1"
    assert await db.fetchval(promised, counter.order_id) == Decimal("96.00")


async def test_two_returns_at_once_never_take_back_more_than_was_ordered(counter: Counter) -> None:
    found = await asyncio.gather(
        *(counter.case(items={counter.item_id: 2}, amount=None) for _ in range(3)), return_exceptions=True
    )
    assert [each.code for each in found if isinstance(each, Refusal)] == ["cases-items-too-many"] * 2
    assert await refused(counter.case("exchange")) == ("cases-items-too-many", 422)


async def test_what_was_withdrawn_is_free_again(counter: Counter) -> None:
    from backend.orders.cases.stepping import Said, take_step

    case_id = await counter.case(items={counter.item_id: 2}, amount=Decimal("96"))
    await take_step(await counter.lin.viewer(), case_id, "withdraw", counter.now, Said("登记错了"))
    await counter.case(items={counter.item_id: 2}, amount=Decimal("96"))


@pytest.mark.parametrize(
    ("kind", "said", "code"),
    [
        ("gift", {}, "cases-kind-unknown"),
        ("return", {"what": "  "}, "cases-what-none"),
        ("return", {"order_id": None}, "cases-order-needed"),
        ("complaint", {"order_id": None}, "cases-contact-needed"),
        ("return", {"items": {}}, "cases-items-none"),
        ("return", {"items": {10**12: 1}}, "cases-items-unknown"),
        ("refund", {"amount": None}, "cases-amount-none"),
        ("refund", {"amount": Decimal("-5")}, "cases-amount-wrong"),
        ("exchange", {"amount": Decimal("5")}, "cases-amount-not-here"),
        ("complaint", {"amount": Decimal("5")}, "cases-amount-not-here"),
    ],
)
async def test_what_cannot_be_registered(
    counter: Counter, kind: str, said: dict[str, Any], code: str
) -> None:
    assert await refused(counter.case(kind, **said)) == (code, 422)
    assert (
        await db.fetchval(
            "SELECT count(*) FROM order_case WHERE department_id = $1", counter.shop.department_id
        )
        == 0
    )


async def test_a_deadline_lies_ahead_and_not_in_a_year(counter: Counter) -> None:
    for due_at in (counter.now, counter.now + timedelta(days=93)):
        assert await refused(counter.case("complaint", due_at=due_at)) == ("cases-due-when", 422)
    due_at = counter.now + timedelta(hours=3)
    assert (await case_row(await counter.case("complaint", due_at=due_at)))["due_at"] == due_at


async def test_an_unpaid_order_has_nothing_to_give_back(counter: Counter) -> None:
    unpaid = await an_order(counter.shop, counter.now, standing="unpaid")
    assert await refused(counter.case("refund", order_id=unpaid)) == ("cases-order-unpaid", 409)
    await counter.case("complaint", order_id=unpaid)


async def test_another_departments_order_item_call_and_owner_do_not_exist(counter: Counter) -> None:
    there = await found_department("mall-service", "隔壁")
    stranger, theirs = await there.hire("陌生人"), await an_order(there, counter.now)
    their_item = await db.fetchval("SELECT id FROM order_item WHERE order_id = $1", theirs)
    assert (await refused(counter.case(order_id=theirs)))[1] == 404
    assert (await refused(counter.case("complaint", owner_id=stranger.person_id)))[1] == 404
    assert (await refused(counter.case("complaint", call_id=10**12)))[1] == 404
    assert await refused(counter.case(items={their_item: 1})) == ("cases-items-unknown", 422)


async def test_somebody_else_is_told_that_it_is_theirs(counter: Counter) -> None:
    case_id = await counter.case("complaint", owner_id=counter.zhou.person_id)
    assert (await case_row(case_id))["owner_id"] == counter.zhou.person_id
    assert await told_of("order.case-handed", f"case:{case_id}:") == {counter.zhou.person_id: "open"}
    guard = await counter.shop.hire("保安", role="general")
    code, status = await refused(counter.case("complaint", owner_id=guard.person_id))
    assert (code, status) == ("cases-not-their-work", 409)


async def test_one_follow_up_call_of_an_order_at_a_time(counter: Counter) -> None:
    await counter.case("follow-up")
    assert await refused(counter.case("follow-up")) == ("cases-follow-up-already", 409)


async def test_who_does_not_work_on_after_sales_and_the_program_register_nothing(counter: Counter) -> None:
    guard = await counter.shop.hire("保安", role="general")
    assert (await refused(counter.case("complaint", by=guard)))[1] == 403
    told = Told("complaint", "不满意", contact="王女士 13900001111")
    assert (await refused(register_case(counter.shop.program, told, counter.now)))[1] == 403


async def test_a_complaint_without_an_order(counter: Counter) -> None:
    case_id = await counter.case("complaint", order_id=None, contact="王女士 13900001111")
    case = await case_row(case_id)
    assert case["order_id"] is None and case["due_at"] == counter.now + timedelta(hours=24)
