"""R-CS-2: whoever has a case is told when its time is over, then the leads; another deadline is another matter."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.infra import db
from backend.notifications.actions import acknowledge
from backend.orders.cases import overdue
from backend.orders.cases.handover import cases as open_work
from backend.orders.cases.overdue import tell_overdue
from backend.orders.cases.owning import add_word, hand_case, put_off
from backend.orders.cases.stepping import Said, take_step
from tests.orders.cases.counter import Counter, case_row, open_counter, steps_done, told_of
from tests.orders.counter import refused
from tests.support.messages import Night
from tests.support.push_service import PushService
from tests.support.shop import Shop

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


async def test_told_once_at_the_deadline_by_four_workers(counter: Counter) -> None:
    case_id = await counter.case("complaint", due_at=counter.now + 3 * HOUR)
    due, department_id = counter.now + 3 * HOUR, counter.shop.department_id
    await asyncio.gather(*(tell_overdue(due - SECOND, department_id) for _ in range(4)))
    assert await told_of("order.case-due", f"case:{case_id}:") == {}
    await asyncio.gather(*(tell_overdue(due, department_id) for _ in range(4)))
    await tell_overdue(due + HOUR, department_id)
    assert await told_of("order.case-due", f"case:{case_id}:") == {counter.lin.person_id: "open"}
    assert (await steps_done(case_id)).count("overdue") == 1


async def test_the_leads_hear_of_it_an_hour_later(shop: Shop, push_service: PushService) -> None:
    """Nobody has said "understood": after an hour 赵姐 is told, and her answer settles it."""
    night = await Night.begin(shop, push_service, "10:00")
    counter = await open_counter(shop, night.at)
    phone = await night.phone(counter.lead)
    case_id = await counter.case("complaint", due_at=night.at + HOUR)
    night.at += HOUR
    await tell_overdue(night.at, shop.department_id)
    await night.minutes(59)
    assert phone.got == []
    await night.minutes(2)
    (pushed,) = phone.got
    assert pushed.payload["url"] == f"/orders/cases/{case_id}" and "5678" not in str(pushed.payload)
    await acknowledge(await counter.lead.viewer(), pushed.payload["id"], night.at)
    await night.minutes(60)
    assert set((await told_of("order.case-due", f"case:{case_id}:")).values()) == {"settled", "acknowledged"}


async def test_a_worker_that_is_killed_in_between_loses_nothing(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await counter.case("complaint", due_at=counter.now + HOUR)

    async def die(*_: object, **__: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as broken:
        broken.setattr(overdue, "tell", die)
        with pytest.raises(asyncio.CancelledError):
            await tell_overdue(counter.now + HOUR, counter.shop.department_id)
    assert "overdue" not in await steps_done(case_id)
    await tell_overdue(counter.now + HOUR, counter.shop.department_id)
    assert list(await told_of("order.case-due", f"case:{case_id}:")) == [counter.lin.person_id]


async def test_a_case_that_cannot_be_told_keeps_no_other_from_being(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [await counter.case("complaint", due_at=counter.now + HOUR) for _ in range(2)]
    tell = overdue.tell

    async def fail_for_the_first(
        kind: str, department_id: int, subject: str, at: datetime, **said: Any
    ) -> None:
        if subject.startswith(f"case:{cases[0]}:"):
            raise LookupError(subject)
        await tell(kind, department_id, subject, at, **said)

    with monkeypatch.context() as broken:
        broken.setattr(overdue, "tell", fail_for_the_first)
        with pytest.raises(ExceptionGroup, match="overdue cases"):
            await tell_overdue(counter.now + HOUR, counter.shop.department_id)
    assert [(await steps_done(case_id)).count("overdue") for case_id in cases] == [0, 1]
    await tell_overdue(counter.now + HOUR, counter.shop.department_id)
    assert [(await steps_done(case_id)).count("overdue") for case_id in cases] == [1, 1]


async def test_whose_owner_has_left_is_the_leads(counter: Counter) -> None:
    case_id = await counter.case("complaint", due_at=counter.now + HOUR)
    await db.execute("UPDATE person SET left_at = $2 WHERE id = $1", counter.lin.person_id, counter.now)
    await tell_overdue(counter.now + HOUR, counter.shop.department_id)
    assert counter.lead.person_id in await told_of("order.case-due", f"case:{case_id}:")


async def test_settled_put_off_or_handed_on_it_is_quiet(counter: Counter) -> None:
    """Nobody is asked about a deadline that does not count any more; the new one is told of anew."""
    settled, later, given = [await counter.case("complaint", due_at=counter.now + HOUR) for _ in range(3)]
    by, at = await counter.lin.viewer(), counter.now + 2 * HOUR
    await tell_overdue(at, counter.shop.department_id)
    await take_step(by, settled, "settle", at, Said(outcome="solved"))
    await put_off(by, later, at + HOUR, at, "顾客出差，晚点再说")
    await hand_case(by, given, counter.he.person_id, at)
    for case_id in (settled, later, given):
        assert set((await told_of("order.case-due", f"case:{case_id}:")).values()) == {"withdrawn"}
    await tell_overdue(at + HOUR, counter.shop.department_id)
    assert "open" not in (await told_of("order.case-due", f"case:{settled}:")).values()
    assert "open" in (await told_of("order.case-due", f"case:{later}:")).values()
    assert (await told_of("order.case-due", f"case:{given}:"))[counter.he.person_id] == "open"


async def test_who_has_it_gives_it_away_who_has_it_not_takes_it_over(counter: Counter) -> None:
    case_id = await counter.case("complaint")
    lin, he, lead = [await who.viewer() for who in (counter.lin, counter.he, counter.lead)]
    assert await refused(hand_case(he, case_id, counter.zhou.person_id, counter.now)) == (
        "cases-not-yours",
        403,
    )
    await hand_case(he, case_id, counter.he.person_id, counter.now, "我来打电话")
    await hand_case(lead, case_id, counter.zhou.person_id, counter.now)
    assert (await case_row(case_id))["owner_id"] == counter.zhou.person_id
    assert await refused(put_off(lin, case_id, counter.now + HOUR, counter.now, "忙")) == (
        "cases-not-yours",
        403,
    )
    assert await refused(put_off(lead, case_id, counter.now + HOUR, counter.now, " ")) == (
        "cases-why-needed",
        422,
    )
    before = len(await steps_done(case_id))
    await hand_case(lead, case_id, counter.zhou.person_id, counter.now)
    assert len(await steps_done(case_id)) == before, "to who has it already: nothing"


async def test_a_word_may_be_added_also_afterwards(counter: Counter) -> None:
    case_id = await counter.case("complaint")
    by = await counter.lin.viewer()
    assert await refused(add_word(by, case_id, "  ", counter.now)) == ("cases-what-none", 422)
    await take_step(by, case_id, "settle", counter.now, Said(outcome="solved"))
    await add_word(by, case_id, "顾客又来电道谢", counter.now + HOUR)
    assert (await steps_done(case_id))[-1] == "noted"


async def test_the_next_shift_finds_what_is_late_and_what_waits_for_a_second_person(counter: Counter) -> None:
    """Not what is due in a week. Customers stand there masked, and nothing of one is said twice."""
    calm = await counter.case("exchange")
    late = await counter.case("complaint", due_at=counter.now + HOUR)
    waiting = await counter.case(items={counter.item_id: 1}, amount=None)
    at = counter.now + 2 * HOUR
    await take_step(await counter.zhou.viewer(), waiting, "arrive", at)
    found = {item.subject: item for item in await open_work(counter.shop.department_id, at)}
    assert set(found) == {f"case:{late}", f"case:{waiting}"} and f"case:{calm}" not in found
    assert found[f"case:{late}"].sentence == "handover-open-case-late"
    assert found[f"case:{waiting}"].sentence == "handover-open-case-check"
    assert (
        found[f"case:{late}"].args["customer"] == "林*"
        and found[f"case:{late}"].url == f"/orders/cases/{late}"
    )
