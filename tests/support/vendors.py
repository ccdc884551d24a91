"""Telephone vendors as they write to us: what they send, signed as they sign it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from backend.infra.telephony.adapter import Inbound
from backend.infra.telephony.signed import body_signature, twilio_signature

SECRET = "twelve words that only the vendor and we have heard"


def twilio_request(url: str, secret: str = SECRET, /, **said: str) -> Inbound:
    """A form as Twilio posts it: `twilio_request(url, CallSid="CA1", From="+86138…")`."""
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": twilio_signature(secret, url, said.items()),
    }
    return Inbound("POST", url, headers, urlencode(said).encode())


def json_request(url: str, at: datetime, secret: str = SECRET, /, **said: Any) -> Inbound:
    """Our own form: `json_request(url, now, call_id="a1", caller="138…")`."""
    body, stamp = json.dumps(said).encode(), str(int(at.timestamp()))
    headers = {
        "content-type": "application/json",
        "x-dangban-timestamp": stamp,
        "x-dangban-signature": f"sha256={body_signature(secret, stamp, body)}",
    }
    return Inbound("POST", url, headers, body)
