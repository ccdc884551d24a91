"""What the database itself promises about the hotline: one line, versions that only grow, switches as facts."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T04:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "hotline: constraints, indexes, facts"

NEWER = """
CREATE FUNCTION refuse_older_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE newest integer;
BEGIN
    SELECT max(version) INTO newest FROM hotline_plan WHERE line_id = NEW.line_id;
    IF NEW.version <= newest THEN
        RAISE EXCEPTION 'plan % of line % is not newer than %', NEW.version, NEW.line_id, newest
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
NEVER_BACK = """
CREATE FUNCTION refuse_step_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version < OLD.version THEN
        RAISE EXCEPTION 'line % has plan % and does not go back to %', NEW.line_id, OLD.version, NEW.version
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""

STATEMENTS = (
    "CREATE UNIQUE INDEX hotline_line_department ON hotline_line (department_id)",
    "ALTER TABLE hotline_line ADD CONSTRAINT hotline_line_adapter CHECK (adapter IN ('sip', 'webhook', 'rest'))",
    "CREATE UNIQUE INDEX hotline_plan_version ON hotline_plan (line_id, version DESC)",
    "CREATE INDEX hotline_plan_made ON hotline_plan (department_id, made_at DESC)",
    "ALTER TABLE hotline_plan ADD CONSTRAINT hotline_plan_positive CHECK (version > 0 AND starts_at < ends_at)",
    NEWER,
    "CREATE TRIGGER hotline_plan_is_newer BEFORE INSERT ON hotline_plan FOR EACH ROW EXECUTE FUNCTION refuse_older_plan()",
    NEVER_BACK,
    "CREATE TRIGGER hotline_standing_goes_on BEFORE UPDATE ON hotline_standing "
    "FOR EACH ROW EXECUTE FUNCTION refuse_step_back()",
    "ALTER TABLE hotline_switch ADD CONSTRAINT hotline_switch_kind CHECK "
    "(kind IN ('planned', 'changed', 'taken', 'repaired', 'drift', 'failed', 'recovered'))",
    "CREATE UNIQUE INDEX hotline_switch_once ON hotline_switch (line_id, at) WHERE kind = 'planned'",
    "CREATE INDEX hotline_switch_department ON hotline_switch (department_id, at DESC)",
    "ALTER TABLE hotline_override ADD CONSTRAINT hotline_override_kind CHECK (kind IN ('taken', 'assigned', 'confirmed'))",
    "ALTER TABLE hotline_override ADD CONSTRAINT hotline_override_span CHECK (starts_at < ends_at)",
    "CREATE INDEX hotline_override_department ON hotline_override (department_id, ends_at)",
    "CREATE UNIQUE INDEX hotline_chain_person ON hotline_chain (department_id, person_id)",
    "CREATE UNIQUE INDEX hotline_hole_open ON hotline_hole (line_id, day) WHERE mended_at IS NULL",
    "CREATE UNIQUE INDEX hotline_watch_night ON hotline_watch (line_id, starts_at)",
    "CREATE INDEX hotline_watch_department ON hotline_watch (department_id, ends_at)",
    "ALTER TABLE hotline_watch ADD CONSTRAINT hotline_watch_state CHECK (state IN ('asking', 'confirmed', 'unconfirmed'))",
    *(
        f"CREATE TRIGGER {table}_is_a_fact BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in ("hotline_plan", "hotline_switch")
    ),
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
