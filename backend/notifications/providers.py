"""Who sends texts and rings phones for a department: one request of the vendor's for each channel, as a template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec

from backend.audit.actions import note
from backend.infra import db
from backend.infra.catalogue import catalogue
from backend.infra.push.outcome import Outcome
from backend.infra.push.provider import Provider, send_text, why_not_provider
from backend.infra.refusal import Refusal, not_found
from backend.infra.vault import lock, unlock
from backend.people.numbers import verified_numbers
from backend.people.viewer import Actor, Viewer

CHANNELS = ("sms", "call")
PURPOSE = "provider"


@dataclass(frozen=True, slots=True)
class ProviderCard:
    """A provider as it is listed; `host` is where its request goes. `worked` is None until it was used once."""

    id: int
    channel: str
    name: str
    host: str
    created_at: datetime
    tried_at: datetime | None
    worked: bool | None
    reason: str


async def providers_of(department_id: int) -> list[ProviderCard]:
    """The providers of a department: at most one for texts and one for calls."""
    return [_card(row) for row in await db.fetch(_LIST, department_id)]


async def set_provider(by: Actor, channel: str, name: str, provider: Provider, at: datetime) -> int:
    """From now on texts (or calls) go out by this request; the one before ends. Refuses 422 what cannot be asked."""
    name = name.strip()[:60]
    if channel not in CHANNELS:
        raise Refusal("messages-provider-channel", 422, field="channel")
    if not name:
        raise Refusal("messages-name-needed", 422, field="name")
    wrong = why_not_provider(provider, at)
    if wrong:
        raise Refusal("messages-provider-wrong", 422, field="url", why=wrong)
    kept = lock(PURPOSE, msgspec.json.encode(provider).decode())
    async with db.transaction():
        await db.fetch(_END_CHANNEL, by.department_id, channel, at)
        provider_id = await db.fetchval(_SET, by.department_id, channel, name, kept, by.person_id, at)
        await note(
            "provider.set", f"provider:{provider_id}", department_id=by.department_id, actor_id=by.person_id,
            name=name, channel=channel, host=urlsplit(provider.url).hostname or "",
        )  # fmt: skip
    return provider_id


async def end_provider(by: Actor, provider_id: int, at: datetime) -> None:
    """Nothing goes out by it any more."""
    async with db.transaction():
        name = await db.fetchval(_END, provider_id, by.department_id, at)
        if name is None:
            raise not_found()
        await note(
            "provider.ended", f"provider:{provider_id}", department_id=by.department_id, actor_id=by.person_id,
            name=name,
        )  # fmt: skip


async def try_provider(by: Viewer, provider_id: int, lang: str, at: datetime) -> Outcome:
    """One text (or call) to the verified mobile of whoever tries; 409 where there is none."""
    row = await db.fetchrow(_ONE, provider_id, by.department_id)
    provider = _unlocked(row) if row else None
    if provider is None:
        raise not_found()
    mobile = (await verified_numbers(by.department_id)).get(by.person_id)
    if mobile is None:
        raise Refusal("messages-provider-no-number", 409, way_out="/me/number")
    outcome = await send_text(provider, mobile, catalogue(lang).say("message-test-push"), at)
    await used_provider(provider_id, outcome, at)
    return outcome


async def provider_of(department_id: int, channel: str) -> tuple[int, Provider] | None:
    """What a department sends by, with its id; None where nothing is set up."""
    row = await db.fetchrow(_OF_CHANNEL, department_id, channel)
    provider = _unlocked(row) if row else None
    return (row["id"], provider) if row and provider else None


async def used_provider(provider_id: int, outcome: Outcome, at: datetime) -> None:
    """Keeps how it went the last time; the desk shows it."""
    await db.execute(_USED, provider_id, at, outcome.state == "sent", outcome.reason[:200])


def _unlocked(row: Any) -> Provider | None:
    try:
        return msgspec.json.decode(unlock(PURPOSE, row["secrets"]), type=Provider)
    except ValueError:
        return None


def _card(row: Any) -> ProviderCard:
    provider = _unlocked(row)
    host = urlsplit(provider.url).hostname or "" if provider else ""
    return ProviderCard(
        row["id"],
        row["channel"],
        row["name"],
        host,
        row["created_at"],
        row["tried_at"],
        row["worked"],
        row["reason"],
    )


_LIST = """
SELECT id, channel, name, secrets, created_at, tried_at, worked, reason FROM message_provider
WHERE department_id = $1 AND ended_at IS NULL ORDER BY channel DESC
"""
_ONE = "SELECT id, secrets FROM message_provider WHERE id = $1 AND department_id = $2 AND ended_at IS NULL"
_OF_CHANNEL = """
SELECT id, secrets FROM message_provider WHERE department_id = $1 AND channel = $2 AND ended_at IS NULL
"""
_END_CHANNEL = """
UPDATE message_provider SET ended_at = $3 WHERE department_id = $1 AND channel = $2 AND ended_at IS NULL RETURNING id
"""
_END = """
UPDATE message_provider SET ended_at = $3 WHERE id = $1 AND department_id = $2 AND ended_at IS NULL RETURNING name
"""
_SET = """
INSERT INTO message_provider (department_id, channel, name, secrets, created_by, created_at)
VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
"""
_USED = "UPDATE message_provider SET tried_at = $2, worked = $3, reason = $4 WHERE id = $1"
