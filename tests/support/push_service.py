"""A push service that looks closely (RFC 8030, 8291, 8292), and phones that only it can reach.

It opens every message with the phone's own keys, by its own arithmetic and not by the library that closed it, and
refuses what a real one refuses; what it had to refuse stands in `faults`. It can be told to answer otherwise.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.infra.push.vapid import public_key
from backend.infra.push.web_push import Subscription
from tests.support.listening import Listening

NEVER = -1


@dataclass(frozen=True)
class Pushed:
    """A message as it reached a phone."""

    payload: dict[str, Any]
    ttl: int
    urgency: str
    topic: str | None
    phone: Phone = field(repr=False)


@dataclass
class Phone:
    """A browser that has subscribed: its keys, and what it was sent."""

    service: PushService = field(repr=False)
    server_key: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    got: list[Pushed] = field(default_factory=list, repr=False)

    @property
    def subscription(self) -> Subscription:
        return Subscription(f"{self.service.url}/push/{self.token}", _text(self.point), _text(self.secret))

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


class PushService(Listening):
    """`answers(410)` decides about the next message, `always(500)` about all; `NEVER` keeps silent.

    With a `pause` it has taken a message for so many seconds before it says so: `on_the_wire` are those meanwhile.
    """

    def __init__(self) -> None:
        self.phones: dict[str, Phone] = {}
        self.pushed: list[Pushed] = []
        self.faults: list[str] = []
        self.asked = 0
        self.pause = 0.0
        self.on_the_wire = 0
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._next: deque[tuple[int, dict[str, str]]] = deque()
        self._always: tuple[int, dict[str, str]] = (201, {})
        self._released = asyncio.Event()

    def phone(self, server_key: str | None = None) -> Phone:
        """A browser that subscribes now, to our own key unless said otherwise."""
        phone = Phone(self, server_key or public_key())
        self.phones[phone.token] = phone
        return phone

    def answers(self, *statuses: int, **headers: str) -> None:
        """What the next requests are answered with; `Retry_After="7"` is a header."""
        self._next.extend((status, _named(headers)) for status in statuses)

    def always(self, status: int, **headers: str) -> None:
        self._always = (status, _named(headers))

    def routes(self) -> list[Any]:
        return [web.route("*", "/push/{token}", self._take)]

    async def __aexit__(self, *_: object) -> None:
        self._released.set()
        await super().__aexit__()

    async def _take(self, request: web.Request) -> web.Response:
        self.asked += 1
        status, headers = self._next.popleft() if self._next else self._always
        if status == NEVER:
            await self._released.wait()
            return web.Response(status=503)
        if status >= 300:
            return web.Response(status=status, headers=headers)
        try:
            pushed = await self._opened(request)
        except Fault as fault:
            self.faults.append(str(fault))
            return web.Response(status=fault.status, text=str(fault))
        pushed.phone.got.append(pushed)
        self.pushed.append(pushed)
        self.on_the_wire += 1
        try:
            await asyncio.sleep(self.pause)
        finally:
            self.on_the_wire -= 1
        return web.Response(
            status=status, headers={"Location": f"{self.url}/message/{self.asked}", **headers}
        )

    async def _opened(self, request: web.Request) -> Pushed:
        phone = self.phones.get(request.match_info["token"])
        _check(phone is not None, 404, "no such subscription")
        assert phone is not None
        _check(request.method == "POST", 405, "not a POST")
        _check_vapid(request, phone.server_key, self.url, self.clock())
        body = await request.read()
        _check(len(body) <= 4096, 413, "more than 4096 bytes")
        _check(request.headers.get("Content-Encoding") == "aes128gcm", 400, "not aes128gcm")
        return Pushed(json.loads(_decrypted(phone, body)), *_delivery(request), phone)


class Fault(Exception):
    def __init__(self, status: int, text: str):
        super().__init__(text)
        self.status = status


def _check(holds: bool, status: int, text: str) -> None:
    if not holds:
        raise Fault(status, text)


def _delivery(request: web.Request) -> tuple[int, str, str | None]:
    ttl, urgency, topic = (request.headers.getall(name, []) for name in ("TTL", "Urgency", "Topic"))
    _check(len(ttl) == 1 and ttl[0].isdigit(), 400, "TTL is missing or no number")
    _check(urgency in ([], ["very-low"], ["low"], ["normal"], ["high"]), 400, "no such Urgency")
    _check(topic == [] or re.fullmatch(r"[\w-]{1,32}", topic[0], re.ASCII) is not None, 400, "not a Topic")
    return int(ttl[0]), urgency[0] if urgency else "normal", topic[0] if topic else None


def _check_vapid(request: web.Request, server_key: str, origin: str, now: datetime) -> None:
    said = re.fullmatch(r"vapid t=([\w.-]+), ?k=([\w-]+)", request.headers.get("Authorization", ""), re.ASCII)
    _check(said is not None, 401, "no VAPID")
    assert said is not None
    token, key = said.groups()
    _check(key == server_key, 403, "another key than the one subscribed to")
    head, claims, signature = token.split(".")
    _check(json.loads(_bytes(head)) == {"typ": "JWT", "alg": "ES256"}, 401, "not ES256")
    _check(_is_signed(f"{head}.{claims}", _bytes(signature), _bytes(key)), 403, "the signature does not fit")
    _check_claims(json.loads(_bytes(claims)), origin, now)


def _check_claims(claims: dict[str, Any], origin: str, now: datetime) -> None:
    _check(claims.get("aud") == origin, 403, "aud is another service")
    expires = datetime.fromtimestamp(claims["exp"], UTC)
    _check(now < expires <= now + timedelta(hours=24), 403, "exp has passed or is more than a day ahead")
    sub = re.fullmatch(r"mailto:[^@\s]+@([\w-]+\.)+[a-z]{2,}", claims.get("sub", ""))
    _check(sub is not None, 403, "sub is not an address that can be written to")


def _is_signed(text: str, signature: bytes, point: bytes) -> bool:
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    try:
        key.verify(encode_dss_signature(r, s), text.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return len(signature) == 64


def _decrypted(phone: Phone, body: bytes) -> bytes:
    """RFC 8291, part 3.4, and RFC 8188, part 2: one record, the sender's key in its head."""
    salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
    sender, record = body[21 : 21 + length], body[21 + length :]
    _check(length == 65 and len(record) <= size, 400, "not one record with a key in its head")
    shared = phone.key.exchange(
        ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
    )
    material = _hkdf(shared, phone.secret, b"WebPush: info\0" + phone.point + sender, 32)
    key = _hkdf(material, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(material, salt, b"Content-Encoding: nonce\0", 12)
    try:
        padded = AESGCM(key).decrypt(nonce, record, None)
    except InvalidTag:
        raise Fault(400, "not encrypted for this phone") from None
    content = padded.rstrip(b"\0")
    _check(content.endswith(b"\x02"), 400, "not padded as a last record")
    return content[:-1]


def _hkdf(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
