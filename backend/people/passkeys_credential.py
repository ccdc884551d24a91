"""What a browser sends of a passkey, read with care: anybody can send anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from webauthn.helpers import base64url_to_bytes, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException

from backend.infra.refusal import Refusal

BROKEN = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """For which site a passkey is: `id` is the host, `origin` what the browser says it is on."""

    id: str
    origin: str


def challenge_of(credential: dict[str, Any]) -> bytes:
    """The challenge that a credential says it answers; not verified yet."""
    try:
        return parse_client_data_json(base64url_to_bytes(credential["response"]["clientDataJSON"])).challenge
    except BROKEN:
        raise Refusal("identity-passkey-failed", 422) from None


def id_of(credential: dict[str, Any]) -> bytes:
    """Which passkey a credential says it is; not verified yet."""
    try:
        return base64url_to_bytes(credential["rawId"])
    except BROKEN:
        raise Refusal("identity-passkey-failed", 422) from None
