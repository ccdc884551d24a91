"""After-sales: cases, the goods that they are about, and their steps."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, UUID, BigSerial, ForeignKey, Integer, Numeric, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.infra.migrations import Columns, add_table, reference


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class Person(Table, tablename="person", schema=None):
    id = BigSerial(primary_key=True)


class CustomerOrder(Table, tablename="customer_order", schema=None):
    id = BigSerial(primary_key=True)


class OrderItem(Table, tablename="order_item", schema=None):
    id = BigSerial(primary_key=True)


class Call(Table, tablename="call", schema=None):
    id = BigSerial(primary_key=True)


class OrderCase(Table, tablename="order_case", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-25T07:56:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "after-sales cases"

MAYBE = {"default": None, "null": True}
ORDER_CASE: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("request_key", UUID, MAYBE),
    ("kind", Text, {"default": ""}),
    ("state", Text, {"default": "registered"}),
    ("order_id", ForeignKey, reference(CustomerOrder, **MAYBE)),
    ("call_id", ForeignKey, reference(Call, **MAYBE)),
    ("contact", Text, {"default": ""}),
    ("what", Text, {"default": ""}),
    ("amount", Numeric, {"digits": (12, 2), **MAYBE}),
    ("waybill", Text, {"default": ""}),
    ("sent_waybill", Text, {"default": ""}),
    ("registered_by", ForeignKey, reference(Person)),
    ("registered_at", Timestamptz, {"default": TimestamptzNow()}),
    ("owner_id", ForeignKey, reference(Person)),
    ("due_at", Timestamptz, {"default": TimestamptzNow()}),
    ("overdue_for", Timestamptz, MAYBE),
    ("received_by", ForeignKey, reference(Person, **MAYBE)),
    ("received_at", Timestamptz, MAYBE),
    ("checked_by", ForeignKey, reference(Person, **MAYBE)),
    ("checked_at", Timestamptz, MAYBE),
    ("closed_by", ForeignKey, reference(Person, **MAYBE)),
    ("closed_at", Timestamptz, MAYBE),
    ("outcome", Text, {"default": ""}),
)
ORDER_CASE_ITEM: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("case_id", ForeignKey, reference(OrderCase)),
    ("item_id", ForeignKey, reference(OrderItem)),
    ("quantity", Integer, {"default": 0}),
)
ORDER_CASE_EVENT: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("case_id", ForeignKey, reference(OrderCase)),
    ("kind", Text, {"default": ""}),
    ("at", Timestamptz, {"default": TimestamptzNow()}),
    ("actor_id", ForeignKey, reference(Person, **MAYBE)),
    ("details", JSONB, {"default": "{}"}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_table(manager, "OrderCase", "order_case", ORDER_CASE)
    add_table(manager, "OrderCaseItem", "order_case_item", ORDER_CASE_ITEM)
    add_table(manager, "OrderCaseEvent", "order_case_event", ORDER_CASE_EVENT)
    return manager
