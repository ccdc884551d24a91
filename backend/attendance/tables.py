"""Punches and what is decided about them. Punches and decisions are facts: only ever added (R-ATT-1)."""

from piccolo.columns import (
    JSONB,
    UUID,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    DoublePrecision,
    Integer,
    Text,
    Timestamptz,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.company.tables import Department
from backend.infra.columns import optional, required
from backend.people.tables import Device, Person
from backend.rota.tables import Shift


class Site(Table):
    """A place where one may clock in: a circle on the map."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    name = Text()
    latitude = DoublePrecision()
    longitude = DoublePrecision()
    radius_m = Integer(default=100)
    archived_at = Timestamptz(null=True, default=None)


class Door(Table):
    """A screen at the door that shows a code which changes every 30 seconds."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    name = Text()
    secret = Bytea()
    token_hash = Bytea(unique=True, help_text="of the private address of the door's screen")
    created_at = Timestamptz(default=TimestamptzNow())
    ended_at = Timestamptz(null=True, default=None)


class Punch(Table):
    """One punch. `at` is the moment that counts; `sequence` numbers a person's punches without a gap, so that of two
    taps at the same moment the database keeps one; `request_key` makes an offline replay harmless."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    sequence = Integer()
    kind = Text(help_text="in, out, break_out, break_in")
    at = Timestamptz()
    day = Date(help_text="R-ATT-9")
    shift_id = optional(Shift)
    recorded_at = Timestamptz(default=TimestamptzNow())
    made_at = Timestamptz(null=True, default=None, help_text="the phone's time of an offline tap")
    sent_at = Timestamptz(null=True, default=None, help_text="the phone's time when it was delivered")
    request_key = UUID(unique=True)
    source = Text(default="phone", help_text="phone, offline, api, correction")
    standing = Text(default="counted", help_text="counted, or waiting for a decision")
    reasons = JSONB(default="[]", help_text="why a lead should look: message ids with their values")
    why = Text(default="", help_text="what the person said about an out-of-shift punch")
    place = Text(default="none", help_text="none, verified, unverified")
    site_id = optional(Site)
    door_id = optional(Door)
    latitude = DoublePrecision(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)
    accuracy_m = DoublePrecision(null=True, default=None)
    distance_m = DoublePrecision(null=True, default=None)
    device_id = optional(Device)


class PunchDecision(Table):
    """A lead's answer to a punch that waited or could not be verified."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    punch_id = required(Punch, unique=True)
    accepted = Boolean()
    note = Text(default="")
    decided_by = required(Person)
    decided_at = Timestamptz(default=TimestamptzNow())


class Correction(Table):
    """A missed punch that a person asks to have added; approved, it becomes a punch beside the others (R-ATT-1)."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    kind = Text()
    at = Timestamptz()
    day = Date()
    why = Text()
    request_key = UUID(unique=True)
    requested_by = required(Person)
    requested_at = Timestamptz(default=TimestamptzNow())


class CorrectionDecision(Table):
    """The answer to a correction, and the punch that came of it."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    correction_id = required(Correction, unique=True)
    outcome = Text(help_text="approved, rejected or withdrawn")
    note = Text(default="")
    punch_id = optional(Punch)
    decided_by = required(Person)
    decided_at = Timestamptz(default=TimestamptzNow())


class DayVerdict(Table):
    """What the rules say of a person's day; made anew whenever a fact of that day is added."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    day = Date()
    status = Text()
    late_minutes = Integer(default=0)
    early_minutes = Integer(default=0)
    reasons = JSONB(default="[]")
    rules_version = Integer()
    judged_at = Timestamptz(default=TimestamptzNow())
    shift_id = BigInt(null=True, default=None)
