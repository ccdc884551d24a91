"""A short message or a spoken call through whatever vendor a department has: one request, written as a template.

Templates know `mobile`, `text`, `at` (ISO 8601), `timestamp` and `timestamp_ms` (Unix), `nonce`, and, after an HMAC was
made, `signature` and `body`. See `filling` for what a template may hold.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from backend.infra.push.filling import Place, TemplateFault, fill
from backend.infra.push.hosts import entries, why_not
from backend.infra.push.outbound import TIMEOUT_SECONDS, Reply, Unreachable, ask
from backend.infra.push.outcome import Outcome, outcome_of, unreachable
from backend.settings import settings

METHODS = ("POST", "GET", "PUT")


@dataclass(frozen=True, slots=True)
class Auth:
    """How a vendor knows us. `secret` is the bearer token, the password of `user`, or the key of the HMAC.

    hmac: `message` is a template of what is signed; it goes hex or base64 into `header`, or into the templates of
    address and headers as `signature` where `header` is empty.
    """

    kind: Literal["none", "bearer", "basic", "hmac"] = "none"
    secret: str = field(default="", repr=False)
    user: str = ""
    algorithm: Literal["sha256", "sha1", "sha512"] = "sha256"
    message: str = "{{ timestamp }}\n{{ body }}"
    encoding: Literal["hex", "base64"] = "hex"
    header: str = "X-Signature"


@dataclass(frozen=True, slots=True)
class Success:
    """When a vendor has taken it: one of these statuses and, where `path` names something in the JSON, that value.

    `path` is written with dots (`data.0.code`); `later` are values there that mean "not now".
    """

    statuses: tuple[int, ...] = (200, 201, 202)
    path: str = ""
    values: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provider:
    """A vendor's request. `hosts`: what the department allows; the operator's list comes on top of it."""

    url: str
    hosts: tuple[str, ...]
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = '{"mobile": "{{ mobile }}", "text": "{{ text }}"}'
    media_type: str = "application/json"
    auth: Auth = field(default_factory=Auth)
    success: Success = field(default_factory=Success)


async def send_text(
    provider: Provider, mobile: str, text: str, at: datetime, *, timeout: float = TIMEOUT_SECONDS
) -> Outcome:
    """Has the vendor send or speak `text` to `mobile`. Raises nothing for what the other side does."""
    try:
        request = _filled(provider, mobile, text, at)
    except TemplateFault as fault:
        return Outcome("failed", reason=f"template: {fault}")
    reason = why_not(request.url, provider.hosts, entries(settings().outbound_hosts))
    if reason:
        return Outcome("failed", reason=reason)
    try:
        reply = await ask(
            provider.method, request.url, headers=request.headers, data=request.body, timeout=timeout
        )
    except Unreachable as error:
        return unreachable(str(error))
    return _judged(provider.success, reply, at)


def why_not_provider(provider: Provider, at: datetime) -> str:
    """Empty when it could be asked; else what is wrong with it: tried on a number and a sentence made up for it."""
    if provider.method not in METHODS:
        return "no such method"
    try:
        request = _filled(provider, "+8613800000000", "…", at)
    except TemplateFault as fault:
        return f"template: {fault}"
    return why_not(request.url, provider.hosts, entries(settings().outbound_hosts))


@dataclass(frozen=True, slots=True)
class _Request:
    url: str
    headers: dict[str, str]
    body: bytes | None


def _filled(provider: Provider, mobile: str, text: str, at: datetime) -> _Request:
    if provider.method not in METHODS:
        raise TemplateFault("no such method")
    values = _values(mobile, text, at)
    body = "" if provider.method == "GET" else fill(provider.body, _place(provider.media_type), values)
    values["body"] = body
    values["signature"] = _signature(provider.auth, values)
    headers = {name: fill(value, "header", values) for name, value in provider.headers.items()}
    if body:
        headers.setdefault("Content-Type", f"{provider.media_type}; charset=utf-8")
    return _Request(
        fill(provider.url, "address", values),
        headers | _credentials(provider.auth, values),
        body.encode() if body else None,
    )


def _values(mobile: str, text: str, at: datetime) -> dict[str, str]:
    moment = at.astimezone(UTC)
    return {
        "mobile": mobile,
        "text": text,
        "at": moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "timestamp": str(int(moment.timestamp())),
        "timestamp_ms": str(int(moment.timestamp() * 1000)),
        "nonce": uuid.uuid4().hex,
    }


def _place(media_type: str) -> Place:
    if media_type == "application/x-www-form-urlencoded":
        return "form"
    return "json" if media_type.endswith("json") else "plain"


def _signature(auth: Auth, values: Mapping[str, str]) -> str:
    if auth.kind != "hmac":
        return ""
    signed = fill(auth.message, "plain", values).encode()
    digest = hmac.new(auth.secret.encode(), signed, getattr(hashlib, auth.algorithm)).digest()
    return digest.hex() if auth.encoding == "hex" else base64.b64encode(digest).decode()


def _credentials(auth: Auth, values: Mapping[str, str]) -> dict[str, str]:
    if auth.kind == "bearer":
        return {"Authorization": f"Bearer {auth.secret}"}
    if auth.kind == "basic":
        pair = base64.b64encode(f"{auth.user}:{auth.secret}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}
    if auth.kind == "hmac" and auth.header:
        return {auth.header: values["signature"], "X-Timestamp": values["timestamp"]}
    return {}


def _judged(success: Success, reply: Reply, at: datetime) -> Outcome:
    if reply.status not in success.statuses:
        outcome = outcome_of(reply.status, reply.headers, at)
        gone = outcome.state in (
            "gone",
            "sent",
        )  # a missing page says nothing about the number that was dialled
        return Outcome("refused", reply.status, f"answered {reply.status}") if gone else outcome
    if not success.path:
        return Outcome("sent", reply.status)
    said = _said(reply.body, success.path)
    if said in success.values:
        return Outcome("sent", reply.status)
    if said in success.later:
        return unreachable(f"answered {said[:40]}")
    return Outcome("refused", reply.status, f"{success.path} is {said[:40] or 'missing'}")


def _said(body: bytes, path: str) -> str:
    """What stands at a path of the JSON, as text; empty where there is nothing."""
    try:
        found: Any = json.loads(body)
        for step in path.split("."):
            found = found[int(step)] if isinstance(found, list) else found[step]
    except (ValueError, KeyError, IndexError, TypeError):
        return ""
    return found if isinstance(found, str) else json.dumps(found)
