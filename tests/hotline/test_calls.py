"""From the first ring to the call-back: what is written down, who is told, who has it, how it ends (R-HOT-6)."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from backend.hotline.calls.actions import (
    announce_overdue,
    claim_callback,
    give_back,
    look_at_caller,
    record_outcome,
)
from backend.hotline.calls.writing import settle_calls
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.rules.messages import kind_of
from tests.support.doors import trail
from tests.support.hotline_calls import (
    ANOTHER,
    CALLER,
    OFFICE_NUMBER,
    a_line,
    a_missed_call,
    a_plan,
    an_answered_call,
    callbacks,
    happens,
    messages,
    told,
)
from tests.support.shop import Colleague, Shop

WANG_NUMBER, LI_NUMBER = "13800000001", "13800000002"
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def night(shop: Shop) -> Night:
    """02:00, Wang has the hotline, Li is next; nobody is on shift."""
    wang, li = await shop.hire("王敏"), await shop.hire("李强")
    at, line_id = shop.clock("2026-11-02", "02:00"), await a_line(shop)
    await a_plan(shop, line_id, at, (wang, WANG_NUMBER), (li, LI_NUMBER))
    return Night(shop, line_id, at, wang, li)


class Night:
    def __init__(self, shop: Shop, line_id: int, at: datetime, wang: Colleague, li: Colleague):
        self.shop, self.line_id, self.at, self.wang, self.li = shop, line_id, at, wang, li

    async def hears(self, events: list, after: timedelta = MINUTE) -> int:
        return await happens(self.shop, self.line_id, events, self.at + after)

    async def calls(self) -> list:
        return await db.fetch(
            "SELECT * FROM call WHERE department_id = $1 ORDER BY started_at, id", self.shop.department_id
        )

    async def task(self) -> int:
        """A missed call has become one."""
        await self.hears(a_missed_call(self.at))
        return (await callbacks(self.shop))[-1]["id"]


async def test_a_call_is_written_down_with_who_answered_and_how_long(night: Night) -> None:
    await night.hears(an_answered_call(night.at, LI_NUMBER, seconds=95))
    [call] = await night.calls()
    assert (call["outcome"], call["person_id"], call["seconds"]) == ("answered", night.li.person_id, 95)
    assert (call["caller"], call["target"], call["why"], call["plan_version"]) == (
        CALLER,
        LI_NUMBER,
        "duty",
        1,
    )
    assert await callbacks(night.shop) == []


async def test_a_call_that_rang_at_an_empty_office_is_heard_of_by_the_leads(shop: Shop) -> None:
    """Nobody is on shift, and the number was the office's: whoever would be told next hears of it."""
    chen = await shop.hire("陈策", role="lead")
    at, line_id = shop.clock("2026-11-02", "10:00"), await a_line(shop)
    await a_plan(shop, line_id, at)
    await happens(shop, line_id, a_missed_call(at), at + MINUTE)
    assert [row["person_id"] for row in await messages(shop, "hotline.missed-call")] == [chen.person_id]


async def test_the_office_answers_for_nobody_in_particular(night: Night) -> None:
    await night.hears(an_answered_call(night.at, OFFICE_NUMBER))
    [call] = await night.calls()
    assert call["outcome"] == "answered" and call["person_id"] is None


@pytest.mark.parametrize("order", itertools.permutations(range(3)))
async def test_events_may_come_in_any_order_and_twice(night: Night, order: tuple[int, ...]) -> None:
    events = an_answered_call(night.at, WANG_NUMBER)
    for number in order:
        assert await night.hears([events[number]]) == 1
        assert await night.hears([events[number]]) == 0
    [call] = await night.calls()
    assert (call["outcome"], call["seconds"], call["started_at"]) == ("answered", 90, night.at)
    assert [row["outcome"] for row in await callbacks(night.shop) if row["outcome"] == ""] == []


async def test_the_same_event_told_by_several_at_once_counts_once(night: Night) -> None:
    events = a_missed_call(night.at)
    counted = await asyncio.gather(*(night.hears(events) for _ in range(8)))
    assert sum(counted) == len(events)
    [task] = await callbacks(night.shop)
    assert task["times"] == 1


async def test_events_of_one_call_told_at_the_same_moment_are_all_seen(night: Night) -> None:
    """Two processes, one event each: whichever is second judges both."""
    for turn in range(5):
        events = an_answered_call(night.at + turn * MINUTE, WANG_NUMBER, call_id=f"at-once-{turn}")
        await asyncio.gather(*(night.hears([event]) for event in events))
    assert {call["outcome"] for call in await night.calls()} == {"answered"}


async def test_who_had_the_hotline_at_that_moment_stays_who_it_was(night: Night) -> None:
    """A later plan does not rewrite the night."""
    await night.hears(a_missed_call(night.at))
    later = night.at + timedelta(hours=1)
    await a_plan(night.shop, night.line_id, night.at, (night.li, LI_NUMBER), version=2, made=later)
    await night.hears([told("late", "missed", night.at, caller=ANOTHER)], timedelta(hours=2))
    assert {call["person_id"] for call in await night.calls()} == {night.wang.person_id}


async def test_a_missed_call_becomes_a_task_and_the_duty_person_is_told(night: Night) -> None:
    await night.hears(a_missed_call(night.at))
    [task] = await callbacks(night.shop)
    assert task["caller"] == CALLER and task["due_at"] == night.at + 30 * MINUTE and task["done_at"] is None
    [message] = await messages(night.shop, "hotline.missed-call")
    assert message["person_id"] == night.wang.person_id and message["url"] == "/calls"
    assert message["args"] == {"caller": "139****5678", "called": night.at.isoformat()}
    assert set(message["args"]) == set(kind_of("hotline.missed-call").args), "its sentence is whole"
    assert "callback.opened" in await trail(night.wang)


async def test_by_day_whoever_is_on_shift_hears_of_it(night: Night) -> None:
    noon = night.shop.clock("2026-11-02", "12:00")
    he = await night.shop.hire("何静")
    await night.shop.shift(he, "2026-11-02", ("08:30", "21:00"))
    await happens(night.shop, night.line_id, a_missed_call(noon), noon + MINUTE)
    assert {row["person_id"] for row in await messages(night.shop, "hotline.missed-call")} == {
        night.wang.person_id,
        he.person_id,
    }


async def test_several_missed_calls_of_one_caller_are_one_task(night: Night) -> None:
    for minutes in (0, 3, 9):
        await night.hears(a_missed_call(night.at + minutes * MINUTE), (minutes + 1) * MINUTE)
    await night.hears(a_missed_call(night.at, caller=ANOTHER))
    first, second = await callbacks(night.shop)
    assert (first["times"], second["times"]) == (3, 1)
    assert first["due_at"] == night.at + 30 * MINUTE, "calling again does not give us more time"
    assert len(await messages(night.shop, "hotline.missed-call")) == 2


async def test_at_the_same_moment_too(night: Night) -> None:
    await asyncio.gather(*(night.hears(a_missed_call(night.at)) for _ in range(6)))
    [task] = await callbacks(night.shop)
    assert task["times"] == 6


async def test_who_gets_through_meanwhile_needs_no_call_back(night: Night) -> None:
    await night.task()
    await night.hears(an_answered_call(night.at + 5 * MINUTE, WANG_NUMBER), 6 * MINUTE)
    [task] = await callbacks(night.shop)
    assert task["outcome"] == "got-through" and task["done_call_id"] is not None
    [message] = await messages(night.shop, "hotline.missed-call")
    assert message["state"] == "withdrawn"


async def test_having_got_through_before_is_no_answer_to_a_later_call(night: Night) -> None:
    answered = an_answered_call(night.at, WANG_NUMBER)
    await night.hears(a_missed_call(night.at + 10 * MINUTE), 11 * MINUTE)
    await night.hears(answered, 12 * MINUTE)  # told late
    [task] = await callbacks(night.shop)
    assert task["done_at"] is None


async def test_a_missed_call_that_is_told_after_the_caller_got_through_asks_nobody(night: Night) -> None:
    await night.hears(an_answered_call(night.at + 5 * MINUTE, WANG_NUMBER), 7 * MINUTE)
    await night.hears(a_missed_call(night.at), 8 * MINUTE)
    assert await callbacks(night.shop) == []


async def test_who_withholds_the_number_stands_in_the_log_and_gives_nobody_a_task(night: Night) -> None:
    await night.hears(a_missed_call(night.at, caller="anonymous"))
    assert [call["outcome"] for call in await night.calls()] == ["missed"]
    assert await callbacks(night.shop) == []


async def test_a_call_that_ends_without_a_word_is_missed_after_a_moment(night: Night) -> None:
    """The answer may still be on its way."""
    await night.hears([told("x", "started", night.at, caller=CALLER), told("x", "ended", night.at + MINUTE)])
    await settle_calls(night.at + MINUTE + timedelta(seconds=5))
    assert [call["outcome"] for call in await night.calls()] == ["ended"]
    await settle_calls(night.at + MINUTE + timedelta(seconds=10))
    assert [call["outcome"] for call in await night.calls()] == ["missed"]
    assert len(await callbacks(night.shop)) == 1


async def test_an_answer_that_is_told_too_late_takes_the_task_back(night: Night) -> None:
    events = an_answered_call(night.at, WANG_NUMBER, call_id="slow")
    await night.hears([events[0], told("slow", "missed", night.at + MINUTE, event_id="m")])
    assert [task["outcome"] for task in await callbacks(night.shop)] == [""]
    await night.hears(events[1:])
    assert [task["outcome"] for task in await callbacks(night.shop)] == ["got-through"]


async def test_one_tap_takes_it_and_gives_the_number(night: Night) -> None:
    task_id = await night.task()
    assert await claim_callback(await night.wang.viewer(), task_id, night.at + 2 * MINUTE) == CALLER
    [message] = await messages(night.shop, "hotline.missed-call")
    assert message["state"] == "withdrawn", "nobody else is asked any more"
    assert [verb for verb in await trail(night.wang) if verb in ("callback.claimed", "caller.looked-at")] == [
        "callback.claimed",
        "caller.looked-at",
    ]


async def test_two_people_never_hold_the_same(night: Night) -> None:
    task_id = await night.task()
    both = [await who.viewer() for who in (night.wang, night.li)] * 4
    answers = await asyncio.gather(
        *(claim_callback(by, task_id, night.at + MINUTE) for by in both), return_exceptions=True
    )
    [task] = await callbacks(night.shop)
    has_it = [by.person_id == task["claimed_by"] for by in both]
    assert [answer == CALLER for answer in answers] == has_it
    refused = next(answer for answer in answers if isinstance(answer, Refusal))
    assert refused.code == "calls-taken-already" and refused.values["name"] in ("王敏", "李强")


async def test_given_back_it_is_everybodys_again(night: Night) -> None:
    task_id = await night.task()
    wang, li = await night.wang.viewer(), await night.li.viewer()
    await claim_callback(wang, task_id, night.at + MINUTE)
    with pytest.raises(Refusal, match="calls-taken-already"):
        await give_back(li, task_id, night.at + 2 * MINUTE)
    await night.shop.shift(night.li, "2026-11-02", ("00:00", "08:00"))
    await give_back(wang, task_id, night.at + 3 * MINUTE)
    assert len(await messages(night.shop, "hotline.missed-call")) == 2, "told anew to who is on shift"
    assert await claim_callback(li, task_id, night.at + 4 * MINUTE) == CALLER


async def test_a_lead_frees_what_somebody_holds_who_is_away(night: Night) -> None:
    task_id, lead = await night.task(), await night.shop.hire("周主管", role="lead")
    await claim_callback(await night.wang.viewer(), task_id, night.at + MINUTE)
    await give_back(await lead.viewer(), task_id, night.at + 2 * MINUTE)
    [task] = await callbacks(night.shop)
    assert task["claimed_by"] is None


@pytest.mark.parametrize("outcome", ["reached", "wrong-number"])
async def test_reached_or_wrong_it_is_done(night: Night, outcome: str) -> None:
    task_id, wang = await night.task(), await night.wang.viewer()
    await claim_callback(wang, task_id, night.at + MINUTE)
    await record_outcome(wang, task_id, outcome, night.at + 2 * MINUTE, said="  要换一件大码 ")
    [task] = await callbacks(night.shop)
    assert (task["outcome"], task["note"], task["done_by"]) == (outcome, "要换一件大码", night.wang.person_id)
    with pytest.raises(Refusal, match="calls-done-already"):
        await record_outcome(wang, task_id, outcome, night.at + 3 * MINUTE)


async def test_nobody_answers_three_times_and_it_has_been_tried(night: Night) -> None:
    task_id, wang = await night.task(), await night.wang.viewer()
    await claim_callback(wang, task_id, night.at + MINUTE)
    for turn in (1, 2):
        await record_outcome(wang, task_id, "no-answer", night.at + turn * MINUTE)
        [task] = await callbacks(night.shop)
        assert task["done_at"] is None and task["due_at"] == night.at + (turn + 30) * MINUTE
    await record_outcome(wang, task_id, "no-answer", night.at + 3 * MINUTE)
    [task] = await callbacks(night.shop)
    assert (task["outcome"], task["tries"]) == ("no-answer", 3)
    assert await db.fetchval("SELECT count(*) FROM callback_attempt WHERE callback_id = $1", task_id) == 3


async def test_who_wants_to_be_called_at_ten_is_due_at_ten(night: Night) -> None:
    task_id, wang, ten = await night.task(), await night.wang.viewer(), night.at + timedelta(hours=8)
    await claim_callback(wang, task_id, night.at + MINUTE)
    for wrong in (None, night.at, night.at + timedelta(days=8)):
        with pytest.raises(Refusal, match="calls-again-when"):
            await record_outcome(wang, task_id, "later", night.at + MINUTE, again_at=wrong)
    await record_outcome(wang, task_id, "later", night.at + MINUTE, again_at=ten)
    [task] = await callbacks(night.shop)
    assert (task["due_at"], task["claimed_by"], task["done_at"]) == (ten, night.wang.person_id, None)


async def test_only_who_has_it_says_what_came_of_it(night: Night) -> None:
    task_id, li = await night.task(), await night.li.viewer()
    with pytest.raises(Refusal, match="calls-not-taken"):
        await record_outcome(li, task_id, "reached", night.at + MINUTE)
    await claim_callback(await night.wang.viewer(), task_id, night.at + MINUTE)
    with pytest.raises(Refusal, match="calls-taken-already"):
        await record_outcome(li, task_id, "reached", night.at + MINUTE)


async def test_what_is_overdue_is_told_to_the_leads_once(night: Night) -> None:
    lead = await night.shop.hire("周主管", role="lead")
    await night.task()
    await announce_overdue(night.at + 29 * MINUTE)
    assert await messages(night.shop, "hotline.callback-overdue") == []
    await asyncio.gather(*(announce_overdue(night.at + 31 * MINUTE) for _ in range(4)))
    await announce_overdue(night.at + 40 * MINUTE)
    said = await messages(night.shop, "hotline.callback-overdue")
    assert [row["person_id"] for row in said] == [lead.person_id]
    assert set(said[0]["args"]) == set(kind_of("hotline.callback-overdue").args), "its sentence is whole"
    assert (await trail(lead)).count("callback.overdue") == 1


async def test_another_deadline_is_another_matter_and_the_end_is_the_end_of_it(night: Night) -> None:
    await night.shop.hire("周主管", role="lead")
    task_id, wang = await night.task(), await night.wang.viewer()
    await claim_callback(wang, task_id, night.at + MINUTE)
    await announce_overdue(night.at + 31 * MINUTE)
    await record_outcome(wang, task_id, "no-answer", night.at + 32 * MINUTE)
    await announce_overdue(night.at + 63 * MINUTE)
    await record_outcome(wang, task_id, "reached", night.at + 64 * MINUTE)
    said = await messages(night.shop, "hotline.callback-overdue")
    assert [row["state"] for row in said] == ["withdrawn", "withdrawn"]


async def test_each_look_at_a_number_is_in_the_trail(night: Night) -> None:
    await night.hears(a_missed_call(night.at))
    [call] = await night.calls()
    for _ in range(2):
        assert await look_at_caller(await night.li.viewer(), call["id"], night.at) == CALLER
    assert (await trail(night.li)).count("caller.looked-at") == 2


async def test_a_purged_role_cannot_call_back(night: Night) -> None:
    """Whose role has no calls.handle gets no number."""
    task_id, it = await night.task(), await night.shop.hire("小许", role="it")
    with pytest.raises(Refusal, match="forbidden"):
        await claim_callback(await it.viewer(), task_id, night.at)


async def test_the_lists_of_open_screens_are_fetched_anew(
    night: Night, drain: Callable[[], Awaitable[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from backend.infra import bus

    asked: list[tuple[str, str]] = []

    async def refresh(topic: str, selector: str) -> None:
        asked.append((topic, selector))

    monkeypatch.setattr(bus, "refresh", refresh)
    await night.task()
    await drain()
    mine = [selector for topic, selector in asked if topic == f"calls:{night.shop.department_id}"]
    assert mine and all("#calls-open" in selector for selector in mine)


async def test_one_caller_is_one_task_however_the_vendor_writes_the_number(night: Night) -> None:
    for number, written in enumerate((CALLER, f"+86{CALLER}", f"86{CALLER}")):
        await night.hears(a_missed_call(night.at + number * MINUTE, written), 5 * MINUTE)
    [task] = await callbacks(night.shop)
    assert (task["caller"], task["times"]) == (CALLER, 3)
