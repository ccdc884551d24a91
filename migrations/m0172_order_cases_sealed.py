"""Steps of after-sales cases are sealed with the orders; what a case began with, and one that is over, never changes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T13:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "after-sales cases: sealed steps, what stays as it was registered, and what is over"

CASE_STAYS = """
CREATE FUNCTION refuse_case_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'order_case: what is over stays as it is' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.id, NEW.department_id, NEW.request_key, NEW.kind, NEW.order_id, NEW.call_id, NEW.contact, NEW.what,
            NEW.registered_by, NEW.registered_at) IS DISTINCT FROM (OLD.id, OLD.department_id, OLD.request_key, OLD.kind,
            OLD.order_id, OLD.call_id, OLD.contact, OLD.what, OLD.registered_by, OLD.registered_at) THEN
        RAISE EXCEPTION 'order_case: what was registered stays as it is'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
# As with orders: sealed before the years that are kept began, and nothing has happened since.
CASE_MAY_GO = """
CREATE OR REPLACE FUNCTION refuse_young_case_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM gone WHERE EXISTS (SELECT FROM customer_order WHERE customer_order.id = gone.order_id)
        OR NOT EXISTS (
            SELECT FROM order_removal AS removal JOIN order_seal AS seal
                ON seal.department_id = removal.department_id AND seal.number = removal.through
            WHERE removal.tx = pg_current_xact_id() AND seal.sealed_at < removal.before
                AND removal.department_id = gone.department_id AND gone.closed_at < removal.before
                AND NOT EXISTS (SELECT FROM order_case_event AS since WHERE since.case_id = gone.id
                    AND (since.at >= removal.before OR since.tx > seal.last_tx))
        )) THEN
        RAISE EXCEPTION 'order_case: DELETE of what is kept refused' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""
STATEMENTS = (
    "ALTER TABLE order_case_event ADD COLUMN tx xid8 NOT NULL DEFAULT pg_current_xact_id()",
    "CREATE INDEX order_case_event_unsealed ON order_case_event (department_id, tx, id)",
    CASE_STAYS,
    CASE_MAY_GO,
    "CREATE TRIGGER order_case_stays BEFORE UPDATE ON order_case "
    "FOR EACH ROW EXECUTE FUNCTION refuse_case_change()",
    "ALTER TABLE order_case ENABLE ALWAYS TRIGGER order_case_stays",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
