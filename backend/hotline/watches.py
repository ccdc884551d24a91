"""R-HOT-4: before a night begins its duty is confirmed: by whoever has it, else by the next in the chain.

Guarantees:
- found by a sweep from what stands in the database: a restart loses nothing, a second worker doubles nothing;
- whoever confirms first has the duty; everybody else's message is withdrawn;
- calls do not wait for it: until somebody confirms they go to whom the plan says, with the chain behind.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backend.audit.actions import note
from backend.company.queries import department_zone, rules_of
from backend.hotline.facts import hours_of, wanted_plan
from backend.hotline.overrides import confirm_instead
from backend.hotline.people import names_of
from backend.hotline.queries import Line, current_plan, line_of
from backend.hotline.replanning import follow
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.notifications.actions import tell, withdraw
from backend.people.viewer import Actor
from backend.rules.clock import Interval
from backend.rules.hotline import PERSON, TAKEN, Segment, next_night
from backend.rules.presets import HotlineParameters

URL = "/hotline"


async def watch(line: Line, at: datetime) -> bool:
    """Does what is due for the coming night's confirmation, or the present one's; returns whether anything was."""
    rules = await rules_of(line.department_id)
    night = next_night(hours_of(rules, await department_zone(line.department_id)), at).span
    if at < night.start - timedelta(minutes=rules.hotline.tell_minutes):
        return False
    plan = await current_plan(line.department_id)
    planned = plan.at(max(at, night.start))
    async with db.transaction():
        await db.execute(_BEGIN, line.department_id, line.id, night.start, night.end)
        kept = _Watch(await db.fetchrow(_NIGHT, line.id, night.start))
        if kept.state == "confirmed" and kept.confirmed_by != planned.target.person_id:
            planned = (await wanted_plan(line, at, 0)).at(max(at, night.start))
        return await _go_on(kept, planned, rules.hotline, at)


async def confirm(by: Actor, watch_id: int, at: datetime) -> None:
    """ "I have it." Whoever was asked may confirm, and the first one has the night; 409 once somebody else has."""
    assert by.person_id is not None
    async with db.transaction():
        kept = await db.fetchrow(_ONE, watch_id, by.department_id)
        if kept is None or by.person_id not in _Watch(kept).asked_ids:
            raise not_found()
        await _confirmed(_Watch(kept), by.person_id, at)
    await _follow(by.department_id, at)


async def confirm_by_message(department_id: int, subject: str, person_id: int, at: datetime) -> None:
    """The acknowledgement of the message is the confirmation; what came too late changes nothing."""
    watch_id, round_ = _named(subject)
    async with db.transaction():
        kept = await db.fetchrow(_ONE, watch_id, department_id)
        if kept is None or kept["round"] != round_ or person_id not in _Watch(kept).asked_ids:
            return
        if kept["state"] != "confirmed" and at < kept["ends_at"]:
            await _confirmed(_Watch(kept), person_id, at)
    await _follow(department_id, at)


async def _follow(department_id: int, at: datetime) -> None:
    line = await line_of(department_id)
    if line is not None:
        await follow(line, at)


class _Watch:
    """The row of a night, locked."""

    def __init__(self, kept: Any):
        self.id, self.department_id, self.state, self.round = (
            kept["id"],
            kept["department_id"],
            kept["state"],
            kept["round"],
        )
        self.span = Interval(kept["starts_at"], kept["ends_at"])
        self.person_id, self.confirmed_by = kept["person_id"], kept["confirmed_by"]
        self.asked: list[dict[str, Any]] = kept["asked"]
        self.sure: list[int] = kept["sure"]

    @property
    def asked_ids(self) -> list[int]:
        return [each["person_id"] for each in self.asked]

    @property
    def subject(self) -> str:
        """A new one for each round: whoever was told before can be told again."""
        return f"watch:{self.id}:{self.round}"

    @property
    def last_asked(self) -> datetime | None:
        return datetime.fromisoformat(self.asked[-1]["at"]) if self.asked else None


def _named(subject: str) -> tuple[int, int]:
    """Of which night and which round a message was; of none for one that we did not send."""
    _, *numbers = subject.split(":")
    if len(numbers) != 2 or not all(number.isdecimal() for number in numbers):
        return 0, 0
    return int(numbers[0]), int(numbers[1])


async def _go_on(watch: _Watch, planned: Segment, rules: HotlineParameters, at: datetime) -> bool:
    wanted = planned.target.person_id
    if watch.state == "confirmed":
        if wanted in (watch.confirmed_by, None):
            return False
        await _anew(watch, at)
    if wanted != watch.person_id:
        await db.execute("UPDATE hotline_watch SET person_id = $2 WHERE id = $1", watch.id, wanted)
        watch.person_id = wanted
    if wanted is not None and (planned.why == TAKEN or wanted in watch.sure):
        await _confirmed(watch, wanted, at)
        return True
    return await _ask_next(watch, planned, rules, at)


async def _ask_next(watch: _Watch, planned: Segment, rules: HotlineParameters, at: datetime) -> bool:
    """The one whose duty it is at once; each further one after the one before has had the time to confirm."""
    people = [
        each.person_id for each in planned.targets if each.kind == PERSON and each.person_id is not None
    ]
    waiting = [person_id for person_id in people if person_id not in watch.asked_ids]
    last = watch.last_asked
    due = last is None or at >= last + timedelta(minutes=rules.confirm_minutes)
    if waiting and (due or waiting[0] == people[0]):
        await _ask(watch, waiting[0], at)
        return True
    if not waiting and people and due and watch.state == "asking":
        await _nobody(watch, planned, at)
        return True
    return False


async def _ask(watch: _Watch, person_id: int, at: datetime) -> None:
    watch.asked.append({"person_id": person_id, "at": at.isoformat()})
    await db.execute(
        "UPDATE hotline_watch SET asked = $2, state = 'asking' WHERE id = $1", watch.id, watch.asked
    )
    await tell(
        "hotline.duty", watch.department_id, watch.subject, at, person_ids=[person_id], url=URL, until=watch.span.end,
        start=watch.span.start.isoformat(), end=watch.span.end.isoformat(),
    )  # fmt: skip
    await outbox.record("hotline.watched", watch.department_id, watch_id=watch.id)


async def _nobody(watch: _Watch, planned: Segment, at: datetime) -> None:
    """Everybody was asked in vain: calls go on as planned, and managers are told. It can still be confirmed."""
    await db.execute("UPDATE hotline_watch SET state = 'unconfirmed' WHERE id = $1", watch.id)
    person_id = planned.target.person_id
    names = await names_of(watch.department_id, [person_id])
    await tell(
        "hotline.unconfirmed", watch.department_id, watch.subject, at, url=URL, until=watch.span.end,
        name=names.get(person_id or 0, planned.target.number), start=watch.span.start.isoformat(),
    )  # fmt: skip
    await outbox.record("hotline.watched", watch.department_id, watch_id=watch.id)


async def _anew(watch: _Watch, at: datetime) -> None:
    """It was confirmed, and the plan has changed since: whose it is now is asked."""
    await withdraw("hotline.duty", watch.department_id, watch.subject, at)
    watch.state, watch.round, watch.asked, watch.confirmed_by = "asking", watch.round + 1, [], None
    await db.execute(_ANEW, watch.id, watch.round)
    await outbox.record("hotline.watched", watch.department_id, watch_id=watch.id)


async def _confirmed(watch: _Watch, person_id: int, at: datetime) -> None:
    """One has it. If it is not the one planned, an override says so, and the one planned is told."""
    if watch.state == "confirmed":
        if watch.confirmed_by == person_id:
            return
        raise Refusal("hotline-already-confirmed", 409)
    if at >= watch.span.end:
        raise Refusal("hotline-night-over", 409)
    await db.execute(_CONFIRM, watch.id, person_id, at)
    if person_id != watch.person_id:
        span = Interval(max(at, watch.span.start), watch.span.end)
        await confirm_instead(watch.department_id, person_id, span, at)
        await _tell_replaced(watch, person_id, at)
    for kind in ("hotline.duty", "hotline.unconfirmed"):
        await withdraw(kind, watch.department_id, watch.subject, at)
    await note(
        "hotline.confirmed", f"watch:{watch.id}", department_id=watch.department_id, actor_id=person_id,
        starts_at=watch.span.start.isoformat(), instead_of=watch.person_id if person_id != watch.person_id else None,
    )  # fmt: skip
    await outbox.record("hotline.watched", watch.department_id, watch_id=watch.id)


async def _tell_replaced(watch: _Watch, person_id: int, at: datetime) -> None:
    if watch.person_id is None:
        return
    names = await names_of(watch.department_id, [person_id])
    await tell(
        "hotline.taken", watch.department_id, watch.subject, at, person_ids=[watch.person_id], url=URL,
        until=watch.span.end, name=names.get(person_id, ""), end=watch.span.end.isoformat(),
    )  # fmt: skip


_COLUMNS = "id, department_id, starts_at, ends_at, person_id, state, round, asked, sure, confirmed_by"
_BEGIN = """
INSERT INTO hotline_watch (department_id, line_id, starts_at, ends_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (line_id, starts_at) DO NOTHING
"""
_NIGHT = f"SELECT {_COLUMNS} FROM hotline_watch WHERE line_id = $1 AND starts_at = $2 FOR UPDATE"
_ONE = f"SELECT {_COLUMNS} FROM hotline_watch WHERE id = $1 AND department_id = $2 FOR UPDATE"
_ANEW = """
UPDATE hotline_watch SET state = 'asking', round = $2, asked = '[]', confirmed_by = NULL, confirmed_at = NULL
WHERE id = $1
"""
_CONFIRM = """
UPDATE hotline_watch SET state = 'confirmed', confirmed_by = $2, confirmed_at = $3,
    sure = CASE WHEN sure @> to_jsonb($2::bigint) THEN sure ELSE sure || to_jsonb($2::bigint) END
WHERE id = $1
"""
