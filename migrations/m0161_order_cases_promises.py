"""Nobody checks what they have registered or received themselves, one follow-up call of an order at a time, steps are facts."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T07:57:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "after-sales cases: the second person, uniqueness, what is looked up, facts"

STATEMENTS = (
    """ALTER TABLE order_case ADD CONSTRAINT order_case_kind
        CHECK (kind IN ('return', 'exchange', 'refund', 'complaint', 'review', 'follow-up'))""",
    """ALTER TABLE order_case ADD CONSTRAINT order_case_state CHECK (state IN ('registered', 'on-the-way', 'arrived',
        'checked', 'objected', 'settled', 'refunded', 'withdrawn'))""",
    "ALTER TABLE order_case ADD CONSTRAINT order_case_second_person CHECK (checked_by <> registered_by)",
    "ALTER TABLE order_case ADD CONSTRAINT order_case_not_the_receiver CHECK (checked_by <> received_by)",
    """ALTER TABLE order_case ADD CONSTRAINT order_case_received CHECK (kind NOT IN ('return', 'exchange')
        OR state NOT IN ('arrived', 'checked', 'objected', 'refunded') OR received_by IS NOT NULL)""",
    """ALTER TABLE order_case ADD CONSTRAINT order_case_checked CHECK (kind NOT IN ('return', 'exchange', 'refund')
        OR state NOT IN ('checked', 'refunded') OR checked_by IS NOT NULL)""",
    """ALTER TABLE order_case ADD CONSTRAINT order_case_of_order
        CHECK (order_id IS NOT NULL OR kind NOT IN ('return', 'exchange', 'refund'))""",
    "ALTER TABLE order_case ADD CONSTRAINT order_case_amount CHECK (amount > 0)",
    """ALTER TABLE order_case ADD CONSTRAINT order_case_over
        CHECK ((closed_at IS NOT NULL) = (state IN ('settled', 'refunded', 'withdrawn')))""",
    "ALTER TABLE order_case_item ADD CONSTRAINT order_case_item_quantity CHECK (quantity > 0)",
    "CREATE UNIQUE INDEX order_case_request ON order_case (department_id, request_key)",
    """CREATE UNIQUE INDEX order_case_one_follow_up ON order_case (order_id)
        WHERE kind = 'follow-up' AND closed_at IS NULL""",
    "CREATE INDEX order_case_open ON order_case (department_id, due_at) WHERE closed_at IS NULL",
    "CREATE INDEX order_case_overdue ON order_case (due_at) WHERE closed_at IS NULL",
    "CREATE INDEX order_case_registered ON order_case (department_id, registered_at DESC, id DESC)",
    "CREATE INDEX order_case_of_order ON order_case (order_id) WHERE order_id IS NOT NULL",
    "CREATE INDEX order_case_of_call ON order_case (call_id) WHERE call_id IS NOT NULL",
    "CREATE UNIQUE INDEX order_case_item_once ON order_case_item (case_id, item_id)",
    "CREATE INDEX order_case_item_of ON order_case_item (item_id)",
    "CREATE INDEX order_case_event_of ON order_case_event (case_id, id)",
    "CREATE INDEX order_case_event_at ON order_case_event (department_id, at)",
    *(
        f"CREATE TRIGGER {table}_is_a_fact BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in ("order_case_item", "order_case_event")
    ),
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
