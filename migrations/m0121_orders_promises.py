"""No two orders under one number, no two holders, no change of what came in: not even for the program itself."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T06:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders: uniqueness, what is looked up, facts"

FACTS = ("customer_order", "order_item", "order_event", "amendment", "order_seal", "order_day")

STATEMENTS = (
    "CREATE UNIQUE INDEX customer_order_number ON customer_order (department_id, platform, number)",
    "CREATE INDEX customer_order_accepted ON customer_order (department_id, accepted_at DESC)",
    "CREATE INDEX customer_order_by_number ON customer_order (department_id, number)",
    "CREATE INDEX customer_order_receiver ON customer_order (department_id, receiver)",
    "CREATE INDEX customer_order_phone_end ON customer_order (department_id, right(phone, 4))",
    """ALTER TABLE customer_order ADD CONSTRAINT customer_order_standing
        CHECK (standing IN ('paid', 'unpaid', 'closed'))""",
    "CREATE UNIQUE INDEX order_item_line ON order_item (order_id, line)",
    "ALTER TABLE order_event ADD COLUMN tx xid8 NOT NULL DEFAULT pg_current_xact_id()",
    "CREATE INDEX order_event_of_order ON order_event (order_id, id)",
    "CREATE INDEX order_event_unsealed ON order_event (department_id, tx, id)",
    "CREATE INDEX order_event_at ON order_event (department_id, kind, at)",
    "CREATE UNIQUE INDEX order_work_order ON order_work (order_id)",
    "CREATE INDEX order_work_queue ON order_work (department_id, due_at)",
    "ALTER TABLE order_work ADD CONSTRAINT order_work_state CHECK (state IN ('open', 'reached', 'problem'))",
    "CREATE UNIQUE INDEX order_hold_order ON order_hold (order_id)",
    "CREATE INDEX order_hold_person ON order_hold (department_id, person_id)",
    "CREATE UNIQUE INDEX order_tick_point ON order_tick (order_id, point)",
    "CREATE INDEX order_problem_open ON order_problem (department_id, due_at) WHERE closed_at IS NULL",
    "CREATE INDEX order_problem_order ON order_problem (order_id)",
    "CREATE INDEX amendment_order ON amendment (order_id, id)",
    "CREATE INDEX order_import_department ON order_import (department_id, id DESC)",
    "CREATE INDEX order_import_row_import ON order_import_row (import_id, fate, line)",
    "CREATE UNIQUE INDEX order_layout_code ON order_layout (department_id, code) WHERE archived_at IS NULL",
    "CREATE UNIQUE INDEX order_source_token ON order_source (token)",
    "ALTER TABLE order_seal ADD COLUMN last_tx xid8 NOT NULL",
    "CREATE UNIQUE INDEX order_seal_number ON order_seal (department_id, number)",
    "CREATE UNIQUE INDEX order_day_day ON order_day (department_id, day)",
    *(
        f"CREATE TRIGGER {table}_is_a_fact BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in FACTS
    ),
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
