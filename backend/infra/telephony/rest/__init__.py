"""A cloud call centre that is told by its own API where calls go, one number at a time."""

from __future__ import annotations

from backend.infra.telephony.rest.adapter import Rest
from backend.infra.telephony.rest.settings import RestSettings

__all__ = ["Rest", "RestSettings"]
