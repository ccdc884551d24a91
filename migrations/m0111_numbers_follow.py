"""A mobile's proof ends in the same moment as the mobile changes or its owner leaves, whoever or whatever changes it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T04:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "verified numbers: one each, ended with the number"

STATEMENTS = (
    "CREATE UNIQUE INDEX number_check_open ON number_check (department_id, person_id) WHERE ended_at IS NULL",
    "CREATE INDEX number_check_asked ON number_check (department_id, person_id, asked_at DESC)",
    "CREATE UNIQUE INDEX verified_number_person ON verified_number (department_id, person_id) WHERE ended_at IS NULL",
    "ALTER TABLE number_check ADD CONSTRAINT number_check_way CHECK (way IN ('call', 'message'))",
    "ALTER TABLE number_check ADD CONSTRAINT number_check_tries CHECK (tries BETWEEN 0 AND 5)",
    "ALTER TABLE verified_number ADD CONSTRAINT verified_by_another CHECK (verified_by <> person_id)",
    """
CREATE FUNCTION number_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE number_check SET ended_at = now(), outcome = 'changed' WHERE person_id = NEW.id AND ended_at IS NULL;
    UPDATE verified_number SET ended_at = now() WHERE person_id = NEW.id AND ended_at IS NULL;
    IF FOUND THEN
        INSERT INTO audit_event (department_id, actor_id, verb, subject, details)
        VALUES (OLD.department_id, NULL, 'number.unverified', 'person:' || NEW.id, jsonb_build_object(
            'why', CASE WHEN NEW.left_at IS DISTINCT FROM OLD.left_at THEN 'left' ELSE 'changed' END));
    END IF;
    INSERT INTO outbox (department_id, event, payload)
    VALUES (OLD.department_id, 'number.changed', jsonb_build_object('person_id', NEW.id));
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER person_number_changed AFTER UPDATE OF mobile, left_at, department_id ON person FOR EACH ROW
WHEN (OLD.mobile IS DISTINCT FROM NEW.mobile OR OLD.left_at IS DISTINCT FROM NEW.left_at
    OR OLD.department_id IS DISTINCT FROM NEW.department_id)
EXECUTE FUNCTION number_changed()
""",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
