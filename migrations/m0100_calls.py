"""Calls: what vendors told, the calls themselves, call-backs and the tries to reach somebody."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, BigInt, BigSerial, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.base import Column
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.infra.migrations import add_table, reference


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class Person(Table, tablename="person", schema=None):
    id = BigSerial(primary_key=True)


class HotlineLine(Table, tablename="hotline_line", schema=None):
    id = BigSerial(primary_key=True)


class Call(Table, tablename="call", schema=None):
    id = BigSerial(primary_key=True)


class Callback(Table, tablename="callback", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-25T05:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "calls, call events, call-backs"

Made = tuple[str, type[Column], dict[str, Any]]


def _text(name: str, default: str = "") -> Made:
    return name, Text, {"default": default}


def _when(name: str) -> Made:
    return name, Timestamptz, {"default": TimestamptzNow()}


def _perhaps(name: str) -> Made:
    return name, Timestamptz, {"null": True, "default": None}


def _number(name: str, default: int | None = 0) -> Made:
    return name, Integer, {"default": default, "null": default is None}


def _of(name: str, table: type[Table]) -> Made:
    return name, ForeignKey, reference(table)


def _perhaps_of(name: str, table: type[Table]) -> Made:
    return name, ForeignKey, reference(table, null=True, default=None)


ID_COLUMN: Made = ("id", BigSerial, {"primary_key": True})
ITS_DEPARTMENT, ITS_LINE = _of("department_id", Department), _of("line_id", HotlineLine)

CALL_EVENT = (
    ID_COLUMN, ITS_DEPARTMENT, ITS_LINE, _text("event_id"), _text("vendor_id"), _text("kind"), _when("at"),
    _text("caller"), _text("target"), _number("seconds", None), ("details", JSONB, {"default": "{}"}),
    _when("received_at"),
)  # fmt: skip
CALL = (
    ID_COLUMN, ITS_DEPARTMENT, ITS_LINE, _text("vendor_id"), _text("caller"), _text("target"),
    _perhaps_of("person_id", Person), _text("why"), _number("plan_version"), _when("started_at"),
    _perhaps("answered_at"), _perhaps("ended_at"), _number("seconds", None), _text("outcome", "open"),
    ("callback_id", BigInt, {"null": True, "default": None}), _when("heard_at"),
)  # fmt: skip
CALLBACK = (
    ID_COLUMN, ITS_DEPARTMENT, ITS_LINE, _text("caller"), _number("times", 1), _when("missed_at"),
    _when("last_missed_at"), _when("due_at"), _perhaps_of("claimed_by", Person), _perhaps("claimed_at"),
    _number("round", 1), _number("tries"), _perhaps("overdue_for"), _text("outcome"), _text("note"),
    _perhaps_of("done_by", Person), _perhaps("done_at"), _perhaps_of("done_call_id", Call),
)  # fmt: skip
CALLBACK_ATTEMPT = (
    ID_COLUMN, ITS_DEPARTMENT, _of("callback_id", Callback), _of("person_id", Person), _when("at"),
    _text("outcome"), _text("note"), _perhaps("again_at"),
)  # fmt: skip


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_table(manager, "CallEvent", "call_event", CALL_EVENT)
    add_table(manager, "Call", "call", CALL)
    add_table(manager, "Callback", "callback", CALLBACK)
    add_table(manager, "CallbackAttempt", "callback_attempt", CALLBACK_ATTEMPT)
    return manager
