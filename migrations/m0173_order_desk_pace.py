"""The desk asks for the orders of some days by their ids, also on the busiest day, of which no statistics know yet."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T13:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders: what the desk counts and filters by"

HOLDER = "(CASE kind WHEN 'claimed' THEN actor_id WHEN 'handed' THEN (details->>'person')::bigint END)"

STATEMENTS = (
    "DROP INDEX order_event_holder",
    f"""CREATE INDEX order_event_holder ON order_event (department_id, {HOLDER}, order_id)
        WHERE kind IN ('claimed', 'handed')""",
    # Neither what comes in nor a claim pays for this one.
    """CREATE INDEX order_event_fate ON order_event (department_id, order_id, kind)
        WHERE kind IN ('reached', 'missed', 'confirmed')""",
    # A share of a million rows would let a whole day pass before the planner hears of it.
    *(
        f"""ALTER TABLE {table} SET (autovacuum_analyze_scale_factor = 0.01, autovacuum_analyze_threshold = 5000,
            autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_insert_threshold = 10000)"""
        for table in ("customer_order", "order_event")
    ),
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
