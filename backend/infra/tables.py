"""What the machinery itself keeps: events on their way, jobs' outcomes, heartbeats."""

from piccolo.columns import (
    JSONB,
    BigInt,
    BigSerial,
    Boolean,
    Integer,
    Text,
    Timestamptz,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class Outbox(Table):
    """An event that was written with its change and is not carried out yet."""

    id = BigSerial(primary_key=True)
    department_id = BigInt(null=True, default=None)
    event = Text()
    payload = JSONB(default="{}")
    created_at = Timestamptz(default=TimestamptzNow())
    not_before = Timestamptz(default=TimestamptzNow())
    attempts = Integer(default=0)
    last_error = Text(null=True, default=None)


class JobOutcome(Table):
    """What came of a job; the newest rows are shown by `dangban doctor`, old ones are swept away."""

    id = BigSerial(primary_key=True)
    department_id = BigInt(null=True, default=None)
    job = Text()
    subject = Text(default="")
    succeeded = Boolean()
    detail = Text(default="")
    at = Timestamptz(default=TimestamptzNow())


class Heartbeat(Table):
    """A process that is alive says so."""

    name = Text(primary_key=True)
    at = Timestamptz(default=TimestamptzNow())
