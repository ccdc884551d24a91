"""What the database itself promises about calls: each event once, one open call-back for a caller, one holder, facts."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T05:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "calls: constraints, indexes, facts"

STATEMENTS = (
    "CREATE UNIQUE INDEX call_event_once ON call_event (department_id, line_id, event_id)",
    "CREATE INDEX call_event_call ON call_event (department_id, line_id, vendor_id)",
    "ALTER TABLE call_event ADD CONSTRAINT call_event_kind CHECK (kind IN ('started', 'answered', 'missed', 'ended'))",
    "CREATE UNIQUE INDEX call_vendor ON call (department_id, line_id, vendor_id)",
    "CREATE INDEX call_started ON call (department_id, started_at DESC, id DESC)",
    "CREATE INDEX call_caller ON call (department_id, caller, started_at DESC)",
    "CREATE INDEX call_person ON call (department_id, person_id, started_at DESC)",
    "CREATE INDEX call_unsettled ON call (heard_at) WHERE outcome = 'ended'",
    "ALTER TABLE call ADD CONSTRAINT call_outcome CHECK (outcome IN ('open', 'answered', 'ended', 'missed'))",
    "ALTER TABLE call ADD CONSTRAINT call_callback FOREIGN KEY (callback_id) REFERENCES callback (id) "
    "ON DELETE RESTRICT ON UPDATE RESTRICT",
    "CREATE UNIQUE INDEX callback_open ON callback (department_id, line_id, caller) WHERE done_at IS NULL",
    "CREATE INDEX callback_due ON callback (due_at) WHERE done_at IS NULL",
    "CREATE INDEX callback_department ON callback (department_id, missed_at DESC)",
    "ALTER TABLE callback ADD CONSTRAINT callback_outcome CHECK (outcome IN "
    "('', 'reached', 'no-answer', 'wrong-number', 'got-through'))",
    "ALTER TABLE callback ADD CONSTRAINT callback_done CHECK ((done_at IS NULL) = (outcome = ''))",
    "CREATE INDEX callback_attempt_callback ON callback_attempt (department_id, callback_id, at)",
    *(
        f"CREATE TRIGGER {table}_is_a_fact BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in ("call_event", "callback_attempt")
    ),
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
