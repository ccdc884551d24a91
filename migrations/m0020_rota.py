"""The rota: days off by hand, holidays, what calendars know a shift by, how far its beginnings and ends have been told."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, UUID, BigInt, BigSerial, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.base import Column, OnDelete, OnUpdate
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class Person(Table, tablename="person", schema=None):
    id = BigSerial(primary_key=True)


class Rotation(Table, tablename="rotation", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-23T21:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "rota: days off by hand, calendar identity, edges"


def _reference(table: type[Table], **options: Any) -> dict[str, Any]:
    kept = {"on_delete": OnDelete.restrict, "on_update": OnUpdate.restrict, "target_column": None}
    return {"references": table, **kept, **options}


REST_DAY: tuple[tuple[str, type[Column], dict[str, Any]], ...] = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, _reference(Department)),
    ("person_id", ForeignKey, _reference(Person)),
    ("day", Date, {}),
    ("note", Text, {"default": ""}),
    ("created_by", BigInt, {"default": None, "null": True}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
)
HOLIDAY: tuple[tuple[str, type[Column], dict[str, Any]], ...] = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, _reference(Department)),
    ("day", Date, {}),
    ("name", Text, {"default": ""}),
)
EDGE_SWEEP: tuple[tuple[str, type[Column], dict[str, Any]], ...] = (
    ("id", BigSerial, {"primary_key": True}),
    ("until", Timestamptz, {"default": TimestamptzNow()}),
)
SHIFT: tuple[tuple[str, type[Column], dict[str, Any]], ...] = (
    ("rotation_id", ForeignKey, _reference(Rotation, default=None, null=True)),
    ("uid", UUID, {"default": UUID4()}),
    ("revision", Integer, {"default": 0}),
    ("in_force_at", Timestamptz, {"default": None, "null": True}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    manager.add_table(class_name="RestDay", tablename="rest_day", schema=None, columns=None)
    manager.add_table(class_name="Holiday", tablename="holiday", schema=None, columns=None)
    manager.add_table(class_name="EdgeSweep", tablename="edge_sweep", schema=None, columns=None)
    for column in REST_DAY:
        _add(manager, "RestDay", "rest_day", *column)
    for column in HOLIDAY:
        _add(manager, "Holiday", "holiday", *column)
    for column in EDGE_SWEEP:
        _add(manager, "EdgeSweep", "edge_sweep", *column)
    for column in SHIFT:
        _add(manager, "Shift", "shift", *column)
    _add(manager, "Publication", "publication", "rest_faults", JSONB, {"default": "[]"})
    return manager


def _add(
    manager: MigrationManager,
    table: str,
    tablename: str,
    name: str,
    kind: type[Column],
    params: dict[str, Any],
) -> None:
    usual = {"null": False, "primary_key": False, "unique": False, "index": False, "secret": False}
    manager.add_column(
        table_class_name=table,
        tablename=tablename,
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
