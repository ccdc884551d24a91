"""Clocking in and out, breaks included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from backend.attendance import live  # noqa: F401  # registers what follows
from backend.attendance.card import open_punch
from backend.attendance.places import NOWHERE, Whereabouts, weigh_place
from backend.attendance.punches import Around, Kept, ShiftCard, around, recent_state
from backend.attendance.times import Moment, weigh_time
from backend.attendance.writing import Entry, record_punch
from backend.infra import outbox
from backend.infra.refusal import Refusal, not_found
from backend.people.viewer import Viewer
from backend.rules.attendance import PUNCH_KINDS, AttendanceParameters, which_shift
from backend.rules.clock import day_of

SAME_TAP = timedelta(seconds=60)
ATTEMPTS = 25
OUT_OF_SHIFT = {"rule": "R-ATT-9", "message": "attendance-reason-out-of-shift", "args": {}}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tap is answered with. `already`: the punch was in the book before, nothing was added."""

    punch: Kept
    already: bool
    around: Around


async def clock_in(
    by: Viewer,
    kind: str,
    at: datetime,
    request_key: UUID,
    *,
    made_at: datetime | None = None,
    sent_at: datetime | None = None,
    whereabouts: Whereabouts = NOWHERE,
    why: str = "",
    source: str = "phone",
    unattended: bool = False,
) -> Answer:
    """Records one punch of `by` (`in`, `out`, `break_out`, `break_in`) and answers with it; any number of taps at the
    same moment, and any replay of the same `request_key`, are answered with the one punch that was recorded.

    `at` is the server's time. `made_at` and `sent_at` are the phone's, of a tap made offline (R-ATT-8). `why` is asked
    for (refusal `attendance-why-needed`) when no shift of the person is near; a tap that was made offline or is
    delivered `unattended`, with nobody there to be asked, is recorded all the same and waits for a lead. Refuses 404
    for a `request_key` of somebody else, 409 for a device that is not bound where the department binds devices, 409
    for a break that cannot be.
    """
    rules = _rules_for(by, kind)
    moment = weigh_time(at, made_at, sent_at, rules)
    today = day_of(moment.at, by.zone)
    for _ in range(ATTEMPTS):
        known = await around(by.person_id, by.department_id, today, request_key, rules.place)
        already = _already(known, kind, moment.at, today, rules)
        if already:
            return Answer(already, True, known)
        entry = _entry(
            by, kind, moment, request_key, known, whereabouts, why.strip(), source, rules, unattended
        )
        punch_id = await record_punch(entry, actor_id=by.person_id, rejudge=_rejudge(entry, known, at, rules))
        if punch_id is not None:
            outbox.wake()
            recorded = _kept(punch_id, entry)
            return Answer(recorded, False, replace(known, punches=(recorded, *known.punches)))
    raise Refusal("attendance-busy", 503)


def _rules_for(by: Viewer, kind: str) -> AttendanceParameters:
    if kind not in PUNCH_KINDS:
        raise Refusal("attendance-kind-unknown", 422, field="kind")
    if by.rules is None:
        raise Refusal("shell-error-no-department", 409)
    rules = by.rules.attendance
    if rules.bound_device and not by.device_bound:
        raise Refusal("attendance-device-not-bound", 409, way_out="/me/devices")
    return rules


def _already(known: Around, kind: str, at: datetime, today: date, rules: AttendanceParameters) -> Kept | None:
    """The punch that this tap is: a replay, the same tap again, or what its person has already said."""
    if known.replay_of_another:
        raise not_found()
    if known.replay:
        return known.replay
    if same := _same_tap(known.punches, kind, at):
        return same
    _, day = _shift_and_day(known, kind, at, today, rules)
    of_day = [punch for punch in known.punches if punch.day == day and punch.at <= at]
    state, last = recent_state(of_day)
    if kind == "in" and state in ("in", "break"):
        return next(
            punch for punch in sorted(of_day, key=lambda p: p.at, reverse=True) if punch.kind != "break_out"
        )
    if kind == "break_out" and state != "in":
        if state == "break":
            return last
        raise Refusal("attendance-break-before-in", 409)
    if kind == "break_in" and state != "break":
        if last and last.kind == "break_in":
            return last
        raise Refusal("attendance-no-break", 409)
    return None


def _same_tap(punches: Iterable[Kept], kind: str, at: datetime) -> Kept | None:
    """The punch right before or right after, if it says the same within a minute. In, out by mistake and in again are
    three facts, however fast the thumb."""
    counted = sorted((punch for punch in punches if not punch.refused), key=lambda punch: punch.at)
    before = [punch for punch in counted if punch.at <= at][-1:]
    after = [punch for punch in counted if punch.at > at][:1]
    near = (punch for punch in before + after if punch.kind == kind and abs(punch.at - at) <= SAME_TAP)
    return next(near, None)


def _shift_and_day(
    known: Around, kind: str, at: datetime, today: date, rules: AttendanceParameters
) -> tuple[ShiftCard | None, date]:
    """R-ATT-9: the shift that a punch belongs to and its day; without one, what its person is still in."""
    shift = which_shift(at, known.shifts, rules, kind).shift
    if shift is not None:
        return shift, shift.day
    still_in = open_punch(known.punches, at)
    if still_in is None or (kind == "in" and still_in.day != today):
        return None, today
    return next((each for each in known.shifts if each.id == still_in.shift_id), None), still_in.day


def _entry(
    by: Viewer,
    kind: str,
    moment: Moment,
    request_key: UUID,
    known: Around,
    whereabouts: Whereabouts,
    why: str,
    source: str,
    rules: AttendanceParameters,
    unattended: bool,
) -> Entry:
    shift, day = _shift_and_day(known, kind, moment.at, day_of(moment.at, by.zone), rules)
    inside = not which_shift(moment.at, known.shifts, rules, kind).out_of_shift
    reasons = list(moment.reasons)
    if not inside:
        if not (why or moment.offline or unattended):
            raise Refusal("attendance-why-needed", 422, field="why")
        reasons.append(OUT_OF_SHIFT)
    place = weigh_place(rules, whereabouts, known.sites, known.doors, moment.at)
    reasons += place.reasons
    return Entry(
        department_id=by.department_id,
        person_id=by.person_id,
        sequence=known.last_sequence + 1,
        kind=kind,
        at=moment.at,
        day=day,
        shift_id=shift.id if shift else None,
        recorded_at=moment.received_at,
        made_at=moment.made_at,
        sent_at=moment.sent_at,
        request_key=request_key,
        source="offline" if moment.offline else source,
        standing=moment.standing,
        reasons=reasons,
        why=why[:500],
        place=place.standing,
        site_id=place.site_id,
        door_id=place.door_id,
        latitude=whereabouts.latitude,
        longitude=whereabouts.longitude,
        accuracy_m=whereabouts.accuracy_m,
        distance_m=place.distance_m,
        device_id=by.device_id,
    )


def _rejudge(entry: Entry, known: Around, at: datetime, rules: AttendanceParameters) -> bool:
    """Whether the day may have been judged already: its shift's window, or a day without a shift, is over."""
    shift = next((each for each in known.shifts if each.id == entry.shift_id), None)
    if shift is None:
        return at - entry.at > timedelta(hours=1)
    return at >= shift.end + timedelta(minutes=rules.window_after_minutes)


def _kept(punch_id: int, entry: Entry) -> Kept:
    return Kept(
        punch_id,
        entry.kind,
        entry.at,
        entry.day,
        entry.shift_id,
        entry.sequence,
        entry.standing,
        entry.place,
        entry.source,
        tuple(entry.reasons),
        None,
    )
