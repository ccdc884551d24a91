"""Orders go only whole, only when they are old enough, and only together with the record that says so (R-ORD-6).

Nothing else may delete one. How the database holds to it:
- each statement that deletes is refused unless the same transaction has written its `order_removal`;
- an order may go that is older than the record says, in a batch that was sealed before, and to which nothing has
  happened since; the record itself is refused where it reaches into the years that are kept;
- what belongs to an order may go only after the order, and an order is not gone at the commit while anything of it is
  left: so nobody takes a single event out of an old order.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T06:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders: what only the database can promise about never altering and about removal"

SEALED = ("customer_order", "amendment", "order_day", "order_removal")
PARTS = ("order_item", "order_event", "amendment")
LEAVING = ("customer_order", *PARTS)
KEPT = ("order_seal", "order_day", "order_removal")

KEPT_YEARS = """
CREATE FUNCTION order_kept_until(of bigint) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT now() - make_interval(years => greatest(5, coalesce((
        SELECT (rules->'orders'->>'keep_years')::int FROM department WHERE id = of
    ), 5)))
$$
"""
REMOVAL_IN_TIME = """
CREATE FUNCTION refuse_early_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.before > order_kept_until(NEW.department_id) THEN
        RAISE EXCEPTION 'orders are kept until %: removal before % refused', order_kept_until(NEW.department_id),
            NEW.before USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    NEW.tx := pg_current_xact_id();
    RETURN NEW;
END $$
"""
UNRECORDED = """
CREATE FUNCTION refuse_unrecorded_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM order_removal WHERE tx = pg_current_xact_id()) THEN
        RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""
ORDER_MAY_GO = """
CREATE FUNCTION refuse_young_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM gone WHERE NOT EXISTS (
        SELECT FROM order_removal AS removal JOIN order_seal AS seal
            ON seal.department_id = removal.department_id AND seal.number = removal.through
        WHERE removal.tx = pg_current_xact_id() AND seal.sealed_at < removal.before
            AND gone.department_id = removal.department_id
            AND gone.accepted_at < removal.before AND gone.tx <= seal.last_tx
            AND NOT EXISTS (SELECT FROM order_event AS since WHERE since.order_id = gone.id
                AND (since.at >= removal.before OR since.tx > seal.last_tx))
            AND NOT EXISTS (SELECT FROM amendment AS since WHERE since.order_id = gone.id
                AND (since.at >= removal.before OR since.tx > seal.last_tx))
    )) THEN
        RAISE EXCEPTION '% is append-only: DELETE of what is kept refused', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""
PART_MAY_GO = """
CREATE FUNCTION refuse_partial_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM gone JOIN customer_order ON customer_order.id = gone.order_id) THEN
        RAISE EXCEPTION '% is append-only: DELETE out of an order refused', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""
ITEM_WITH_ORDER = """
CREATE FUNCTION refuse_late_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM come JOIN customer_order ON customer_order.id = come.order_id
        WHERE customer_order.tx <> pg_current_xact_id()) THEN
        RAISE EXCEPTION 'order_item is append-only: goods come with their order, later ones are amendments'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""


def _statements() -> list[str]:
    said = [
        *(f"ALTER TABLE {table} ADD COLUMN tx xid8 NOT NULL DEFAULT pg_current_xact_id()" for table in SEALED),
        *(f"CREATE INDEX {table}_unsealed ON {table} (department_id, tx, id)" for table in SEALED),
        "CREATE INDEX order_removal_tx ON order_removal (tx)",
        "ALTER TABLE order_day ADD COLUMN snapshot pg_snapshot NOT NULL DEFAULT pg_current_snapshot()",
        KEPT_YEARS, REMOVAL_IN_TIME, UNRECORDED, ORDER_MAY_GO, PART_MAY_GO, ITEM_WITH_ORDER,
        "CREATE TRIGGER order_removal_in_time BEFORE INSERT ON order_removal "
        "FOR EACH ROW EXECUTE FUNCTION refuse_early_removal()",
        "CREATE TRIGGER order_item_with_order AFTER INSERT ON order_item REFERENCING NEW TABLE AS come "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_item()",
        "CREATE TRIGGER order_removal_is_a_fact BEFORE UPDATE OR DELETE OR TRUNCATE ON order_removal "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER customer_order_goes_old AFTER DELETE ON customer_order REFERENCING OLD TABLE AS gone "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_young_removal()",
    ]  # fmt: skip
    for table in LEAVING:
        said += [
            f"DROP TRIGGER {table}_is_a_fact ON {table}",
            f"CREATE TRIGGER {table}_is_a_fact BEFORE UPDATE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            f"CREATE TRIGGER {table}_goes_recorded BEFORE DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_unrecorded_removal()",
        ]
    for table in PARTS:
        said += [
            f"CREATE TRIGGER {table}_goes_after AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_partial_removal()",
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_order_id_fkey",
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_order_id_fkey FOREIGN KEY (order_id) "
            "REFERENCES customer_order (id) DEFERRABLE INITIALLY IMMEDIATE",
        ]
    # ALWAYS: also where a session says that it is a replica.
    said += [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_is_a_fact" for table in (*LEAVING, *KEPT)]
    said += [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_goes_recorded" for table in LEAVING]
    said += [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_goes_after" for table in PARTS]
    said += [
        "ALTER TABLE customer_order ENABLE ALWAYS TRIGGER customer_order_goes_old",
        "ALTER TABLE order_removal ENABLE ALWAYS TRIGGER order_removal_in_time",
    ]
    return said


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, _statements())
