"""What somebody has still to acknowledge, matter by matter: for whoever goes home and leaves it to others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.rules.messages import KINDS


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A matter that nobody has acknowledged. `sentence` says it in full, filled in by `args`."""

    kind: str
    subject: str
    sentence: str
    args: dict[str, Any]
    url: str
    told_at: datetime


async def unanswered(department_id: int, at: datetime) -> list[Unanswered]:
    """The oldest first; what was acknowledged by one who was enough, or is over by `at`, is not among it."""
    asking = [kind.name for kind in KINDS.values() if kind.acknowledge]
    return [
        Unanswered(
            row["kind"], row["subject"], f"message-{KINDS[row['kind']].key}-body", row["args"], row["url"],
            row["told_at"],
        )
        for row in await db.fetch(_UNANSWERED, department_id, asking, at)
    ]  # fmt: skip


_UNANSWERED = """
SELECT kind, subject, min(told_at) AS told_at, (array_agg(args ORDER BY id))[1] AS args,
    (array_agg(url ORDER BY id))[1] AS url
FROM message
WHERE department_id = $1 AND kind = ANY($2::text[]) AND state IN ('open', 'told', 'exhausted') AND told_at <= $3
  AND until > $3
GROUP BY kind, subject ORDER BY told_at, kind, subject
"""
