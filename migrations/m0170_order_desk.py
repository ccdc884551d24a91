"""The desk finds an order by whatever somebody knows of it, and lists any days, with a million orders behind it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T07:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders: what the desk looks up"

HOLDER = "(CASE kind WHEN 'claimed' THEN actor_id WHEN 'handed' THEN (details->>'person')::bigint END)"

STATEMENTS = (
    "DROP INDEX customer_order_accepted",
    """CREATE INDEX customer_order_accepted ON customer_order (department_id, accepted_at DESC, id DESC)
        INCLUDE (standing, platform)""",
    """CREATE INDEX customer_order_platform ON customer_order (department_id, platform, accepted_at DESC, id DESC)
        INCLUDE (standing)""",
    """CREATE INDEX customer_order_unworked ON customer_order (department_id, standing, accepted_at DESC, id DESC)
        WHERE standing <> 'paid'""",
    "DROP INDEX customer_order_by_number",
    "CREATE INDEX customer_order_by_number ON customer_order (department_id, number text_pattern_ops)",
    "CREATE INDEX customer_order_number_end ON customer_order (department_id, right(number, 4))",
    "DROP INDEX customer_order_receiver",
    "CREATE INDEX customer_order_receiver ON customer_order (department_id, receiver text_pattern_ops)",
    # Platforms lend numbers with an extension: what people know are the last four digits before it.
    """CREATE INDEX customer_order_phone_lent ON customer_order
        (department_id, right(substring(phone FROM '\\d{11}'), 4)) WHERE length(phone) > 11""",
    """CREATE INDEX amendment_known_by ON amendment (department_id, field, after text_pattern_ops)
        WHERE field IN ('receiver', 'standing', 'waybill')""",
    "CREATE INDEX amendment_phone_end ON amendment (department_id, right(after, 4)) WHERE field = 'phone'",
    """CREATE INDEX order_event_waybill ON order_event (department_id, (details->>'waybill'))
        WHERE details ? 'waybill'""",
    f"""CREATE INDEX order_event_holder ON order_event (department_id, {HOLDER}, at)
        WHERE kind IN ('claimed', 'handed')""",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
