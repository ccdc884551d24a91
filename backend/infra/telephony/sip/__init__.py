"""A SIP server of one's own (Kamailio): it takes the plan from the database and switches by its own clock."""

from __future__ import annotations

from backend.infra.telephony.sip.adapter import Sip
from backend.infra.telephony.sip.settings import CONTROL, EVENTS, SipSettings, token_of

__all__ = ["CONTROL", "EVENTS", "Sip", "SipSettings", "token_of"]
