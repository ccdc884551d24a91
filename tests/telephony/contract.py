"""What holds for every telephone system, whatever stands behind it.

An adapter passes when a class of its own inherits `TelephonyContract` and gives a `bench`: the adapter, and the real
thing or a strict stand-in behind it. Where a system lacks a capability the contract asks for what it must do instead;
nothing is skipped.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from backend.infra.telephony.adapter import Forged, Inbound, Reported, Telephony, TelephonyError
from backend.rules.clock import Interval
from backend.rules.hotline import OFFICE, PERSON, Plan, Segment, Target

OFFICE_NUMBER, WANG, LI, ZHAO = "4008000001", "13800000001", "13800000002", "+8613800000003"


class Bench(Protocol):
    """One adapter with what it talks to."""

    system: Telephony

    async def provide(self, plan: Plan) -> None:
        """Puts the plan where the system takes it from by itself (a table); nothing for one that is told."""

    async def cut(self) -> None:
        """From now on the telephone side cannot be reached."""

    def genuine(self) -> Inbound | None:
        """A request as the telephone side sends it about one call, signed; None where it never tells about calls."""


def plan_of(
    version: int, at: datetime, *numbers: str, hours: int = 1, chain: tuple[str, ...] = (ZHAO,)
) -> Plan:
    """One segment for each number, `hours` long, the first of which began half an hour before `at`."""
    start = at.replace(microsecond=0) - timedelta(minutes=30)
    spans = [
        Interval(start + n * timedelta(hours=hours), start + (n + 1) * timedelta(hours=hours))
        for n in range(len(numbers))
    ]
    return Plan(
        version, tuple(segment_of(span, number, *chain) for span, number in zip(spans, numbers, strict=True))
    )


def segment_of(span: Interval, *numbers: str) -> Segment:
    targets = tuple(
        Target(OFFICE, number)
        if number == OFFICE_NUMBER
        else Target(PERSON, number, int(number[-1]) if number[-1].isdigit() else None)
        for number in dict.fromkeys(numbers)
    )
    return Segment(span, targets, "office-hours" if targets[0].kind == OFFICE else "duty")


class TelephonyContract:
    """Inherited by one class for each adapter, which overrides `bench`."""

    @pytest.fixture
    async def bench(self) -> Bench:
        raise NotImplementedError

    async def test_what_was_applied_is_what_it_says_it_has(self, bench: Bench) -> None:
        now, system = datetime.now(UTC), bench.system
        plan = plan_of(1, now, WANG, LI)
        await bench.provide(plan)
        await system.apply_plan(plan, now)
        assert_reported(system, await system.current_target(now), plan, now)

    async def test_a_newer_plan_takes_the_place_of_the_one_before(self, bench: Bench) -> None:
        now, system = datetime.now(UTC), bench.system
        for plan in (plan_of(1, now, WANG, LI), plan_of(2, now, LI, WANG)):
            await bench.provide(plan)
            await system.apply_plan(plan, now)
        assert_reported(system, await system.current_target(now), plan, now)

    async def test_the_same_plan_may_be_applied_again(self, bench: Bench) -> None:
        """The controller does so whenever it is not sure."""
        now, system = datetime.now(UTC), bench.system
        plan = plan_of(3, now, OFFICE_NUMBER, LI)
        for _ in range(2):
            await bench.provide(plan)
            await system.apply_plan(plan, now)
        assert_reported(system, await system.current_target(now), plan, now)

    async def test_an_older_plan_never_replaces_a_newer_one(self, bench: Bench) -> None:
        """What keeps a whole plan refuses the older one; what is told one number is told by whoever compares first."""
        now, system = datetime.now(UTC), bench.system
        newer, older = plan_of(7, now, WANG, LI), plan_of(6, now, LI, WANG)
        await bench.provide(newer)
        await system.apply_plan(newer, now)
        if system.capabilities.keeps_plan:
            await bench.provide(older)
            with pytest.raises(TelephonyError):
                await system.apply_plan(older, now)
        assert_reported(system, await system.current_target(now), newer, now)

    async def test_what_cannot_be_reached_is_said_as_one_kind_of_error(self, bench: Bench) -> None:
        now, system = datetime.now(UTC), bench.system
        plan = plan_of(1, now, WANG)
        await bench.provide(plan)
        await bench.cut()
        if system.capabilities.keeps_plan or system.capabilities.reads_back:
            with pytest.raises(TelephonyError) as failure:
                await system.apply_plan(plan, now)
            assert failure.value.reason
        if system.capabilities.reads_back:
            with pytest.raises(TelephonyError):
                await system.current_target(now)
            health = await system.health()
            assert not health.ok and health.detail

    async def test_one_that_is_well_says_so(self, bench: Bench) -> None:
        now, system = datetime.now(UTC), bench.system
        plan = plan_of(1, now, WANG)
        await bench.provide(plan)
        await system.apply_plan(plan, now)
        health = await system.health()
        assert health.ok and not health.detail

    async def test_events_of_a_call_are_read_and_keep_their_names(self, bench: Bench) -> None:
        now, request = datetime.now(UTC), bench.genuine()
        if request is None:
            return
        first, again = bench.system.parse_events(request, now), bench.system.parse_events(request, now)
        assert first and first == again, "a repetition tells the same event under the same id"
        assert len({each.event_id for each in first}) == len(first)
        assert all(each.call_id and each.kind in ("started", "answered", "missed", "ended") for each in first)
        assert all(each.at.utcoffset() is not None for each in first)

    async def test_a_forged_event_is_refused(self, bench: Bench) -> None:
        now, request = datetime.now(UTC), bench.genuine()
        if request is None:
            return
        for forged in forgeries(request):
            with pytest.raises(Forged):
                bench.system.parse_events(forged, now)

    async def test_no_error_tells_a_secret(self, bench: Bench) -> None:
        request = bench.genuine()
        if request is None:
            return
        for forged in forgeries(request):
            with pytest.raises(Forged) as failure:
                bench.system.parse_events(forged, datetime.now(UTC))
            assert not any(word in failure.value.reason for word in _secrets(request))


def assert_reported(system: Telephony, reported: Reported | None, plan: Plan, at: datetime) -> None:
    """What is read back is the wanted number, and the version where the system keeps plans."""
    if not system.capabilities.reads_back:
        assert reported is None
        return
    assert reported is not None and reported.number == plan.at(at).target.number
    if system.capabilities.keeps_plan:
        assert reported.version == plan.version


def forgeries(request: Inbound) -> tuple[Inbound, ...]:
    """The same request with nothing, or with something else, where its proof stands."""
    proofs = [name for name in request.headers if name == "authorization" or "signature" in name]
    assert proofs, "a genuine request carries its proof in a header"
    return (
        replace(request, headers={k: v for k, v in request.headers.items() if k not in proofs}),
        replace(
            request,
            headers={k: (v[:-4] + "AAA=" if k in proofs else v) for k, v in request.headers.items()},
        ),
    )


def _secrets(request: Inbound) -> list[str]:
    return [
        value.split()[-1]
        for name, value in request.headers.items()
        if name == "authorization" or "signature" in name
    ]
