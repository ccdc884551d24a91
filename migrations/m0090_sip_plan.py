"""The plan as the SIP server reads it: for each line one short text, in one column, once a second."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T05:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "hotline: the view that the SIP server reads"

# version;from>target,target;from>target;…   from: seconds since 1970; target: o(ffice) or p(erson) and the number.
# What ended up to ten minutes ago is still in it, for a server whose clock is behind; then what is now and the next 30.
# Where everything is over, the last segment stays: calls follow the last target that was set (R-HOT-5).
VIEW = r"""
CREATE VIEW hotline_sip_plan AS
SELECT line.id AS line_id, newest.version, newest.version || ';' || (
    SELECT string_agg(begins || '>' || targets, ';' ORDER BY place) FROM (
        SELECT place, extract(epoch FROM (segment->>'from')::timestamptz)::bigint AS begins, (
            SELECT string_agg(
                left(target->>'kind', 1) || CASE WHEN target->>'number' LIKE '+%' THEN '+' ELSE '' END
                || regexp_replace(target->>'number', '\D', '', 'g'), ',' ORDER BY turn)
            FROM jsonb_array_elements(segment->'targets') WITH ORDINALITY AS one (target, turn)
            WHERE target->>'number' ~ '\d'
        ) AS targets
        FROM jsonb_array_elements(newest.plan->'segments') WITH ORDINALITY AS part (segment, place)
        WHERE (segment->>'to')::timestamptz > now() - interval '10 minutes'
            OR place = jsonb_array_length(newest.plan->'segments')
        ORDER BY place LIMIT 32
    ) AS ahead WHERE targets IS NOT NULL
) AS plan
FROM hotline_line AS line CROSS JOIN LATERAL (
    SELECT version, plan FROM hotline_plan WHERE line_id = line.id ORDER BY version DESC LIMIT 1
) AS newest
WHERE line.adapter = 'sip'
"""

STATEMENTS = (
    VIEW,
    "COMMENT ON VIEW hotline_sip_plan IS 'read by the SIP server; it needs SELECT here and nothing else'",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
