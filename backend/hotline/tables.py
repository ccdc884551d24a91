"""The hotline: its line, what was planned, what was switched, who took it, who was asked."""

from piccolo.columns import JSONB, BigInt, BigSerial, Boolean, Bytea, Date, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.company.tables import Department
from backend.infra.columns import optional, required
from backend.people.tables import Person


class HotlineLine(Table):
    """The department's 400 number and the telephone system behind it; one for a department."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    number = Text(help_text="the 400 number")
    office_number = Text(help_text="where it rings in office hours, and when nobody else is left")
    adapter = Text(help_text="sip, webhook or rest")
    settings = JSONB(default="{}", help_text="of the telephone system; no secrets")
    secrets = Bytea(null=True, default=None, help_text='vault.lock("line", JSON)')
    token = Text(unique=True, help_text="random, in the addresses that a vendor calls")
    enabled = Boolean(default=True)
    created_at = Timestamptz(default=TimestamptzNow())
    changed_at = Timestamptz(default=TimestamptzNow())


class HotlinePlan(Table):
    """A plan as it was handed over. Versions only grow; a fact."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    line_id = required(HotlineLine)
    version = Integer()
    plan = JSONB(help_text="as Plan.to_dict() gives it")
    starts_at = Timestamptz()
    ends_at = Timestamptz()
    made_at = Timestamptz(default=TimestamptzNow())


class HotlineStanding(Table):
    """How the telephone side stands: what it has, what it said, since when it cannot be reached; one row for a line."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    line_id = required(HotlineLine, unique=True)
    planned_at = Timestamptz(null=True, default=None, help_text="when facts and plan were last compared")
    version = Integer(default=0, help_text="the plan that was handed over")
    handed_at = Timestamptz(null=True, default=None)
    target = JSONB(null=True, default=None, help_text="where calls went at the last switch written down")
    told_until = Timestamptz(null=True, default=None, help_text="up to when switches are written down")
    next_at = Timestamptz(null=True, default=None, help_text="the next boundary of the plan")
    looked_at = Timestamptz(null=True, default=None, help_text="when it was last asked what it has")
    reported = Text(default="", help_text="the number that it said")
    drifting_since = Timestamptz(null=True, default=None)
    failing_since = Timestamptz(null=True, default=None)
    failures = Integer(default=0)
    retry_at = Timestamptz(null=True, default=None)
    trouble = Text(default="", help_text="the last reason, short English without secrets")


class HotlineSwitch(Table):
    """From this moment on calls went elsewhere, or should have; a fact (R-HOT-6)."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    line_id = required(HotlineLine)
    at = Timestamptz()
    kind = Text(help_text="planned, changed, taken, repaired, drift, failed or recovered")
    from_number = Text(default="")
    from_person_id = BigInt(null=True, default=None)
    to_number = Text()
    to_person_id = BigInt(null=True, default=None)
    why = Text(help_text="why it is that target, as Segment.why")
    version = Integer()
    detail = Text(default="")
    recorded_at = Timestamptz(default=TimestamptzNow())


class HotlineOverride(Table):
    """Somebody has the hotline other than by the rota: took it, was assigned, or confirmed instead."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    kind = Text(help_text="taken, assigned or confirmed")
    starts_at = Timestamptz()
    ends_at = Timestamptz()
    by_day = Boolean(default=False, help_text="in office hours, too")
    note = Text(default="")
    made_by = BigInt(null=True, default=None)
    made_at = Timestamptz(default=TimestamptzNow())
    ended_at = Timestamptz(null=True, default=None, help_text="given back, or taken away")
    ended_by = BigInt(null=True, default=None)


class HotlineChain(Table):
    """The department's own fallback chain, in this order; without one it is the superiors upwards (R-HOT-2)."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    position = Integer()


class HotlineHole(Table):
    """A night that nobody has, announced to the managers once."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    line_id = required(HotlineLine)
    day = Date(help_text="the day whose night it is")
    starts_at = Timestamptz()
    ends_at = Timestamptz()
    announced_at = Timestamptz()
    mended_at = Timestamptz(null=True, default=None)


class HotlineWatch(Table):
    """R-HOT-4: the confirmation of one night's duty."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    line_id = required(HotlineLine)
    starts_at = Timestamptz()
    ends_at = Timestamptz()
    person_id = optional(Person, help_text="whose duty it is by the plan")
    state = Text(default="asking", help_text="asking, confirmed or unconfirmed (nobody did)")
    round = Integer(default=1, help_text="asked anew after the plan was changed")
    asked = JSONB(
        default="[]", help_text='[{"person_id": 7, "at": "…"}], in the order in which they were told'
    )
    confirmed_by = optional(Person)
    confirmed_at = Timestamptz(null=True, default=None)
