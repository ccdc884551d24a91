"""Orders as they came, what happened to them, who works on which; imports, sources, seals and the day's files."""

from decimal import Decimal

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
    Numeric,
    SmallInt,
    Text,
    Timestamptz,
)
from piccolo.columns.defaults.date import DateNow
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.infra.migrations import Columns, add_table, reference


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class Person(Table, tablename="person", schema=None):
    id = BigSerial(primary_key=True)


class CustomerOrder(Table, tablename="customer_order", schema=None):
    id = BigSerial(primary_key=True)


class OrderImport(Table, tablename="order_import", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-25T06:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders"

CUSTOMER_ORDER: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("platform", Text, {"default": ""}),
    ("number", Text, {"default": ""}),
    ("shop", Text, {"default": ""}),
    ("standing", Text, {"default": ""}),
    ("platform_status", Text, {"default": ""}),
    ("buyer", Text, {"default": ""}),
    ("receiver", Text, {"default": ""}),
    ("phone", Text, {"default": ""}),
    ("address", Text, {"default": ""}),
    ("buyer_note", Text, {"default": ""}),
    ("seller_note", Text, {"default": ""}),
    ("goods_total", Numeric, {"digits": (12, 2), "default": Decimal(0)}),
    ("postage", Numeric, {"digits": (12, 2), "default": Decimal(0)}),
    ("total", Numeric, {"digits": (12, 2), "default": Decimal(0)}),
    ("paid", Numeric, {"digits": (12, 2), "default": Decimal(0)}),
    ("payment", Text, {"default": ""}),
    ("ordered_at", Timestamptz, {"null": True, "default": None}),
    ("paid_at", Timestamptz, {"null": True, "default": None}),
    ("accepted_at", Timestamptz, {"default": TimestamptzNow()}),
    ("source", Text, {"default": ""}),
    ("import_id", BigInt, {"null": True, "default": None}),
    ("original", JSONB, {"default": "{}"}),
)
ORDER_ITEM: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("order_id", ForeignKey, reference(CustomerOrder)),
    ("line", SmallInt, {"default": 0}),
    ("sku", Text, {"default": ""}),
    ("title", Text, {"default": ""}),
    ("spec", Text, {"default": ""}),
    ("quantity", Integer, {"default": 1}),
    ("price", Numeric, {"digits": (12, 2), "null": True, "default": None}),
)
ORDER_EVENT: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("order_id", ForeignKey, reference(CustomerOrder)),
    ("kind", Text, {"default": ""}),
    ("at", Timestamptz, {"default": TimestamptzNow()}),
    ("actor_id", BigInt, {"null": True, "default": None}),
    ("details", JSONB, {"default": "{}"}),
)
ORDER_WORK: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("order_id", ForeignKey, reference(CustomerOrder)),
    ("state", Text, {"default": "open"}),
    ("accepted_at", Timestamptz, {"default": TimestamptzNow()}),
    ("due_at", Timestamptz, {"default": TimestamptzNow()}),
    ("warn_at", Timestamptz, {"default": TimestamptzNow()}),
    ("warned_at", Timestamptz, {"null": True, "default": None}),
    ("missed_at", Timestamptz, {"null": True, "default": None}),
    ("reached_at", Timestamptz, {"null": True, "default": None}),
    ("call_at", Timestamptz, {"null": True, "default": None}),
    ("tries", SmallInt, {"default": 0}),
    ("hand_on_at", Timestamptz, {"null": True, "default": None}),
    ("attention", JSONB, {"default": "[]"}),
)
ORDER_HOLD: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("order_id", ForeignKey, reference(CustomerOrder)),
    ("person_id", ForeignKey, reference(Person)),
    ("since", Timestamptz, {"default": TimestamptzNow()}),
    ("handed", Boolean, {"default": False}),
)
ORDER_TICK: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("order_id", ForeignKey, reference(CustomerOrder)),
    ("point", Text, {"default": ""}),
    ("passed", Boolean, {"default": False}),
    ("person_id", ForeignKey, reference(Person)),
    ("at", Timestamptz, {"default": TimestamptzNow()}),
)
ORDER_PROBLEM: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("order_id", ForeignKey, reference(CustomerOrder)),
    ("point", Text, {"default": ""}),
    ("what", Text, {"default": ""}),
    ("opened_by", ForeignKey, reference(Person)),
    ("opened_at", Timestamptz, {"default": TimestamptzNow()}),
    ("owner_id", ForeignKey, reference(Person, default=None, null=True)),
    ("owner_post", Text, {"default": ""}),
    ("due_at", Timestamptz, {"default": TimestamptzNow()}),
    ("told_customer_at", Timestamptz, {"null": True, "default": None}),
    ("closed_at", Timestamptz, {"null": True, "default": None}),
    ("closed_by", BigInt, {"null": True, "default": None}),
    ("outcome", Text, {"default": ""}),
)
AMENDMENT: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("order_id", ForeignKey, reference(CustomerOrder)),
    ("field", Text, {"default": ""}),
    ("before", Text, {"default": ""}),
    ("after", Text, {"default": ""}),
    ("why", Text, {"default": ""}),
    ("evidence", Text, {"default": ""}),
    ("source", Text, {"default": "customer"}),
    ("person_id", BigInt, {"null": True, "default": None}),
    ("at", Timestamptz, {"default": TimestamptzNow()}),
)
ORDER_IMPORT: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("filename", Text, {"default": ""}),
    ("sha256", Bytea, {"default": b""}),
    ("layout", Text, {"default": ""}),
    ("uploaded_by", BigInt, {"null": True, "default": None}),
    ("uploaded_at", Timestamptz, {"default": TimestamptzNow()}),
    ("state", Text, {"default": "reading"}),
    ("rows_read", Integer, {"default": 0}),
    ("rows_total", Integer, {"default": 0}),
    ("counts", JSONB, {"default": "{}"}),
    ("reason", Text, {"default": ""}),
    ("confirmed_by", BigInt, {"null": True, "default": None}),
    ("confirmed_at", Timestamptz, {"null": True, "default": None}),
    ("ended_at", Timestamptz, {"null": True, "default": None}),
)
ORDER_IMPORT_ROW: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("import_id", ForeignKey, reference(OrderImport)),
    ("line", Integer, {"default": 0}),
    ("number", Text, {"default": ""}),
    ("fate", Text, {"default": ""}),
    ("reason", Text, {"default": ""}),
    ("args", JSONB, {"default": "{}"}),
    ("data", JSONB, {"default": "{}"}),
)
ORDER_LAYOUT: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("code", Text, {"default": ""}),
    ("name", Text, {"default": ""}),
    ("headings", JSONB, {"default": "{}"}),
    ("columns", JSONB, {"default": "{}"}),
    ("created_by", BigInt, {"null": True, "default": None}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
    ("archived_at", Timestamptz, {"null": True, "default": None}),
)
ORDER_SOURCE: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("name", Text, {"default": ""}),
    ("platform", Text, {"default": ""}),
    ("token", Text, {"default": ""}),
    ("secret", Bytea, {"default": b""}),
    ("created_by", BigInt, {"null": True, "default": None}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
    ("last_seen_at", Timestamptz, {"null": True, "default": None}),
    ("ended_at", Timestamptz, {"null": True, "default": None}),
)
ORDER_SEAL: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("number", Integer, {"default": 0}),
    ("event_ids", JSONB, {"default": "{}"}),
    ("digests", JSONB, {"default": "{}"}),
    ("previous", Bytea, {"default": b""}),
    ("hash", Bytea, {"default": b""}),
    ("sealed_at", Timestamptz, {"default": TimestamptzNow()}),
)
ORDER_DAY: Columns = (
    ("count", Integer, {"default": 0}),
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("day", Date, {"default": DateNow()}),
    ("filename", Text, {"default": ""}),
    ("total", Numeric, {"digits": (14, 2), "default": Decimal(0)}),
    ("sha256", Bytea, {"default": b""}),
    ("previous", Bytea, {"default": b""}),
    ("saved_at", Timestamptz, {"default": TimestamptzNow()}),
    ("since", Timestamptz, {"default": TimestamptzNow()}),
    ("until", Timestamptz, {"default": TimestamptzNow()}),
)
TABLES = (
    ("CustomerOrder", "customer_order", CUSTOMER_ORDER),
    ("OrderItem", "order_item", ORDER_ITEM),
    ("OrderEvent", "order_event", ORDER_EVENT),
    ("OrderWork", "order_work", ORDER_WORK),
    ("OrderHold", "order_hold", ORDER_HOLD),
    ("OrderTick", "order_tick", ORDER_TICK),
    ("OrderProblem", "order_problem", ORDER_PROBLEM),
    ("Amendment", "amendment", AMENDMENT),
    ("OrderImport", "order_import", ORDER_IMPORT),
    ("OrderImportRow", "order_import_row", ORDER_IMPORT_ROW),
    ("OrderLayout", "order_layout", ORDER_LAYOUT),
    ("OrderSource", "order_source", ORDER_SOURCE),
    ("OrderSeal", "order_seal", ORDER_SEAL),
    ("OrderDay", "order_day", ORDER_DAY),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    for class_name, tablename, columns in TABLES:
        add_table(manager, class_name, tablename, columns)
    return manager
