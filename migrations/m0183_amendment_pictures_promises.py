"""A picture comes with its amendment, is never altered, and goes only after the order (R-ORD-1, R-ORD-6)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T14:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders: what only the database can promise about pictures of amendments"

WITH_AMENDMENT = """
CREATE FUNCTION refuse_late_picture() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM come JOIN amendment ON amendment.id = come.amendment_id
        WHERE amendment.tx <> our_transaction() OR amendment.department_id <> come.department_id) THEN
        RAISE EXCEPTION 'amendment_picture is append-only: pictures come with their amendment'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""
GOES_AFTER = """
CREATE FUNCTION refuse_picture_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM gone JOIN amendment ON amendment.id = gone.amendment_id
        JOIN customer_order ON customer_order.id = amendment.order_id) THEN
        RAISE EXCEPTION 'amendment_picture is append-only: DELETE out of an order refused'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""
STATEMENTS = (
    "CREATE UNIQUE INDEX amendment_picture_of ON amendment_picture (amendment_id, number)",
    "ALTER TABLE amendment_picture ADD CONSTRAINT amendment_picture_number CHECK (number BETWEEN 1 AND 3)",
    """ALTER TABLE amendment_picture ADD CONSTRAINT amendment_picture_kind
        CHECK (kind IN ('image/jpeg', 'image/png', 'image/webp'))""",
    """ALTER TABLE amendment_picture ADD CONSTRAINT amendment_picture_size
        CHECK (octet_length(bytes) BETWEEN 1 AND 3000000)""",
    # A picture is compressed already.
    "ALTER TABLE amendment_picture ALTER COLUMN bytes SET STORAGE EXTERNAL",
    WITH_AMENDMENT,
    GOES_AFTER,
    "CREATE TRIGGER amendment_picture_is_a_fact BEFORE UPDATE OR TRUNCATE ON amendment_picture "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER amendment_picture_goes_recorded BEFORE DELETE ON amendment_picture "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_unrecorded_removal()",
    "CREATE TRIGGER amendment_picture_goes_after AFTER DELETE ON amendment_picture REFERENCING OLD TABLE AS gone "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_picture_removal()",
    "CREATE TRIGGER amendment_picture_with_amendment AFTER INSERT ON amendment_picture REFERENCING NEW TABLE AS come "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_picture()",
    # ALWAYS: also where a session says that it is a replica.
    *(
        f"ALTER TABLE amendment_picture ENABLE ALWAYS TRIGGER amendment_picture_{promise}"
        for promise in ("is_a_fact", "goes_recorded", "goes_after", "with_amendment")
    ),
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
