"""The first tables: the company and its people, the rota, clock-in, the audit trail, the outbox."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import (
    JSONB,
    UUID,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
)
from piccolo.columns.defaults.date import DateNow
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from backend.infra.columns import TstzMultirange
from backend.infra.migrations import Columns, add_table, reference


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class Post(Table, tablename="post", schema=None):
    id = BigSerial(primary_key=True)


class Person(Table, tablename="person", schema=None):
    id = BigSerial(primary_key=True)


class Device(Table, tablename="device", schema=None):
    id = BigSerial(primary_key=True)


class ShiftTemplate(Table, tablename="shift_template", schema=None):
    id = BigSerial(primary_key=True)


class Shift(Table, tablename="shift", schema=None):
    id = BigSerial(primary_key=True)


class Site(Table, tablename="site", schema=None):
    id = BigSerial(primary_key=True)


class Door(Table, tablename="door", schema=None):
    id = BigSerial(primary_key=True)


class Punch(Table, tablename="punch", schema=None):
    id = BigSerial(primary_key=True)


class Correction(Table, tablename="correction", schema=None):
    id = BigSerial(primary_key=True)


class LevelChange(Table, tablename="level_change", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-23T21:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the first tables"

COMPANY: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("name", Text, {"default": ""}),
    ("lang", Text, {"default": "zh-Hans"}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
)
DEPARTMENT: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("name", Text, {"default": ""}),
    ("zone", Text, {"default": "Asia/Shanghai"}),
    ("preset", Text, {"default": ""}),
    ("rules", JSONB, {"default": "{}"}),
    ("rules_version", Integer, {"default": 1}),
    ("demo", Boolean, {"default": False}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
    ("archived_at", Timestamptz, {"default": None, "null": True}),
)
POST: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("code", Text, {"default": ""}),
    ("names", JSONB, {"default": "{}"}),
    ("superior_code", Text, {"default": None, "null": True}),
    ("role", Text, {"default": "staff"}),
    ("headcount", Integer, {"default": 1}),
    ("position", Integer, {"default": 0}),
    ("archived_at", Timestamptz, {"default": None, "null": True}),
)
PERSON: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department, null=True)),
    ("login", Text, {"default": ""}),
    ("name", Text, {"default": ""}),
    ("mobile", Text, {"default": None, "null": True}),
    ("employee_number", Text, {"default": None, "null": True}),
    ("post_id", ForeignKey, reference(Post, null=True)),
    ("role", Text, {"default": "staff"}),
    ("level", SmallInt, {"default": 1}),
    ("company_admin", Boolean, {"default": False}),
    ("lang", Text, {"default": None, "null": True}),
    ("theme", Text, {"default": "auto"}),
    ("password_hash", Text, {"default": None, "null": True}),
    ("password_set_at", Timestamptz, {"default": None, "null": True}),
    ("password_lent_at", Timestamptz, {"default": None, "null": True}),
    ("joined_on", Date, {"default": None, "null": True}),
    ("notice_on", Date, {"default": None, "null": True}),
    ("last_day", Date, {"default": None, "null": True}),
    ("left_at", Timestamptz, {"default": None, "null": True}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
)
SESSION: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department, null=True)),
    ("person_id", ForeignKey, reference(Person)),
    ("device_id", ForeignKey, reference(Device)),
    ("token_hash", Bytea, {"default": b"", "unique": True}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
    ("last_seen_at", Timestamptz, {"default": TimestamptzNow()}),
    ("expires_at", Timestamptz, {"default": TimestamptzNow()}),
    ("ended_at", Timestamptz, {"default": None, "null": True}),
)
DEVICE: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department, null=True)),
    ("person_id", ForeignKey, reference(Person)),
    ("token_hash", Bytea, {"default": b"", "unique": True}),
    ("name", Text, {"default": ""}),
    ("user_agent", Text, {"default": ""}),
    ("first_seen_at", Timestamptz, {"default": TimestamptzNow()}),
    ("last_seen_at", Timestamptz, {"default": TimestamptzNow()}),
    ("bound_at", Timestamptz, {"default": None, "null": True}),
    ("bound_by", BigInt, {"default": None, "null": True}),
    ("ended_at", Timestamptz, {"default": None, "null": True}),
)
PASSKEY: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department, null=True)),
    ("person_id", ForeignKey, reference(Person)),
    ("credential_id", Bytea, {"default": b"", "unique": True}),
    ("public_key", Bytea, {"default": b""}),
    ("sign_count", BigInt, {"default": 0}),
    ("transports", JSONB, {"default": "[]"}),
    ("name", Text, {"default": ""}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
    ("last_used_at", Timestamptz, {"default": None, "null": True}),
)
API_TOKEN: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department, null=True)),
    ("person_id", ForeignKey, reference(Person)),
    ("token_hash", Bytea, {"default": b"", "unique": True}),
    ("name", Text, {"default": ""}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
    ("expires_at", Timestamptz, {"default": None, "null": True}),
    ("last_used_at", Timestamptz, {"default": None, "null": True}),
    ("ended_at", Timestamptz, {"default": None, "null": True}),
)
INVITATION: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department, null=True)),
    ("person_id", ForeignKey, reference(Person)),
    ("purpose", Text, {"default": ""}),
    ("token_hash", Bytea, {"default": b"", "unique": True}),
    ("created_by", BigInt, {"default": None, "null": True}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
    ("expires_at", Timestamptz, {"default": TimestamptzNow()}),
    ("used_at", Timestamptz, {"default": None, "null": True}),
    ("revoked_at", Timestamptz, {"default": None, "null": True}),
)
LOGIN_ATTEMPT: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("login", Text, {"default": ""}),
    ("address", Text, {"default": ""}),
    ("succeeded", Boolean, {"default": False}),
    ("at", Timestamptz, {"default": TimestamptzNow()}),
)
LEVEL_CHANGE: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("person_id", ForeignKey, reference(Person)),
    ("from_level", SmallInt, {"default": 0}),
    ("to_level", SmallInt, {"default": 0}),
    ("reason", Text, {"default": ""}),
    ("requested_by", ForeignKey, reference(Person)),
    ("requested_at", Timestamptz, {"default": TimestamptzNow()}),
    ("ended_at", Timestamptz, {"default": None, "null": True}),
    ("outcome", Text, {"default": None, "null": True}),
)
LEVEL_DECISION: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("change_id", ForeignKey, reference(LevelChange)),
    ("side", Text, {"default": ""}),
    ("accepted", Boolean, {"default": False}),
    ("note", Text, {"default": ""}),
    ("decided_by", ForeignKey, reference(Person)),
    ("decided_at", Timestamptz, {"default": TimestamptzNow()}),
)
RULES_CHANGE: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("version", Integer, {"default": 0}),
    ("rules", JSONB, {"default": "{}"}),
    ("changed_by", BigInt, {"default": None, "null": True}),
    ("changed_at", Timestamptz, {"default": TimestamptzNow()}),
)
SHIFT_TEMPLATE: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("code", Text, {"default": ""}),
    ("names", JSONB, {"default": "{}"}),
    ("segments", JSONB, {"default": "{}"}),
    ("break_minutes", Integer, {"default": 0}),
    ("colour", Text, {"default": "primary"}),
    ("position", Integer, {"default": 0}),
    ("archived_at", Timestamptz, {"default": None, "null": True}),
)
ROTATION: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("name", Text, {"default": ""}),
    ("starts_on", Date, {"default": DateNow()}),
    ("members", JSONB, {"default": "{}"}),
    ("pattern", JSONB, {"default": "{}"}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
    ("archived_at", Timestamptz, {"default": None, "null": True}),
)
SHIFT: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("person_id", ForeignKey, reference(Person)),
    ("template_id", ForeignKey, reference(ShiftTemplate, null=True)),
    ("day", Date, {"default": DateNow()}),
    ("segments", TstzMultirange, {}),
    ("break_minutes", Integer, {"default": 0}),
    ("note", Text, {"default": ""}),
    ("source", Text, {"default": "hand"}),
    ("in_draft", Boolean, {"default": True}),
    ("in_force", Boolean, {"default": False}),
    ("created_by", BigInt, {"default": None, "null": True}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
)
PUBLICATION: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("month", Date, {"default": DateNow()}),
    ("version", Integer, {"default": 0}),
    ("published_by", BigInt, {"default": None, "null": True}),
    ("published_at", Timestamptz, {"default": TimestamptzNow()}),
    ("reason", Text, {"default": None, "null": True}),
    ("holes", JSONB, {"default": "[]"}),
)
CALENDAR_FEED: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("person_id", ForeignKey, reference(Person)),
    ("token_hash", Bytea, {"default": b"", "unique": True}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
    ("last_read_at", Timestamptz, {"default": None, "null": True}),
    ("revoked_at", Timestamptz, {"default": None, "null": True}),
)
SITE: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("name", Text, {"default": ""}),
    ("latitude", DoublePrecision, {"default": 0.0}),
    ("longitude", DoublePrecision, {"default": 0.0}),
    ("radius_m", Integer, {"default": 100}),
    ("archived_at", Timestamptz, {"default": None, "null": True}),
)
DOOR: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("name", Text, {"default": ""}),
    ("secret", Bytea, {"default": b""}),
    ("token_hash", Bytea, {"default": b"", "unique": True}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
    ("ended_at", Timestamptz, {"default": None, "null": True}),
)
PUNCH: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("person_id", ForeignKey, reference(Person)),
    ("sequence", Integer, {"default": 0}),
    ("kind", Text, {"default": ""}),
    ("at", Timestamptz, {"default": TimestamptzNow()}),
    ("day", Date, {"default": DateNow()}),
    ("shift_id", ForeignKey, reference(Shift, null=True)),
    ("recorded_at", Timestamptz, {"default": TimestamptzNow()}),
    ("made_at", Timestamptz, {"default": None, "null": True}),
    ("sent_at", Timestamptz, {"default": None, "null": True}),
    ("request_key", UUID, {"default": UUID4(), "unique": True}),
    ("source", Text, {"default": "phone"}),
    ("standing", Text, {"default": "counted"}),
    ("reasons", JSONB, {"default": "[]"}),
    ("why", Text, {"default": ""}),
    ("place", Text, {"default": "none"}),
    ("site_id", ForeignKey, reference(Site, null=True)),
    ("door_id", ForeignKey, reference(Door, null=True)),
    ("latitude", DoublePrecision, {"default": None, "null": True}),
    ("longitude", DoublePrecision, {"default": None, "null": True}),
    ("accuracy_m", DoublePrecision, {"default": None, "null": True}),
    ("distance_m", DoublePrecision, {"default": None, "null": True}),
    ("device_id", ForeignKey, reference(Device, null=True)),
)
PUNCH_DECISION: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("punch_id", ForeignKey, reference(Punch, unique=True)),
    ("accepted", Boolean, {"default": False}),
    ("note", Text, {"default": ""}),
    ("decided_by", ForeignKey, reference(Person)),
    ("decided_at", Timestamptz, {"default": TimestamptzNow()}),
)
CORRECTION: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("person_id", ForeignKey, reference(Person)),
    ("kind", Text, {"default": ""}),
    ("at", Timestamptz, {"default": TimestamptzNow()}),
    ("day", Date, {"default": DateNow()}),
    ("why", Text, {"default": ""}),
    ("request_key", UUID, {"default": UUID4(), "unique": True}),
    ("requested_by", ForeignKey, reference(Person)),
    ("requested_at", Timestamptz, {"default": TimestamptzNow()}),
)
CORRECTION_DECISION: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("correction_id", ForeignKey, reference(Correction, unique=True)),
    ("outcome", Text, {"default": ""}),
    ("note", Text, {"default": ""}),
    ("punch_id", ForeignKey, reference(Punch, null=True)),
    ("decided_by", ForeignKey, reference(Person)),
    ("decided_at", Timestamptz, {"default": TimestamptzNow()}),
)
DAY_VERDICT: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("person_id", ForeignKey, reference(Person)),
    ("day", Date, {"default": DateNow()}),
    ("status", Text, {"default": ""}),
    ("late_minutes", Integer, {"default": 0}),
    ("early_minutes", Integer, {"default": 0}),
    ("reasons", JSONB, {"default": "[]"}),
    ("rules_version", Integer, {"default": 0}),
    ("judged_at", Timestamptz, {"default": TimestamptzNow()}),
    ("shift_id", BigInt, {"default": None, "null": True}),
)
AUDIT_EVENT: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department, null=True)),
    ("at", Timestamptz, {"default": TimestamptzNow()}),
    ("actor_id", BigInt, {"default": None, "null": True}),
    ("verb", Text, {"default": ""}),
    ("subject", Text, {"default": ""}),
    ("details", JSONB, {"default": "{}"}),
    ("address", Text, {"default": None, "null": True}),
)
AUDIT_SEAL: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department, null=True)),
    ("number", Integer, {"default": 0}),
    ("event_ids", JSONB, {"default": "{}"}),
    ("digests", JSONB, {"default": "{}"}),
    ("previous", Bytea, {"default": b""}),
    ("hash", Bytea, {"default": b""}),
    ("sealed_at", Timestamptz, {"default": TimestamptzNow()}),
)
OUTBOX: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", BigInt, {"default": None, "null": True}),
    ("event", Text, {"default": ""}),
    ("payload", JSONB, {"default": "{}"}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
    ("not_before", Timestamptz, {"default": TimestamptzNow()}),
    ("attempts", Integer, {"default": 0}),
    ("last_error", Text, {"default": None, "null": True}),
)
JOB_OUTCOME: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", BigInt, {"default": None, "null": True}),
    ("job", Text, {"default": ""}),
    ("subject", Text, {"default": ""}),
    ("succeeded", Boolean, {"default": False}),
    ("detail", Text, {"default": ""}),
    ("at", Timestamptz, {"default": TimestamptzNow()}),
)
HEARTBEAT: Columns = (
    ("name", Text, {"default": "", "primary_key": True}),
    ("at", Timestamptz, {"default": TimestamptzNow()}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_table(manager, "Company", "company", COMPANY)
    add_table(manager, "Department", "department", DEPARTMENT)
    add_table(manager, "Post", "post", POST)
    add_table(manager, "Person", "person", PERSON)
    add_table(manager, "Session", "session", SESSION)
    add_table(manager, "Device", "device", DEVICE)
    add_table(manager, "Passkey", "passkey", PASSKEY)
    add_table(manager, "ApiToken", "api_token", API_TOKEN)
    add_table(manager, "Invitation", "invitation", INVITATION)
    add_table(manager, "LoginAttempt", "login_attempt", LOGIN_ATTEMPT)
    add_table(manager, "LevelChange", "level_change", LEVEL_CHANGE)
    add_table(manager, "LevelDecision", "level_decision", LEVEL_DECISION)
    add_table(manager, "RulesChange", "rules_change", RULES_CHANGE)
    add_table(manager, "ShiftTemplate", "shift_template", SHIFT_TEMPLATE)
    add_table(manager, "Rotation", "rotation", ROTATION)
    add_table(manager, "Shift", "shift", SHIFT)
    add_table(manager, "Publication", "publication", PUBLICATION)
    add_table(manager, "CalendarFeed", "calendar_feed", CALENDAR_FEED)
    add_table(manager, "Site", "site", SITE)
    add_table(manager, "Door", "door", DOOR)
    add_table(manager, "Punch", "punch", PUNCH)
    add_table(manager, "PunchDecision", "punch_decision", PUNCH_DECISION)
    add_table(manager, "Correction", "correction", CORRECTION)
    add_table(manager, "CorrectionDecision", "correction_decision", CORRECTION_DECISION)
    add_table(manager, "DayVerdict", "day_verdict", DAY_VERDICT)
    add_table(manager, "AuditEvent", "audit_event", AUDIT_EVENT)
    add_table(manager, "AuditSeal", "audit_seal", AUDIT_SEAL)
    add_table(manager, "Outbox", "outbox", OUTBOX)
    add_table(manager, "JobOutcome", "job_outcome", JOB_OUTCOME)
    add_table(manager, "Heartbeat", "heartbeat", HEARTBEAT)
    return manager
