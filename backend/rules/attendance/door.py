"""The code at the door: six digits that change every 30 seconds, so that a photo of it is soon worth nothing."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

STEP_SECONDS = 30
DIGITS = 6


def door_code(secret: bytes, at: datetime) -> str:
    """What the screen of the door with this secret shows at an instant."""
    return _code(secret, _step(at))


def door_code_valid(secret: bytes, code: str, at: datetime) -> bool:
    """Whether the door shows this code now, or showed it in the step before (walking in takes a moment)."""
    given = code.strip().encode()
    step = _step(at)
    now = hmac.compare_digest(_code(secret, step).encode(), given)
    before = hmac.compare_digest(_code(secret, step - 1).encode(), given)
    return now or before


def door_code_seconds_left(at: datetime) -> int:
    """How long the code that is shown stays on the screen: 1 to 30 seconds."""
    return STEP_SECONDS - int(at.timestamp()) % STEP_SECONDS


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP_SECONDS


def _code(secret: bytes, step: int) -> str:
    digest = hmac.new(secret, step.to_bytes(8, "big", signed=True), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}}"
