"""Mobile numbers that were read back, and the codes that are out for it."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import BigSerial, Bytea, ForeignKey, SmallInt, Text, Timestamptz
from piccolo.columns.base import Column, OnDelete, OnUpdate
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class Person(Table, tablename="person", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-25T04:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "verified mobile numbers"


def _reference(table: type[Table], **options: Any) -> dict[str, Any]:
    kept = {"on_delete": OnDelete.restrict, "on_update": OnUpdate.restrict, "target_column": None}
    return {"references": table, **kept, **options}


Columns = tuple[tuple[str, type[Column], dict[str, Any]], ...]

NUMBER_CHECK: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, _reference(Department)),
    ("person_id", ForeignKey, _reference(Person)),
    ("mobile", Text, {"default": ""}),
    ("way", Text, {"default": ""}),
    ("seed", Bytea, {"default": b""}),
    ("asked_at", Timestamptz, {"default": TimestamptzNow()}),
    ("expires_at", Timestamptz, {"default": TimestamptzNow()}),
    ("tries", SmallInt, {"default": 0}),
    ("ended_at", Timestamptz, {"default": None, "null": True}),
    ("outcome", Text, {"default": None, "null": True}),
)
VERIFIED_NUMBER: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, _reference(Department)),
    ("person_id", ForeignKey, _reference(Person)),
    ("mobile", Text, {"default": ""}),
    ("way", Text, {"default": ""}),
    ("verified_by", ForeignKey, _reference(Person, default=None, null=True)),
    ("verified_at", Timestamptz, {"default": TimestamptzNow()}),
    ("ended_at", Timestamptz, {"default": None, "null": True}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    manager.add_table(class_name="NumberCheck", tablename="number_check", schema=None, columns=None)
    manager.add_table(class_name="VerifiedNumber", tablename="verified_number", schema=None, columns=None)
    for column in NUMBER_CHECK:
        _add(manager, "NumberCheck", "number_check", *column)
    for column in VERIFIED_NUMBER:
        _add(manager, "VerifiedNumber", "verified_number", *column)
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
