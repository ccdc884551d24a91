"""Messages: what somebody is told, each attempt to tell them, what came of it, and what was chosen."""

from piccolo.columns import (
    JSONB,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.company.tables import Department
from backend.infra.columns import optional, required
from backend.people.tables import Person


class Message(Table):
    """One matter for one person (for the group alone where there is no person): unique by kind, subject and person.

    Ladder and chain are those that were in force when it began; `due_at` says when to look at it next, null for never.
    """

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = optional(Person)
    kind = Text(help_text="a kind of backend.rules.messages")
    subject = Text(help_text="what it is about, for instance punch:42")
    args = JSONB(default="{}", help_text="what fills its sentences")
    url = Text(default="/")
    told_at = Timestamptz(default=TimestamptzNow())
    until = Timestamptz(help_text="after it nobody needs to be told")
    ladder = JSONB(default="[]")
    chain = JSONB(default="[]")
    ladder_from = Timestamptz(default=TimestamptzNow())
    chain_from = Timestamptz(default=TimestamptzNow())
    taken = SmallInt(default=0, help_text="steps of the ladder that are behind it")
    climbed = SmallInt(default=0, help_text="steps of the chain that are behind it")
    due_at = Timestamptz(null=True, default=None)
    origin_id = BigInt(null=True, default=None, help_text="the message that nobody answered before this one")
    state = Text(
        default="open", help_text="open, acknowledged, settled, told, exhausted, expired or withdrawn"
    )
    seen_at = Timestamptz(null=True, default=None)
    acknowledged_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class Delivery(Table):
    """One attempt by one channel to one place: a subscription of a phone, a group's robot, a number.

    `once` names it in the department: a step is never taken twice, and a group hears of one matter once. What is
    planned waits for `again_at`; `sending` is on the wire; what was on the wire when a worker died is taken up again
    where a second one replaces the first, and else stays `unknown`.
    """

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    message_id = required(Message)
    once = Text()
    step = SmallInt(default=0)
    channel = Text()
    target_id = BigInt(
        null=True, default=None, help_text="of a subscription or a robot; null where the person is it"
    )
    carried_by = BigInt(null=True, default=None, help_text="the delivery that this one was bundled into")
    state = Text(default="planned", help_text="planned, sending, sent, refused, gone, unknown, dropped")
    attempts = Integer(default=0)
    again_at = Timestamptz(null=True, default=None)
    planned_at = Timestamptz(default=TimestamptzNow())
    claimed_at = Timestamptz(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    delivered_at = Timestamptz(null=True, default=None)
    seen_at = Timestamptz(null=True, default=None)
    status = Integer(null=True, default=None, help_text="what the other side answered, as HTTP has it")
    reason = Text(default="")


class MessageEvent(Table):
    """A fact about a message or one of its deliveries: told, sent, delivered, seen, acknowledged, exhausted …"""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    message_id = required(Message)
    delivery_id = BigInt(null=True, default=None)
    what = Text()
    at = Timestamptz()
    person_id = BigInt(
        null=True, default=None, help_text="who did it; null for the program and for a phone by itself"
    )
    detail = Text(default="")


class MessageRule(Table):
    """A department's own ladder and chain for one kind."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    kind = Text()
    ladder = JSONB(default="[]")
    chain = JSONB(default="[]")
    changed_by = BigInt(null=True, default=None)
    changed_at = Timestamptz(default=TimestamptzNow())


class MessageChoice(Table):
    """What somebody does not want: a channel for a kind."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    kind = Text()
    channel = Text()
    created_at = Timestamptz(default=TimestamptzNow())


class MessageMute(Table):
    """Somebody is left in peace until a moment; one row per person, and it always has an end."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    until = Timestamptz()
    created_at = Timestamptz(default=TimestamptzNow())


class MessageRobot(Table):
    """The robot of a group chat. Its address and key are locked by backend.infra.vault."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    name = Text()
    vendor = Text(help_text="wecom, dingtalk or feishu")
    heard_by = Text(default="floor", help_text="the group: floor, managers, or both")
    secrets = Bytea()
    created_by = BigInt(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    ended_at = Timestamptz(null=True, default=None)
    tried_at = Timestamptz(null=True, default=None)
    worked = Boolean(null=True, default=None)
    reason = Text(default="")


class MessageProvider(Table):
    """Who sends texts or rings phones for a department: a request of the vendor's, with places to fill in."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    channel = Text(help_text="sms or call")
    name = Text()
    secrets = Bytea(help_text="the whole request, locked: its address and headers hold keys")
    created_by = BigInt(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    ended_at = Timestamptz(null=True, default=None)
    tried_at = Timestamptz(null=True, default=None)
    worked = Boolean(null=True, default=None)
    reason = Text(default="")
