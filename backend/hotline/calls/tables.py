"""Calls of the hotline, what was told about them, and the call-backs that come of those that nobody answered."""

from piccolo.columns import JSONB, BigInt, BigSerial, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.company.tables import Department
from backend.hotline.tables import HotlineLine
from backend.infra.columns import optional, required
from backend.people.tables import Person


class CallEvent(Table):
    """One thing that a vendor told about a call; a fact. What was told twice stands here once."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    line_id = required(HotlineLine)
    event_id = Text(help_text="the same for each repetition of one event")
    vendor_id = Text(help_text="of the call, as the vendor names it")
    kind = Text(help_text="started, answered, missed, ended")
    at = Timestamptz()
    caller = Text(default="")
    target = Text(default="")
    seconds = Integer(null=True, default=None)
    details = JSONB(default="{}")
    received_at = Timestamptz(default=TimestamptzNow())


class Call(Table):
    """A call as all of its events together say, in whatever order they came."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    line_id = required(HotlineLine)
    vendor_id = Text()
    caller = Text(default="")
    target = Text(default="")
    person_id = optional(Person, help_text="who answered; else whose duty it was at that moment")
    why = Text(default="", help_text="where the target came from, as Segment.why")
    plan_version = Integer(default=0)
    started_at = Timestamptz()
    answered_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    seconds = Integer(null=True, default=None, help_text="how long was spoken")
    outcome = Text(default="open", help_text="open, answered, ended (not known yet how), missed")
    callback_id = BigInt(null=True, default=None, help_text="what came of a missed one")
    heard_at = Timestamptz(default=TimestamptzNow(), help_text="when the last event came in")


class Callback(Table):
    """Somebody who was missed is called back. One for a caller at a time; held by one person at most."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    line_id = required(HotlineLine)
    caller = Text()
    times = Integer(default=1, help_text="how often this caller was missed meanwhile")
    missed_at = Timestamptz(help_text="the first of these calls")
    last_missed_at = Timestamptz()
    due_at = Timestamptz()
    claimed_by = optional(Person)
    claimed_at = Timestamptz(null=True, default=None)
    round = Integer(default=1, help_text="told anew after it was given back")
    tries = Integer(default=0)
    overdue_for = Timestamptz(null=True, default=None, help_text="the deadline that leads were told about")
    outcome = Text(default="", help_text="reached, no-answer, wrong-number, got-through; empty: still open")
    note = Text(default="")
    done_by = optional(Person)
    done_at = Timestamptz(null=True, default=None)
    done_call_id = optional(Call, help_text="the call by which the caller got through meanwhile")


class CallbackAttempt(Table):
    """One try to reach a caller, and what came of it; a fact."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    callback_id = required(Callback)
    person_id = required(Person)
    at = Timestamptz()
    outcome = Text(help_text="reached, no-answer, wrong-number, later")
    note = Text(default="")
    again_at = Timestamptz(null=True, default=None)
