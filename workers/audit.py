"""The trail and the orders are sealed here, so that writers never wait for a hash."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.audit.sealing import seal
from backend.audit.trail import TRAIL
from backend.infra.apart import apart
from backend.orders.chain import ORDERS
from workers.outcomes import quiet


@quiet
async def seal_trail(context: dict[str, Any]) -> int:
    """Seals whatever is not sealed yet."""
    at = datetime.now(UTC)
    return await apart("sealing", lambda chain: seal(chain, at), (TRAIL, ORDERS))
