"""Numbers of transactions that only ever grow, also after a dump was restored on another PostgreSQL cluster.

What is to be sealed next, which file of a day an order goes into and which record lets old orders go is told by the
numbers of transactions. Each cluster counts its own from the start, so they are shifted beyond every number that is
known here. Guarantees:
- whoever writes the first numbered row on a new cluster, or asks for a snapshot there, finds the shift and records it;
- nobody waits for that. Several at once find the same: who sees no record sees no row that is counted from it either,
  for both are committed together. So the largest known number is the same for all, as one statement reads both (STABLE);
- a transaction that is undone leaves it to the next;
- rows keep the numbers that they have: no seal is touched.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T14:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "sealed chains: numbers of transactions that only ever grow"

NUMBERED = (
    "audit_event",
    "customer_order",
    "order_event",
    "amendment",
    "order_day",
    "order_removal",
    "order_case_event",
)
# A number that no cluster reaches is a lie of whoever wrote the row: the chain names it, and nobody counts on from it.
LARGEST = """
CREATE FUNCTION largest_transaction() RETURNS bigint STABLE LANGUAGE plpgsql AS $$
DECLARE
    place record;
    found bigint;
    largest bigint := 0;
BEGIN
    FOR place IN
        SELECT attrelid::regclass AS of, CASE atttypid WHEN 'xid8'::regtype THEN quote_ident(attname)
            ELSE format('pg_snapshot_xmax(%I)', attname) END AS number
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND attnum > 0 AND NOT attisdropped
            AND atttypid IN ('xid8'::regtype, 'pg_snapshot'::regtype)
    LOOP
        EXECUTE format('SELECT max(%1$s)::text::bigint FROM %2$s WHERE %1$s < ''4611686018427387904''::xid8',
            place.number, place.of) INTO found;
        largest := greatest(largest, found);
    END LOOP;
    RETURN largest;
END $$
"""
# A session is on one cluster as long as it lasts, so it asks once; a rollback takes the answer back as well.
SHIFT = """
CREATE FUNCTION transaction_shift() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    known text := current_setting('dangban.transaction_shift', true);
    here bigint;
    epoch record;
BEGIN
    IF known <> '' THEN
        RETURN known;
    END IF;
    here := system_identifier FROM pg_control_system();
    SELECT last.cluster, CASE last.cluster WHEN here THEN last.shift ELSE largest_transaction() END AS shift INTO epoch
    FROM (SELECT) AS one LEFT JOIN (SELECT * FROM transaction_epoch ORDER BY id DESC LIMIT 1) AS last ON true;
    IF epoch.cluster IS DISTINCT FROM here THEN
        INSERT INTO transaction_epoch (cluster, shift) VALUES (here, epoch.shift);
    END IF;
    PERFORM set_config('dangban.transaction_shift', epoch.shift::text, false);
    RETURN epoch.shift;
END $$
"""
NUMBER = """
CREATE FUNCTION our_transaction() RETURNS xid8 LANGUAGE plpgsql AS $$
BEGIN
    RETURN (transaction_shift() + pg_current_xact_id()::text::bigint)::text;
END $$
"""
# The snapshot is a parameter: the statement that asks hands in its own. A newer one would call transactions over whose
# rows this statement does not see.
SNAPSHOT = """
CREATE FUNCTION our_snapshot(seen pg_snapshot DEFAULT pg_current_snapshot()) RETURNS pg_snapshot
LANGUAGE plpgsql AS $$
DECLARE
    shift bigint := transaction_shift();
BEGIN
    RETURN format('%s:%s:%s', shift + pg_snapshot_xmin(seen)::text::bigint, shift + pg_snapshot_xmax(seen)::text::bigint,
        (SELECT string_agg((shift + number::text::bigint)::text, ',' ORDER BY number)
        FROM pg_snapshot_xip(seen) AS number));
END $$
"""
GUARDS = """
DO $$ DECLARE each text; BEGIN
    FOR each IN SELECT pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND prosrc LIKE '%pg_current_xact_id()%'
    LOOP EXECUTE replace(each, 'pg_current_xact_id()', 'our_transaction()'); END LOOP;
END $$
"""
"""The functions that look for the record of a removal, or for the order that goods come with."""

# Where it is now, numbers stay as they are, unless it was restored here by an earlier version of the program.
HERE = """
INSERT INTO transaction_epoch (cluster, shift)
SELECT system_identifier, CASE WHEN largest < pg_current_xact_id()::text::bigint THEN 0 ELSE largest END
FROM pg_control_system(), largest_transaction() AS largest
"""


async def forwards() -> MigrationManager:
    return by_statements(
        ID,
        DESCRIPTION,
        [
            GUARDS, LARGEST, SHIFT, NUMBER, SNAPSHOT,
            *(f"ALTER TABLE {table} ALTER COLUMN tx SET DEFAULT our_transaction()" for table in NUMBERED),
            "ALTER TABLE order_day ALTER COLUMN snapshot SET DEFAULT our_snapshot()",
            HERE,
            "ALTER TABLE transaction_epoch ADD CONSTRAINT transaction_epoch_shift "
            "CHECK (shift BETWEEN 0 AND 4611686018427387904)",
            "CREATE TRIGGER transaction_epoch_is_a_fact BEFORE UPDATE OR DELETE OR TRUNCATE ON transaction_epoch "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            "ALTER TABLE transaction_epoch ENABLE ALWAYS TRIGGER transaction_epoch_is_a_fact",
        ],
    )  # fmt: skip
