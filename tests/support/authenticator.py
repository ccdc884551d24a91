"""A passkey device in software: makes ES256 keys and signs, as a phone's secure element would."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One device with at most one passkey. `copy()` gives what a thief who cloned it would hold."""

    origin: str = "http://dangban.test"
    counting: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    count: int = 0
    user_handle: bytes = b""

    def create(self, options: dict[str, Any], *, verified: bool = True) -> dict[str, Any]:
        """What `navigator.credentials.create()` gives."""
        self.user_handle = _bytes(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = (
            bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + cbor2.dumps(public)
        )
        flags = PRESENT | ATTESTED | (VERIFIED if verified else 0)
        data = self._data(options["rp"]["id"], flags) + attested
        return self._credential(
            clientDataJSON=self._client("webauthn.create", options["challenge"]),
            attestationObject=cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}),
        )

    def get(self, options: dict[str, Any], *, verified: bool = True) -> dict[str, Any]:
        """What `navigator.credentials.get()` gives."""
        client = self._client("webauthn.get", options["challenge"])
        data = self._data(options["rpId"], PRESENT | (VERIFIED if verified else 0))
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(
            clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=self.user_handle
        )

    def copy(self) -> Authenticator:
        return Authenticator(
            self.origin, self.counting, self.key, self.credential_id, self.count, self.user_handle
        )

    def _data(self, site: str, flags: int) -> bytes:
        self.count += self.counting
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps(
            {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        ).encode()

    def _credential(self, **response: bytes) -> dict[str, Any]:
        name = _text(self.credential_id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": {key: _text(value) for key, value in response.items()},
            "clientExtensionResults": {},
        }


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
