"""R-ORD-7, R-CS-2 as pure rules: the steps of a case, the second person, goods and money that are left."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.rules.orders.cases import (
    ARRIVE,
    CHECK,
    DECIDE,
    GOODS,
    KINDS,
    OBJECT,
    OUTCOMES,
    OVER,
    REFUND,
    STATES,
    TALKS,
    WITHDRAW,
    fault_of_amount,
    fault_of_items,
    is_allowed,
    parted,
    shared_out,
    step_named,
    steps_of,
)


def everything(_: str) -> bool:
    return True


def nothing(_: str) -> bool:
    return False


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("amount", [None, Decimal("85.00")])
def test_every_case_can_be_brought_to_an_end(kind: str, amount: Decimal | None) -> None:
    """From registering on, by whichever steps: never a dead end, and nothing after the end."""
    seen, waiting = set(), ["registered"]
    while waiting:
        state = waiting.pop()
        if state in seen:
            continue
        seen.add(state)
        steps = steps_of(kind, state, amount)
        assert bool(steps) is (state not in OVER)
        assert step_named("no such step", kind, state, amount) is None
        waiting += [step.target for step in steps]
    assert seen <= set(STATES) and seen & set(OVER)
    assert ("checked" in seen) is (kind in GOODS), "goods and money always pass the second person"


@pytest.mark.parametrize("kind", GOODS)
def test_nothing_is_paid_back_or_exchanged_before_the_check(kind: str) -> None:
    for state in ("registered", "on-the-way", "arrived"):
        names = {step.name for step in steps_of(kind, state, Decimal(1))} if state in _states(kind) else set()
        assert not names & {"refund", "settle"}


def _states(kind: str) -> tuple[str, ...]:
    return ("registered",) if kind == "refund" else ("registered", "on-the-way", "arrived")


def test_neither_who_registered_it_nor_who_took_it_in_checks_it() -> None:
    """Whatever they may do otherwise, also the boss."""
    for step in (CHECK, OBJECT):
        assert is_allowed(step, everything, registered_it=False)
        assert not is_allowed(step, everything, registered_it=True)
        assert not is_allowed(step, everything, registered_it=False, received_it=True)
    assert is_allowed(ARRIVE, everything, registered_it=True)


def test_money_is_for_finance_and_leads_and_objections_for_leads() -> None:
    def works(permission: str) -> bool:
        return permission == "orders.after-sales"

    assert not is_allowed(REFUND, works, registered_it=False)
    assert is_allowed(REFUND, lambda permission: permission == "orders.finance", registered_it=False)
    assert not is_allowed(DECIDE, works, registered_it=False)
    assert is_allowed(WITHDRAW, nothing, registered_it=True) and not is_allowed(
        WITHDRAW, works, registered_it=False
    )


@pytest.mark.parametrize("kind", TALKS)
def test_a_talk_ends_with_an_outcome(kind: str) -> None:
    assert [step.name for step in steps_of(kind, "registered")] == ["settle", "withdraw"] and OUTCOMES[kind]


@pytest.mark.parametrize(
    ("kind", "asked", "fault"),
    [
        ("return", {1: 2}, None),
        ("return", {1: 3}, "cases-items-too-many"),
        ("return", {}, "cases-items-none"),
        ("exchange", {}, "cases-items-none"),
        ("exchange", {2: 1}, "cases-items-too-many"),
        ("return", {9: 1}, "cases-items-unknown"),
        ("return", {1: 0}, "cases-items-unknown"),
        ("refund", {}, None),
        ("refund", {1: 5}, None),
    ],
)
def test_goods_that_are_left(kind: str, asked: dict[int, int], fault: str | None) -> None:
    assert fault_of_items(kind, asked, {1: 2, 2: 0}) == fault


@pytest.mark.parametrize(
    ("kind", "amount", "fault"),
    [
        ("refund", "85.00", None),
        ("refund", "85.01", "cases-amount-too-much"),
        ("refund", "0", "cases-amount-wrong"),
        ("refund", "-1", "cases-amount-wrong"),
        ("refund", "0.001", "cases-amount-wrong"),
        ("refund", "NaN", "cases-amount-wrong"),
        ("refund", "Infinity", "cases-amount-wrong"),
        ("refund", None, "cases-amount-none"),
        ("return", None, None),
        ("return", "1", None),
        ("exchange", "1", "cases-amount-not-here"),
        ("exchange", None, None),
    ],
)
def test_money_that_is_left(kind: str, amount: str | None, fault: str | None) -> None:
    assert fault_of_amount(kind, Decimal(amount) if amount else None, Decimal("85.00")) == fault


@given(
    some.lists(some.integers(1, 10**6), unique=True, max_size=60),
    some.lists(some.integers(1, 9), unique=True, min_size=1),
    some.dictionaries(some.integers(1, 9), some.integers(0, 30)),
)
def test_calls_are_shared_out_evenly(orders: list[int], owners: list[int], loads: dict[int, int]) -> None:
    """Each order once, in its order; nobody gets one while somebody else has two fewer."""
    given_out = shared_out(orders, owners, loads)
    assert [order for order, _ in given_out] == orders
    open_of = {owner: loads.get(owner, 0) for owner in owners}
    for _, owner in given_out:
        assert open_of[owner] == min(open_of.values())
        open_of[owner] += 1


@pytest.mark.parametrize(
    ("contact", "name", "phone"),
    [
        ("王女士 138 1234 5678", "王女士", "138 1234 5678"),
        ("13812345678", "", "13812345678"),
        ("王女士", "王女士", ""),
        ("王女士：+86 13812345678，急", "王女士： ，急", "+86 13812345678"),
        ("0571-88886666 林先生", "林先生", "0571-88886666"),
        ("3 楼 12 号", "3 楼 12 号", ""),
    ],
)
def test_a_contact_is_a_name_and_a_number(contact: str, name: str, phone: str) -> None:
    assert parted(contact) == (name, phone)
