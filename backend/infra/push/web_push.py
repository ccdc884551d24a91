"""Web Push (RFC 8030) to a phone's browser, encrypted for it alone (RFC 8291) and signed as ours (RFC 8292)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from backend.infra.push import vapid
from backend.infra.push.hosts import entries, why_not
from backend.infra.push.outbound import TIMEOUT_SECONDS, Reply, Unreachable, ask
from backend.infra.push.outcome import Outcome, outcome_of, unreachable
from backend.settings import settings

KNOWN_HOSTS = (
    "fcm.googleapis.com",
    "*.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
"""Chrome and most Android browsers, Firefox, Safari, Edge. Others are for the operator to add."""

MOST_BYTES = 3_993
"""What fits into the 4,096 bytes that every push service must take, once encrypted (RFC 8291, part 4)."""

LONGEST_TTL = 28 * 86_400

Urgency = Literal["very-low", "low", "normal", "high"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser can be reached, as its `PushSubscription` says. The keys are base64url."""

    endpoint: str
    p256dh: str
    auth: str


async def send_push(
    subscription: Subscription,
    payload: Mapping[str, Any],
    *,
    ttl: int,
    urgency: str,
    topic: str | None,
    at: datetime,
    timeout: float = TIMEOUT_SECONDS,
) -> Outcome:
    """Hands `payload` to the push service. `ttl` is in seconds: a phone that is away longer never gets it.

    `topic` (at most 32 letters, digits, `-` or `_`) replaces what waits under the same name. `gone` means that the
    subscription is dead: remove it. Raises nothing for what the other side does.
    """
    reason = why_not_push(subscription.endpoint)
    if reason:
        return Outcome("failed", reason=reason)
    data = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    if len(data.encode()) > MOST_BYTES:
        return Outcome("too_large", reason="more than a push can carry")
    return await _push(subscription, data, _headers(ttl, urgency, topic), at, timeout)


def why_not_push(endpoint: str) -> str:
    """Empty for the address of a push service that is known or that the operator has added; else the reason."""
    return why_not(endpoint, KNOWN_HOSTS, entries(settings().push_hosts))


async def _push(
    subscription: Subscription, data: str, headers: dict[str, str | int | float], at: datetime, timeout: float
) -> Outcome:
    from pywebpush import (
        WebPushException,
        webpush_async,
    )  # 15 MB that a web process, which sends nothing, is spared

    keys: Any = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    signed = vapid.key().sign(vapid.claims(subscription.endpoint, at))
    try:
        await webpush_async(
            {"endpoint": subscription.endpoint, "keys": keys},
            data,
            ttl=int(str(headers["ttl"])),
            headers=headers | signed,
            timeout=timeout,
            aiohttp_session=cast(Any, _Outbound()),
        )
    except Unreachable as error:
        return unreachable(str(error))
    except WebPushException as error:
        return _answered(error, at)
    except ValueError:
        return Outcome("failed", reason="the keys of the subscription are no keys")
    return Outcome("sent", 201)


def _answered(error: Any, at: datetime) -> Outcome:
    """The library raises for whatever is above 202, and for keys that are none."""
    reply = error.response
    if not isinstance(reply, Reply):
        return Outcome("failed", reason="the keys of the subscription are no keys")
    return outcome_of(reply.status, reply.headers, at)


def _headers(ttl: int, urgency: str, topic: str | None) -> dict[str, str | int | float]:
    said: dict[str, str | int | float] = {"ttl": str(min(max(ttl, 0), LONGEST_TTL)), "urgency": urgency}
    return said | {"topic": topic} if topic else said


class _Outbound:
    """What the library posts by: our own way out, which follows no redirect and reads no endless answer."""

    async def post(
        self, url: str, *, timeout: float, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        return await ask("POST", url, headers=headers, data=data, timeout=timeout)
