"""Who really sent it: the signatures that telephone systems put on their requests to us.

Guarantees:
- a signature is compared in constant time, and the secret itself never travels;
- our own form bears its time: what is older than five minutes is refused, and a question is answered once, so that
  whoever has overheard one learns nothing from it. Events may be repeated: each has an id and counts once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from backend.infra.telephony.adapter import Forged, Inbound

TWILIO_HEADER = "x-twilio-signature"
TIME_HEADER, SIGNATURE_HEADER = "x-dangban-timestamp", "x-dangban-signature"
FRESH_SECONDS = 300
MOST_REMEMBERED = 100_000

Pairs = Iterable[tuple[str, str]]


def check_twilio(secret: str, request: Inbound, pairs: Pairs) -> None:
    """Base64 HMAC-SHA1 of the address and the sorted POST parameters, as the sender saw the address. Forged.

    Senders disagree on whether a port that goes without saying stands in the address: both ways count.
    """
    given = request.headers.get(TWILIO_HEADER, "")
    _need(secret, given)
    said = list(pairs)
    if not any(_same(twilio_signature(secret, url, said), given) for url in _ways_to_write(request.url)):
        raise Forged("wrong signature")


def twilio_signature(secret: str, url: str, pairs: Pairs) -> str:
    """What the sender puts into the header."""
    sorted_values = "".join(name + value for name, value in sorted(set(pairs)))
    digest = hmac.new(secret.encode(), (url + sorted_values).encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def check_signed(secret: str, request: Inbound, at: datetime, seen: Seen | None = None) -> None:
    """HMAC-SHA256 over time and body, the time within five minutes of ours; with `seen`, never twice. Forged."""
    stamp, given = request.headers.get(TIME_HEADER, ""), request.headers.get(SIGNATURE_HEADER, "")
    _need(secret, given)
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise Forged("no time in seconds beside the signature")
    if abs(at.timestamp() - int(stamp)) > FRESH_SECONDS:
        raise Forged("its time is more than five minutes away from ours")
    signature = body_signature(secret, stamp, request.body)
    if not _same(signature, given.removeprefix("sha256=").lower()):
        raise Forged("wrong signature")
    if seen is not None and not seen.take(signature, at):
        raise Forged("seen before")


def body_signature(secret: str, stamp: str, body: bytes) -> str:
    """Hex, over `<seconds>.<body>`."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class Seen:
    """What was accepted lately in this process; the oldest make room when there are very many."""

    def __init__(self, keep_seconds: float = 2 * FRESH_SECONDS, most: int = MOST_REMEMBERED):
        self._until: OrderedDict[str, float] = OrderedDict()
        self._keep, self._most = keep_seconds, most

    def take(self, key: str, at: datetime) -> bool:
        """True the first time, False for every repetition."""
        now = at.timestamp()
        while self._until and (next(iter(self._until.values())) < now or len(self._until) >= self._most):
            self._until.popitem(last=False)
        if key in self._until:
            return False
        self._until[key] = now + self._keep
        return True


def _need(secret: str, given: str) -> None:
    """A line without a secret of its own is open to nobody."""
    if not secret:
        raise Forged("the line has no secret yet")
    if not given:
        raise Forged("no signature")


def _same(ours: str, theirs: str) -> bool:
    return hmac.compare_digest(ours.encode(), theirs.encode())


def _ways_to_write(url: str) -> set[str]:
    parts = urlsplit(url)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    host = parts.hostname or ""
    bare = f"[{host}]" if ":" in host else host
    if usual is None or parts.port not in (None, usual):
        return {url}
    ways = (bare, f"{bare}:{usual}")
    return {url, *(urlunsplit(parts._replace(netloc=way)) for way in ways)}
