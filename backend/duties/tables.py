"""R-DUTY-2: the log with which a shift ends, and what stands in it."""

from piccolo.columns import JSONB, BigSerial, Boolean, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.company.tables import Department
from backend.infra.columns import optional, required
from backend.people.tables import Person


class Handover(Table):
    """The end of one shift. Once both sides have confirmed it, or its time is over, the database keeps it as it is."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    ends_at = Timestamptz(help_text="when the shift ends; one log for each end")
    comes_at = Timestamptz(null=True, default=None, help_text="when those who take over begin, or began")
    leaving = JSONB(default="[]", help_text="person ids, as the rota says them until it is final")
    coming = JSONB(default="[]")
    opened_at = Timestamptz(default=TimestamptzNow())
    closes_at = Timestamptz(help_text="unconfirmed until then, it is closed by itself")
    state = Text(
        default="open",
        help_text="open, confirmed, unconfirmed, or dropped (the shift was taken off the rota)",
    )
    handed_over_by = optional(Person)
    handed_over_at = Timestamptz(null=True, default=None)
    taken_over_by = optional(Person)
    taken_over_at = Timestamptz(null=True, default=None)
    told_coming_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)


class HandoverItem(Table):
    """One thing that is open, or a note of somebody who leaves."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    handover_id = required(Handover)
    source = Text(help_text="where it comes from: callbacks, messages, attendance …; note for what was typed")
    subject = Text(help_text="names the matter within its source, for instance correction:17")
    sentence = Text(default="", help_text="message id; a note has none")
    args = JSONB(default="{}", help_text="what fills the sentence; instants as ISO text")
    note = Text(default="")
    url = Text(default="")
    due_at = Timestamptz(null=True, default=None)
    to_do = Boolean(default=True, help_text="else it is only to be known")
    noted_by = optional(Person)
    taken_by = optional(Person, help_text="who takes it")
    created_at = Timestamptz(default=TimestamptzNow())
    done_at = Timestamptz(null=True, default=None, help_text="settled, or taken back, while the log was open")
