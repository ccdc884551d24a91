"""A request out of its templates: filled in, signed, and held against the list of hosts before it leaves."""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from backend.infra.push.filling import Place, TemplateFault, fill
from backend.infra.push.hosts import entries, why_not
from backend.infra.telephony.adapter import TelephonyError
from backend.infra.telephony.rest.settings import RestSettings
from backend.settings import settings

MADE_UP = "13800000000"
NAMESPACE = uuid.UUID("5b0f9c1e-9a3d-4a52-9a64-64616e676261")
LONGEST_TIMEOUT = 30


@dataclass(frozen=True, slots=True)
class Request:
    """Ready to leave."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes | None


def setting(given: RestSettings, line: str, number: str, version: int, at: datetime) -> Request:
    """Sets `number`. TelephonyError where a template is wrong or its host is not allowed."""
    values = {
        **_values(line, at),
        "number": number,
        "version": str(version),
        "request_id": str(uuid.uuid5(NAMESPACE, f"{line}:{version}:{number}")),
    }
    return _request(given, given.set_method, given.set_address, given.set_body, values)


def reading(given: RestSettings, line: str, at: datetime) -> Request:
    """Asks for the number. TelephonyError likewise."""
    return _request(given, given.read_method, given.read_address, given.read_body, _values(line, at))


def why_not_settings(given: RestSettings, line: str, at: datetime) -> str:
    """Empty when both requests could leave; else what is wrong, tried with a number made up for it."""
    try:
        setting(given, line, MADE_UP, 1, at)
        if given.read_address:
            reading(given, line, at)
    except TelephonyError as error:
        return error.reason
    return ""


def _request(
    given: RestSettings, method: str, address: str, template: str, values: dict[str, str]
) -> Request:
    try:
        return _filled(given, method, address, template, values)
    except TemplateFault as fault:
        raise TelephonyError(f"template: {fault}") from None


def _filled(given: RestSettings, method: str, address: str, template: str, values: dict[str, str]) -> Request:
    url = fill(address, "address", values)
    _may_leave(address, url)
    parts = urlsplit(url)
    values |= {"method": method, "path": parts.path + (f"?{parts.query}" if parts.query else "")}
    body = "" if method == "GET" else fill(template, _place(given.media_type), values)
    values["body"] = body
    values["signature"] = _signature(given, values)
    headers = _headers(given.headers, values) | _credentials(given, values)
    if body:
        headers.setdefault("Content-Type", f"{given.media_type}; charset=utf-8")
    return Request(method, url, headers, body.encode() if body else None)


def _may_leave(template: str, url: str) -> None:
    """The host is written out in the settings and confirmed by the operator: no value decides where a request goes."""
    if "{" in urlsplit(template).netloc:
        raise TelephonyError("the host of an address stands there as it is, not as a template")
    reason = why_not(url, (), entries(settings().outbound_hosts))
    if reason:
        raise TelephonyError(f"{reason} (DANGBAN_OUTBOUND_HOSTS)")


def _values(line: str, at: datetime) -> dict[str, str]:
    moment = at.astimezone(UTC)
    return {
        "line": line,
        "at": moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "timestamp": str(int(moment.timestamp())),
        "timestamp_ms": str(int(moment.timestamp() * 1000)),
        "nonce": uuid.uuid4().hex,
    }


def _headers(written: str, values: Mapping[str, str]) -> dict[str, str]:
    made = {}
    for line in filter(None, map(str.strip, written.splitlines())):
        name, colon, value = line.partition(":")
        if not colon or not name.strip().replace("-", "").isalnum():
            raise TemplateFault("a header is written as Name: value")
        made[name.strip()] = fill(value.strip(), "header", values)
    return made


def _place(media_type: str) -> Place:
    if media_type == "application/x-www-form-urlencoded":
        return "form"
    return "json" if media_type.endswith("json") else "plain"


def _signature(given: RestSettings, values: Mapping[str, str]) -> str:
    if given.auth != "hmac":
        return ""
    signed = fill(given.signed, "plain", values).encode()
    digest = hmac.new(given.secret.encode(), signed, getattr(hashlib, given.algorithm)).digest()
    return digest.hex() if given.encoding == "hex" else base64.b64encode(digest).decode()


def _credentials(given: RestSettings, values: Mapping[str, str]) -> dict[str, str]:
    if given.auth == "bearer":
        return {"Authorization": f"Bearer {given.secret}"}
    if given.auth == "basic":
        pair = base64.b64encode(f"{given.user}:{given.secret}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}
    if given.auth == "hmac" and given.signature_header:
        return {given.signature_header: values["signature"], "X-Timestamp": values["timestamp"]}
    return {}
