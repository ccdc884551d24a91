"""After-sales cases go with their order, and without one when they are old enough (R-ORD-6); nothing else removes them.

As with orders: never without the record of the removal in the same transaction, a case never before its order, its
steps and goods never before it, and it is not gone at the commit while anything of it is left.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T10:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders: after-sales cases are removed with their orders"

FACTS = ("order_case_item", "order_case_event")
LATER = (
    ("order_case", "order_id", "customer_order"),
    ("order_case_item", "case_id", "order_case"),
    ("order_case_item", "item_id", "order_item"),
    ("order_case_event", "case_id", "order_case"),
)

CASE_MAY_GO = """
CREATE FUNCTION refuse_young_case_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM gone WHERE EXISTS (SELECT FROM customer_order WHERE customer_order.id = gone.order_id)
        OR NOT EXISTS (SELECT FROM order_removal AS removal WHERE removal.tx = pg_current_xact_id()
            AND removal.department_id = gone.department_id AND gone.closed_at < removal.before)) THEN
        RAISE EXCEPTION 'order_case: DELETE of what is kept refused' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""
STEP_MAY_GO = """
CREATE FUNCTION refuse_partial_case_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM gone JOIN order_case ON order_case.id = gone.case_id) THEN
        RAISE EXCEPTION '% is append-only: DELETE out of a case refused', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""


def _statements() -> list[str]:
    said = [
        CASE_MAY_GO,
        STEP_MAY_GO,
        "CREATE TRIGGER order_case_goes_recorded BEFORE DELETE ON order_case "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_unrecorded_removal()",
        "CREATE TRIGGER order_case_goes_old AFTER DELETE ON order_case REFERENCING OLD TABLE AS gone "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_young_case_removal()",
        "ALTER TABLE order_case ENABLE ALWAYS TRIGGER order_case_goes_recorded",
        "ALTER TABLE order_case ENABLE ALWAYS TRIGGER order_case_goes_old",
    ]
    for table in FACTS:
        said += [
            f"DROP TRIGGER {table}_is_a_fact ON {table}",
            f"CREATE TRIGGER {table}_is_a_fact BEFORE UPDATE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            f"CREATE TRIGGER {table}_goes_recorded BEFORE DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_unrecorded_removal()",
            f"CREATE TRIGGER {table}_goes_after AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_partial_case_removal()",
            *(
                f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_{promise}"
                for promise in ("is_a_fact", "goes_recorded", "goes_after")
            ),
        ]
    for table, column, to in LATER:
        said += [
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_fkey",
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_fkey FOREIGN KEY ({column}) REFERENCES {to} (id) "
            "DEFERRABLE INITIALLY IMMEDIATE",
        ]
    return said


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, _statements())
