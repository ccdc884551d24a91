"""One log for each end of a shift, confirmed by two different people; nothing in it changes once it is closed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T04:33:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "handover logs: one each, two people, final"

STATEMENTS = (
    "CREATE UNIQUE INDEX handover_end ON handover (department_id, ends_at)",
    "CREATE INDEX handover_open ON handover (department_id, closes_at) WHERE state = 'open'",
    "CREATE UNIQUE INDEX handover_item_subject ON handover_item (department_id, handover_id, source, subject)",
    "ALTER TABLE handover ADD CONSTRAINT handover_state CHECK (state IN ('open', 'confirmed', 'unconfirmed', 'dropped'))",
    "ALTER TABLE handover ADD CONSTRAINT handover_by_two CHECK (handed_over_by <> taken_over_by)",
    """
ALTER TABLE handover ADD CONSTRAINT handover_confirmed_by_both
CHECK (state <> 'confirmed' OR (handed_over_by IS NOT NULL AND taken_over_by IS NOT NULL))
""",
    """
CREATE TRIGGER handover_is_final BEFORE UPDATE OR DELETE ON handover FOR EACH ROW WHEN (OLD.state <> 'open')
EXECUTE FUNCTION refuse_change()
""",
    """
CREATE FUNCTION handover_item_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM handover WHERE state <> 'open' AND id IN (
        CASE WHEN TG_OP <> 'INSERT' THEN OLD.handover_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.handover_id END
    )) THEN
        RAISE EXCEPTION 'handover_item is append-only: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$
""",
    """
CREATE TRIGGER handover_item_is_final BEFORE INSERT OR UPDATE OR DELETE ON handover_item FOR EACH ROW
EXECUTE FUNCTION handover_item_is_final()
""",
    *(
        f"CREATE TRIGGER {table}_is_kept BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in ("handover", "handover_item")
    ),
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
