"""The key by which push services know this server, and its address for them (RFC 8292).

Made at the first start, kept in the data folder beside the signing secret, readable by its owner only. Phones subscribe
to this key: with another one every phone must subscribe anew, which its page does by itself when it is next opened.
"""

from __future__ import annotations

import base64
import os
import secrets
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid

from backend.infra.push.hosts import literal
from backend.settings import settings

FILE = "vapid.pem"
CLAIM_LIFETIME = timedelta(hours=12)


def key() -> Vapid:
    """The private key: from the setting, else from the file, else made now."""
    now = settings()
    return _from_setting(now.vapid_private_key) if now.vapid_private_key else _from_file(now.data_dir / FILE)


def public_key() -> str:
    """What a page subscribes with: the uncompressed point, base64url without padding."""
    point = key().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def claims(endpoint: str, at: datetime) -> dict[str, str | int]:
    """Fresh ones for each request: what signs them changes the dictionary it is given."""
    parts = urlsplit(endpoint)
    return {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + CLAIM_LIFETIME).timestamp()),
        "sub": subject(),
    }


def subject() -> str:
    """Whom a push service may write to; some of them refuse an address that cannot be one, `localhost` for instance."""
    now = settings()
    if now.vapid_subject:
        return now.vapid_subject if ":" in now.vapid_subject else "mailto:" + now.vapid_subject
    host = urlsplit(now.public_url).hostname or ""
    named = "." in host and literal(host) is None
    return f"mailto:admin@{host}" if named else "mailto:admin@dangban.example"


@cache
def _from_setting(given: str) -> Vapid:
    """Base64url of the 32 bytes (as most generators print it) or of the DER, or a PEM whole. ValueError, without it."""
    try:
        return Vapid.from_pem(given.encode()) if "BEGIN" in given else Vapid.from_string(given)
    except Exception:
        raise ValueError("DANGBAN_VAPID_PRIVATE_KEY is no key: 32 bytes as base64url, or a PEM") from None


@cache
def _from_file(path: Path) -> Vapid:
    if not path.exists():
        _make(path)
    return Vapid.from_pem(path.read_bytes())


def _make(path: Path) -> None:
    """Whole or not at all, and the first of several processes decides."""
    fresh = Vapid()
    fresh.generate_keys()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{FILE}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(fresh.private_pem())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
