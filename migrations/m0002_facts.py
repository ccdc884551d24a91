"""What only the database can promise: indexes, exclusion constraints, and facts that nobody changes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-23T21:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "constraints, indexes, append-only facts"

STATEMENTS = """
CREATE UNIQUE INDEX company_is_one ON company ((true));

CREATE UNIQUE INDEX person_login ON person (lower(login));
CREATE INDEX person_department ON person (department_id, left_at);
CREATE UNIQUE INDEX post_code ON post (department_id, code);
CREATE INDEX invitation_person ON invitation (department_id, person_id);
CREATE INDEX passkey_person ON passkey (person_id);
CREATE INDEX device_person ON device (person_id, ended_at);
CREATE INDEX session_person ON session (person_id) WHERE ended_at IS NULL;
CREATE INDEX session_device ON session (device_id) WHERE ended_at IS NULL;
CREATE INDEX api_token_person ON api_token (person_id);
CREATE INDEX login_attempt_login ON login_attempt (lower(login), at);
CREATE INDEX login_attempt_address ON login_attempt (address, at);
CREATE INDEX level_change_department ON level_change (department_id, ended_at);
CREATE UNIQUE INDEX level_decision_side ON level_decision (change_id, side);
CREATE UNIQUE INDEX rules_change_version ON rules_change (department_id, version);

CREATE UNIQUE INDEX shift_template_code ON shift_template (department_id, code) WHERE archived_at IS NULL;
CREATE INDEX rotation_department ON rotation (department_id);
CREATE INDEX shift_department_day ON shift (department_id, day);
CREATE INDEX shift_person_day ON shift (person_id, day);
ALTER TABLE shift ADD CONSTRAINT shift_not_empty CHECK (NOT isempty(segments));
ALTER TABLE shift ADD CONSTRAINT nobody_twice_in_draft
    EXCLUDE USING gist (int8range(person_id, person_id, '[]') WITH &&, segments WITH &&)
    WHERE (in_draft) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE shift ADD CONSTRAINT nobody_twice_in_force
    EXCLUDE USING gist (int8range(person_id, person_id, '[]') WITH &&, segments WITH &&)
    WHERE (in_force) DEFERRABLE INITIALLY IMMEDIATE;
CREATE UNIQUE INDEX publication_version ON publication (department_id, month, version);
CREATE INDEX calendar_feed_person ON calendar_feed (department_id, person_id);

CREATE INDEX site_department ON site (department_id);
CREATE INDEX door_department ON door (department_id);
ALTER TABLE punch ADD CONSTRAINT punch_kind CHECK (kind IN ('in', 'out', 'break_out', 'break_in'));
ALTER TABLE punch ADD CONSTRAINT punch_standing CHECK (standing IN ('counted', 'waiting'));
CREATE UNIQUE INDEX punch_sequence ON punch (person_id, sequence DESC);
CREATE INDEX punch_person_at ON punch (person_id, at DESC);
CREATE INDEX punch_department_day ON punch (department_id, day);
CREATE INDEX punch_to_review ON punch (department_id, at) WHERE standing = 'waiting' OR reasons <> '[]';
CREATE INDEX punch_decision_department ON punch_decision (department_id, decided_at);
CREATE INDEX correction_department ON correction (department_id, day);
CREATE INDEX correction_person ON correction (person_id, day);
CREATE INDEX correction_decision_department ON correction_decision (department_id, decided_at);
CREATE UNIQUE INDEX day_verdict_person_day ON day_verdict (person_id, day);
CREATE INDEX day_verdict_department_day ON day_verdict (department_id, day);

ALTER TABLE audit_event ADD COLUMN tx xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX audit_event_department ON audit_event (department_id, id DESC);
CREATE INDEX audit_event_tx ON audit_event (department_id, tx, id);
CREATE UNIQUE INDEX audit_seal_number ON audit_seal (coalesce(department_id, 0), number);
CREATE INDEX outbox_due ON outbox (id) WHERE attempts < 20;
CREATE INDEX job_outcome_at ON job_outcome (at);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

FACTS = (
    "punch",
    "punch_decision",
    "correction",
    "correction_decision",
    "audit_event",
    "audit_seal",
    "level_decision",
    "rules_change",
    "publication",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, _statements())


def _statements() -> list[str]:
    head, function = STATEMENTS.split("CREATE FUNCTION", 1)
    triggers = [
        f"CREATE TRIGGER {table}_is_a_fact BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in FACTS
    ]
    return [*(part for part in head.split(";") if part.strip()), "CREATE FUNCTION" + function, *triggers]
