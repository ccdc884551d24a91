"""People, what they may do, and how they get in."""

from piccolo.columns import (
    JSONB,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.company.tables import Department
from backend.infra.columns import optional, required


class Post(Table):
    """A position of the department; the preset brings those of the documents."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    code = Text()
    names = JSONB(help_text="by language: zh, en")
    superior_code = Text(null=True, default=None)
    role = Text(default="staff", help_text="the role of who holds it, a key of the permission map")
    headcount = Integer(default=1)
    position = Integer(default=0)
    archived_at = Timestamptz(null=True, default=None)


class Person(Table):
    """Somebody who works here, or did. A company administrator may have no department."""

    id = BigSerial(primary_key=True)
    department_id = optional(Department)
    login = Text(help_text="unique over the company, compared in lower case")
    name = Text()
    mobile = Text(null=True, default=None)
    employee_number = Text(null=True, default=None)
    post_id = optional(Post)
    role = Text(default="staff")
    level = SmallInt(default=1, help_text="R-PPL-1: 1 ordinary, 2 back office, 3 data administrator")
    company_admin = Boolean(default=False)
    lang = Text(null=True, default=None)
    theme = Text(default="auto")
    password_hash = Text(null=True, default=None)
    password_set_at = Timestamptz(null=True, default=None)
    password_lent_at = Timestamptz(
        null=True, default=None, help_text="lent out with approval: a new one is due"
    )
    joined_on = Date(null=True, default=None)
    notice_on = Date(null=True, default=None, help_text="R-PPL-3: the day notice was given")
    last_day = Date(null=True, default=None, help_text="R-PPL-3: access ends at the end of this day")
    left_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())


class Invitation(Table):
    """A one-time link: to join, or to get in again after a lost password."""

    id = BigSerial(primary_key=True)
    department_id = optional(Department)
    person_id = required(Person)
    purpose = Text(help_text="join or login")
    token_hash = Bytea(unique=True)
    created_by = BigInt(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class Passkey(Table):
    """A WebAuthn credential of a person (R-PPL-2)."""

    id = BigSerial(primary_key=True)
    department_id = optional(Department)
    person_id = required(Person)
    credential_id = Bytea(unique=True)
    public_key = Bytea()
    sign_count = BigInt(default=0)
    transports = JSONB(default="[]")
    name = Text()
    created_at = Timestamptz(default=TimestamptzNow())
    last_used_at = Timestamptz(null=True, default=None)


class UsedChallenge(Table):
    """A passkey challenge that was answered once; a second answer to it is a replay."""

    challenge = Bytea(primary_key=True)
    expires_at = Timestamptz()


class Device(Table):
    """A phone or a computer that a person got in with; its owner sees it and can end it."""

    id = BigSerial(primary_key=True)
    department_id = optional(Department)
    person_id = required(Person)
    token_hash = Bytea(unique=True, help_text="of the long-lived device cookie and the person")
    name = Text()
    user_agent = Text(default="")
    first_seen_at = Timestamptz(default=TimestamptzNow())
    last_seen_at = Timestamptz(default=TimestamptzNow())
    bound_at = Timestamptz(
        null=True, default=None, help_text="may clock in where the department binds devices"
    )
    bound_by = BigInt(null=True, default=None)
    asked_at = Timestamptz(null=True, default=None, help_text="waits for a lead to bind it")
    browser_hash = Bytea(null=True, default=None, help_text="the same for everybody who uses this browser")
    ended_at = Timestamptz(null=True, default=None)


class Session(Table):
    """An open log-in; only the hash of its token is kept."""

    id = BigSerial(primary_key=True)
    department_id = optional(Department, help_text="where the person works now")
    person_id = required(Person)
    device_id = required(Device)
    token_hash = Bytea(unique=True)
    created_at = Timestamptz(default=TimestamptzNow())
    last_seen_at = Timestamptz(default=TimestamptzNow())
    expires_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)


class ApiToken(Table):
    """A bearer token for /api/v1; acts as its person."""

    id = BigSerial(primary_key=True)
    department_id = optional(Department)
    person_id = required(Person)
    token_hash = Bytea(unique=True)
    name = Text()
    created_at = Timestamptz(default=TimestamptzNow())
    expires_at = Timestamptz(null=True, default=None)
    last_used_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class LoginAttempt(Table):
    """What the log-in limits count; older rows are swept away."""

    id = BigSerial(primary_key=True)
    login = Text(help_text="keyed hash: people type passwords into this field, too")
    address = Text()
    succeeded = Boolean()
    at = Timestamptz(default=TimestamptzNow())


class LevelChange(Table):
    """R-PPL-1: a wish for another permission level, open until two sides have approved it."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    from_level = SmallInt()
    to_level = SmallInt()
    reason = Text()
    special = Text(default="", help_text="special settings wished for; the general manager decides too")
    requested_by = required(Person)
    requested_at = Timestamptz(default=TimestamptzNow())
    ended_at = Timestamptz(null=True, default=None)
    outcome = Text(null=True, default=None, help_text="approved, rejected or withdrawn")


class LevelDecision(Table):
    """One side's answer to a level change: marketing, it, or general (special settings)."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    change_id = required(LevelChange)
    side = Text()
    accepted = Boolean()
    note = Text(default="")
    decided_by = required(Person)
    decided_at = Timestamptz(default=TimestamptzNow())


class StaffImport(Table):
    """A list of people that was read and shown, and waits for the word to be carried out."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    uploaded_by = BigInt(null=True, default=None)
    uploaded_at = Timestamptz(default=TimestamptzNow())
    filename = Text()
    rows = JSONB(help_text="what the file says, line by line, cleaned of nothing")
    ignored = JSONB(default="[]", help_text="headings that name nothing known here")
    confirmed_at = Timestamptz(null=True, default=None)
    confirmed_by = BigInt(null=True, default=None)
    outcome = JSONB(null=True, default=None, help_text='{"added": [ids], "changed": [ids]}')


class NumberCheck(Table):
    """A code that is to be read back from somebody's mobile: open until it is right, spent, out of time or replaced."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    mobile = Text(help_text="as it stood when the code was asked for")
    way = Text(help_text="call: read to a lead who rings; message: typed in by whoever got it on that mobile")
    seed = Bytea(help_text="the code is a keyed hash of it; without our own secret it says nothing")
    asked_at = Timestamptz(default=TimestamptzNow())
    expires_at = Timestamptz()
    tries = SmallInt(default=0)
    ended_at = Timestamptz(null=True, default=None)
    outcome = Text(null=True, default=None, help_text="verified, spent, replaced or changed")
    sent_at = Timestamptz(
        null=True, default=None, help_text="when a code that goes as a message was taken to be sent"
    )
    trouble = Text(default="", help_text="why it did not go out; short, without secrets")


class VerifiedNumber(Table):
    """That a mobile is answered by its person. It ends with the number, and when the person leaves."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    mobile = Text()
    way = Text(help_text="call or message")
    verified_by = optional(Person, help_text="who rang; nobody where a message was answered")
    verified_at = Timestamptz(default=TimestamptzNow())
    ended_at = Timestamptz(null=True, default=None)


class Presence(Table):
    """When somebody's phone was last heard in a department. `calls_until`: talking to a customer till then."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    heard_at = Timestamptz()
    calls_until = Timestamptz(null=True, default=None)


class PresenceWatch(Table):
    """Since when web processes have been listening without a break. One row for the whole company."""

    id = SmallInt(primary_key=True)
    since = Timestamptz()
    until = Timestamptz()
