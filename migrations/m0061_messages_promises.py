"""One message per kind, subject and person; a step is taken once; what was sent, seen and acknowledged is a fact."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T04:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "messages: uniqueness, what sweeps read, facts"

STATEMENTS = (
    "CREATE UNIQUE INDEX message_once ON message (department_id, kind, subject, coalesce(person_id, 0))",
    "CREATE INDEX message_due ON message (due_at) WHERE due_at IS NOT NULL",
    "CREATE INDEX message_of_person ON message (person_id, id DESC)",
    "CREATE INDEX message_of_department ON message (department_id, id DESC)",
    """ALTER TABLE message ADD CONSTRAINT message_state CHECK (
        state IN ('open', 'acknowledged', 'settled', 'told', 'exhausted', 'expired', 'withdrawn'))""",
    "ALTER TABLE message ADD CONSTRAINT message_open_ends CHECK ((state = 'open') = (ended_at IS NULL))",
    "CREATE UNIQUE INDEX delivery_once ON delivery (department_id, once)",
    "CREATE INDEX delivery_of_message ON delivery (message_id)",
    "CREATE INDEX delivery_due ON delivery (again_at) WHERE state = 'planned'",
    "CREATE INDEX delivery_on_the_wire ON delivery (claimed_at) WHERE state = 'sending'",
    """ALTER TABLE delivery ADD CONSTRAINT delivery_state CHECK (
        state IN ('planned', 'sending', 'sent', 'refused', 'gone', 'unknown', 'dropped'))""",
    "CREATE INDEX message_event_of_message ON message_event (message_id, id)",
    "CREATE INDEX message_event_of_department ON message_event (department_id, at)",
    "CREATE UNIQUE INDEX message_rule_kind ON message_rule (department_id, kind)",
    "CREATE UNIQUE INDEX message_choice_once ON message_choice (person_id, kind, channel)",
    "CREATE UNIQUE INDEX message_mute_person ON message_mute (person_id)",
    "CREATE INDEX message_robot_department ON message_robot (department_id) WHERE ended_at IS NULL",
    """CREATE UNIQUE INDEX message_provider_channel ON message_provider (department_id, channel)
        WHERE ended_at IS NULL""",
    "CREATE TRIGGER message_event_is_a_fact BEFORE UPDATE OR DELETE OR TRUNCATE ON message_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
