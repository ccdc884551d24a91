"""The audit trail: who changed what, append-only, sealed in hash-chained batches."""

from piccolo.columns import JSONB, BigInt, BigSerial, Bytea, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.company.tables import Department
from backend.infra.columns import optional


class AuditEvent(Table):
    """One change. `tx` is the transaction that wrote it: a seal takes whole transactions that are surely over."""

    id = BigSerial(primary_key=True)
    department_id = optional(Department)
    at = Timestamptz(default=TimestamptzNow())
    actor_id = BigInt(null=True, default=None, help_text="the person; null for the program itself")
    verb = Text(help_text="the action, for instance punch.recorded")
    subject = Text(help_text="what it was done to, for instance punch:42")
    details = JSONB(default="{}")
    address = Text(null=True, default=None)


class AuditSeal(Table):
    """A batch of events, hashed over the hash of the batch before it."""

    id = BigSerial(primary_key=True)
    department_id = optional(Department)
    number = Integer(help_text="1, 2, 3 … per department")
    event_ids = JSONB()
    digests = JSONB(help_text="SHA-256 of every event in hex, in the order of event_ids")
    previous = Bytea()
    hash = Bytea()
    sealed_at = Timestamptz(default=TimestamptzNow())


class TransactionEpoch(Table):
    """Where the database has been, the newest last. Each PostgreSQL cluster counts its transactions from the start, so
    after a restore elsewhere the numbers of rows would begin anew: `our_transaction()` shifts them beyond all that are
    known. Of the whole database; the database writes it itself. Append-only."""

    id = BigSerial(primary_key=True)
    cluster = BigInt(help_text="PostgreSQL's system identifier")
    shift = BigInt(help_text="added to each of its transaction numbers")
    since = Timestamptz(default=TimestamptzNow())
