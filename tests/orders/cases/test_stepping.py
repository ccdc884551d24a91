"""R-ORD-7: registered, arrived, looked at by a second person, paid back; each step by whom it belongs to."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal

import asyncpg
import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.cases.stepping import Said, take_step
from tests.orders.cases.counter import Counter, case_row, steps_done
from tests.orders.counter import refused
from tests.support.orders import events_of
from tests.support.shop import Colleague, found_department


async def step(counter: Counter, who: Colleague, case_id: int, name: str, said: Said | None = None) -> str:
    return await take_step(
        await who.viewer(), case_id, name, counter.now + timedelta(hours=1), said or Said()
    )


async def arrived(counter: Counter, **said: object) -> int:
    """A return that 林晓 has registered and 周敏 has taken in."""
    case_id = await counter.case(**said)
    await step(counter, counter.zhou, case_id, "arrive")
    return case_id


async def test_a_return_from_the_first_word_to_the_money(counter: Counter) -> None:
    case_id = await counter.case()
    await step(counter, counter.lin, case_id, "send", Said(waybill="SF1234567890"))
    assert await step(counter, counter.zhou, case_id, "arrive") == "arrived"
    case = await case_row(case_id)
    assert case["received_by"] == counter.zhou.person_id and case["waybill"] == "SF1234567890"
    assert case["due_at"] == counter.now + timedelta(hours=25), "what has arrived is soon looked at"
    assert await step(counter, counter.he, case_id, "check") == "checked"
    assert await step(counter, counter.lead, case_id, "refund") == "refunded"
    case = await case_row(case_id)
    assert (case["checked_by"], case["closed_by"]) == (counter.he.person_id, counter.lead.person_id)
    assert await steps_done(case_id) == ["registered", "send", "arrive", "check", "refund"]
    told = [event["details"]["step"] for event in await events_of(counter.order_id, "case")]
    assert told == ["registered", "send", "arrive", "check", "refund"]


async def test_neither_who_registered_nor_who_took_it_in_checks_it(counter: Counter) -> None:
    """Also not a lead who did either; the third one does."""
    case_id = await arrived(counter)
    for who in (counter.lin, counter.zhou):
        assert await refused(step(counter, who, case_id, "check")) == ("cases-second-person", 403)
        assert await refused(step(counter, who, case_id, "object", Said("坏了"))) == (
            "cases-second-person",
            403,
        )
    by_lead = await counter.case("refund", by=counter.lead, amount=Decimal("10"))
    assert await refused(step(counter, counter.lead, by_lead, "check")) == ("cases-second-person", 403)
    assert await step(counter, counter.he, case_id, "check") == "checked"


async def test_the_database_refuses_it_as_well(counter: Counter) -> None:
    """Whatever program writes it."""
    case_id = await arrived(counter)
    wrong = {
        "order_case_second_person": ("checked_by = registered_by", "state = 'checked'"),
        "order_case_not_the_receiver": ("checked_by = received_by", "state = 'checked'"),
        "order_case_checked": ("state = 'checked'",),
        "order_case_received": ("received_by = NULL",),
        "order_case_amount": ("amount = 0",),
        "order_case_over": ("state = 'withdrawn'",),
    }
    for constraint, changes in wrong.items():
        with pytest.raises(asyncpg.CheckViolationError) as refusal:
            await db.execute(f"UPDATE order_case SET {', '.join(changes)} WHERE id = $1", case_id)
        assert refusal.value.constraint_name == constraint


@pytest.mark.parametrize("table", ["order_case_item", "order_case_event"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
async def test_goods_and_steps_are_facts(counter: Counter, table: str, change: str) -> None:
    await counter.case()
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await db.execute(change.format(table))


async def test_two_second_checks_at_once(counter: Counter) -> None:
    """He and the lead tap at the same moment, twice each: one check stands, the others hear that it was done."""
    case_id = await arrived(counter)
    found = await asyncio.gather(
        *(step(counter, who, case_id, "check") for who in (counter.he, counter.lead) * 2),
        return_exceptions=True,
    )
    assert found.count("checked") == 1
    assert {each.code for each in found if isinstance(each, Refusal)} == {"cases-not-now"}
    assert (await steps_done(case_id)).count("check") == 1


async def test_two_refunds_at_once_pay_back_once(counter: Counter) -> None:
    case_id = await arrived(counter)
    await step(counter, counter.he, case_id, "check")
    boss = await counter.shop.manager()
    found = await asyncio.gather(
        *(step(counter, who, case_id, "refund") for who in (counter.lead, boss) * 2), return_exceptions=True
    )
    assert found.count("refunded") == 1 and (await steps_done(case_id)).count("refund") == 1


async def test_nothing_is_paid_back_unchecked_or_by_who_may_not(counter: Counter) -> None:
    case_id = await arrived(counter)
    assert await refused(step(counter, counter.lead, case_id, "refund")) == ("cases-not-now", 409)
    await step(counter, counter.he, case_id, "check")
    assert await refused(step(counter, counter.he, case_id, "refund")) == ("cases-not-your-step", 403)


async def test_less_with_a_word_and_never_more(counter: Counter) -> None:
    """What is not paid back is free for another case."""
    case_id = await arrived(counter)
    await step(counter, counter.he, case_id, "check")
    for amount, said, code in (
        ("48.01", "", "cases-refund-at-most"),
        ("0", "", "cases-refund-at-most"),
        ("40", "", "cases-why-less"),
    ):
        attempt = step(counter, counter.lead, case_id, "refund", Said(said, amount=Decimal(amount)))
        assert await refused(attempt) == (code, 422)
    await step(counter, counter.lead, case_id, "refund", Said("盒子破了，扣 8 元", amount=Decimal("40")))
    assert (await case_row(case_id))["amount"] == Decimal("40.00")
    await counter.case("refund", amount=Decimal("56"))


async def test_an_objection_is_checked_again_or_decided_by_a_lead(counter: Counter) -> None:
    case_id = await arrived(counter)
    assert await refused(step(counter, counter.he, case_id, "object")) == ("cases-why-needed", 422)
    assert await step(counter, counter.he, case_id, "object", Said("少一只")) == "objected"
    assert await refused(step(counter, counter.he, case_id, "settle", Said(outcome="declined"))) == (
        "cases-not-your-step", 403
    )  # fmt: skip
    await step(counter, counter.lead, case_id, "settle", Said("顾客同意自留", outcome="declined"))
    assert (await case_row(case_id))["state"] == "settled"
    await counter.case(items={counter.item_id: 2}, amount=Decimal("96"))


async def test_an_exchange_ends_with_what_was_sent(counter: Counter) -> None:
    case_id = await counter.case("exchange")
    await step(counter, counter.zhou, case_id, "arrive")
    await step(counter, counter.he, case_id, "check")
    await step(counter, counter.lin, case_id, "settle", Said(outcome="done", waybill="YT99887766"))
    case = await case_row(case_id)
    assert (case["state"], case["sent_waybill"], case["waybill"]) == ("settled", "YT99887766", "")


@pytest.mark.parametrize("kind", ["complaint", "review", "follow-up"])
async def test_a_talk_ends_only_with_an_outcome(counter: Counter, kind: str) -> None:
    case_id = await counter.case(kind)
    assert await refused(step(counter, counter.lin, case_id, "settle")) == ("cases-outcome-needed", 422)
    assert await refused(step(counter, counter.lin, case_id, "settle", Said(outcome="done"))) == (
        "cases-outcome-needed", 422
    )  # fmt: skip
    await step(counter, counter.lin, case_id, "settle", Said("道歉并补发", outcome="unreachable"))
    case = await case_row(case_id)
    assert case["outcome"] == "unreachable" and case["closed_by"] == counter.lin.person_id
    assert await refused(step(counter, counter.lin, case_id, "settle", Said(outcome="unreachable"))) == (
        "cases-over-already", 409
    )  # fmt: skip


async def test_only_who_registered_it_or_a_lead_withdraws_it(counter: Counter) -> None:
    case_id = await counter.case("complaint")
    assert await refused(step(counter, counter.he, case_id, "withdraw", Said("没事了"))) == (
        "cases-not-your-step",
        403,
    )
    assert await step(counter, counter.lin, case_id, "withdraw", Said("登记错了")) == "withdrawn"


async def test_steps_of_another_department_do_not_exist(counter: Counter) -> None:
    there = await found_department("mall-service", "隔壁")
    stranger = await there.hire("陌生人")
    case_id = await counter.case()
    assert (await refused(step(counter, stranger, case_id, "arrive")))[1] == 404
    assert await steps_done(case_id) == ["registered"]
