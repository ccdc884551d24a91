"""The rota: templates, rotations, shifts, publications, calendar feeds."""

from piccolo.columns import (
    JSONB,
    UUID,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    Integer,
    Text,
    Timestamptz,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.company.tables import Department
from backend.infra.columns import TstzMultirange, optional, required
from backend.people.tables import Person


class ShiftTemplate(Table):
    """R-ROTA-1: a named shift by the wall clock, for instance A 08:30–16:00."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    code = Text()
    names = JSONB(help_text="by language: zh, en")
    segments = JSONB(help_text='[["08:30","12:00"],["13:30","17:30"]]; "+1" marks the next day')
    break_minutes = Integer(default=0, help_text="meal inside, not worked time")
    colour = Text(default="primary")
    position = Integer(default=0)
    archived_at = Timestamptz(null=True, default=None)


class Rotation(Table):
    """R-ROTA-5: who takes which template when, from an ordered list of people and a start date."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    name = Text()
    starts_on = Date()
    members = JSONB(help_text="ordered person ids")
    pattern = JSONB(help_text="as backend.rules.rota reads it")
    created_at = Timestamptz(default=TimestamptzNow())
    archived_at = Timestamptz(null=True, default=None)


class Shift(Table):
    """One person's shift of one day.

    `in_draft`: in the manager's working copy; `in_force`: published. A change of a published rota is a new row in the
    draft and the old row out of it; publishing sets `in_force = in_draft`. Exclusion constraints hold in
    each (R-ROTA-4).
    """

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    template_id = optional(ShiftTemplate)
    day = Date(help_text="R-ATT-9: the day it starts on")
    segments = TstzMultirange()
    break_minutes = Integer(default=0)
    note = Text(default="")
    source = Text(default="hand", help_text="hand or rotation")
    rotation_id = optional(Rotation)
    uid = UUID(help_text="stays when a shift is changed: calendars know it by this")
    revision = Integer(default=0, help_text="how often it was changed after it was published")
    in_force_at = Timestamptz(null=True, default=None)
    in_draft = Boolean(default=True)
    in_force = Boolean(default=False)
    created_by = BigInt(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())


class RestDay(Table):
    """A day that was given off by hand: a rotation that is generated again leaves it alone."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    day = Date()
    note = Text(default="")
    created_by = BigInt(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())


class Holiday(Table):
    """A public holiday of the department: its turns are counted apart (R-ROTA-5)."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    day = Date()
    name = Text()


class Publication(Table):
    """A month's rota became binding; a hole in the coverage needs a reason (R-ROTA-2)."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    month = Date(help_text="its first day")
    version = Integer()
    published_by = BigInt(null=True, default=None)
    published_at = Timestamptz(default=TimestamptzNow())
    reason = Text(null=True, default=None)
    holes = JSONB(default="[]")
    rest_faults = JSONB(default="[]", help_text="R-ROTA-3: whose days off are not as they should be")


class CalendarFeed(Table):
    """A private, revocable iCal address."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    token_hash = Bytea(unique=True)
    created_at = Timestamptz(default=TimestamptzNow())
    last_read_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class EdgeSweep(Table):
    """Up to when beginnings and ends of shifts have been told; a single row."""

    id = BigSerial(primary_key=True)
    until = Timestamptz()
