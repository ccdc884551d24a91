"""The hotline: its line, plans and how the telephone side stands, switches, overrides, the chain, holes, watches."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import (
    JSONB,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
)
from piccolo.columns.base import Column, OnDelete, OnUpdate
from piccolo.columns.defaults.date import DateNow
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class Person(Table, tablename="person", schema=None):
    id = BigSerial(primary_key=True)


class HotlineLine(Table, tablename="hotline_line", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-25T04:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "hotline: lines, plans, switches, overrides, chain, holes, watches"

Made = tuple[str, type[Column], dict[str, Any]]


def _reference(name: str, table: type[Table], **options: Any) -> Made:
    kept = {
        "references": table,
        "on_delete": OnDelete.restrict,
        "on_update": OnUpdate.restrict,
        "target_column": None,
    }
    return name, ForeignKey, {**kept, **options}


def _perhaps(name: str, table: type[Table]) -> Made:
    return _reference(name, table, null=True, default=None)


def _when(name: str) -> Made:
    return name, Timestamptz, {"default": TimestamptzNow()}


def _never_yet(name: str) -> Made:
    return name, Timestamptz, {"null": True, "default": None}


def _text(name: str, default: str = "", **options: Any) -> Made:
    return name, Text, {"default": default, **options}


def _json(name: str, default: str = "{}", **options: Any) -> Made:
    return name, JSONB, {"default": default, **options}


def _number(name: str, default: int = 0) -> Made:
    return name, Integer, {"default": default}


def _flag(name: str, default: bool) -> Made:
    return name, Boolean, {"default": default}


def _day(name: str) -> Made:
    return name, Date, {"default": DateNow()}


def _anybody(name: str) -> Made:
    return name, BigInt, {"null": True, "default": None}


ITS_DEPARTMENT = _reference("department_id", Department)
ITS_LINE = _reference("line_id", HotlineLine)

TABLES: dict[str, tuple[Made, ...]] = {
    "HotlineLine": (
        ITS_DEPARTMENT, _text("number"), _text("office_number"), _text("adapter"), _json("settings"),
        ("secrets", Bytea, {"null": True, "default": None}), _text("token", unique=True), _flag("enabled", True),
        _when("created_at"), _when("changed_at"),
    ),
    "HotlinePlan": (
        ITS_DEPARTMENT, ITS_LINE, _number("version"), _json("plan"), _when("starts_at"), _when("ends_at"),
        _when("made_at"),
    ),
    "HotlineStanding": (
        ITS_DEPARTMENT, _reference("line_id", HotlineLine, unique=True), _never_yet("planned_at"), _number("version"),
        _never_yet("handed_at"), _json("target", default=None, null=True), _never_yet("told_until"),
        _never_yet("next_at"), _never_yet("looked_at"), _text("reported"), _never_yet("drifting_since"),
        _never_yet("failing_since"), _number("failures"), _never_yet("retry_at"), _text("trouble"),
    ),
    "HotlineSwitch": (
        ITS_DEPARTMENT, ITS_LINE, _when("at"), _text("kind"), _text("from_number"), _anybody("from_person_id"),
        _text("to_number"), _anybody("to_person_id"), _text("why"), _number("version"), _text("detail"),
        _when("recorded_at"),
    ),
    "HotlineOverride": (
        ITS_DEPARTMENT, _reference("person_id", Person), _text("kind"), _when("starts_at"), _when("ends_at"),
        _flag("by_day", False), _text("note"), _anybody("made_by"), _when("made_at"), _never_yet("ended_at"),
        _anybody("ended_by"),
    ),
    "HotlineChain": (ITS_DEPARTMENT, _reference("person_id", Person), _number("position")),
    "HotlineHole": (
        ITS_DEPARTMENT, ITS_LINE, _day("day"), _when("starts_at"), _when("ends_at"), _when("announced_at"),
        _never_yet("mended_at"),
    ),
    "HotlineWatch": (
        ITS_DEPARTMENT, ITS_LINE, _when("starts_at"), _when("ends_at"), _perhaps("person_id", Person),
        _text("state", "asking"), _number("round", 1), _json("asked", "[]"), _perhaps("confirmed_by", Person),
        _never_yet("confirmed_at"),
    ),
}  # fmt: skip


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    for table in TABLES:
        manager.add_table(class_name=table, tablename=_snake(table), schema=None, columns=None)
    for table, columns in TABLES.items():
        _add(manager, table, "id", BigSerial, {"primary_key": True})
        for column in columns:
            _add(manager, table, *column)
    return manager


def _snake(name: str) -> str:
    return name.replace("Hotline", "hotline_").lower()


def _add(
    manager: MigrationManager, table: str, name: str, kind: type[Column], params: dict[str, Any]
) -> None:
    usual = {"null": False, "primary_key": False, "unique": False, "index": False, "secret": False}
    manager.add_column(
        table_class_name=table,
        tablename=_snake(table),
        column_name=name,
        db_column_name=name,
        column_class_name=kind.__name__,
        column_class=kind,
        params={
            **usual,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            **params,
        },
        schema=None,
    )
