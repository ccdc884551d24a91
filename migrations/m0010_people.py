"""Lists of people that wait for a word, and the special settings of a level change."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, BigInt, BigSerial, ForeignKey, Text, Timestamptz
from piccolo.columns.base import Column, OnDelete, OnUpdate
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-23T21:10:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "people: imports, special settings"

REFERENCE = {
    "references": Department,
    "on_delete": OnDelete.restrict,
    "on_update": OnUpdate.restrict,
    "target_column": None,
}
COLUMNS: tuple[tuple[str, type[Column], dict[str, Any]], ...] = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, REFERENCE),
    ("uploaded_by", BigInt, {"default": None, "null": True}),
    ("uploaded_at", Timestamptz, {"default": TimestamptzNow()}),
    ("filename", Text, {"default": ""}),
    ("rows", JSONB, {"default": "{}"}),
    ("ignored", JSONB, {"default": "[]"}),
    ("confirmed_at", Timestamptz, {"default": None, "null": True}),
    ("confirmed_by", BigInt, {"default": None, "null": True}),
    ("outcome", JSONB, {"default": None, "null": True}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    manager.add_table(class_name="StaffImport", tablename="staff_import", schema=None, columns=None)
    for name, kind, params in COLUMNS:
        _add(manager, "StaffImport", "staff_import", name, kind, params)
    _add(manager, "LevelChange", "level_change", "special", Text, {"default": ""})
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
