"""Passkeys (R-PPL-2): made, listed, renamed, removed."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg
from webauthn import generate_registration_options, verify_registration_response
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.people.devices_browser import browser_name
from backend.people.passkeys_challenges import answer_challenge, new_challenge
from backend.people.passkeys_credential import BROKEN, RelyingParty, challenge_of
from backend.people.viewer import Viewer
from backend.settings import settings

MOST = 20


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose passkey it will be."""

    person_id: int
    department_id: int | None
    login: str
    name: str


@dataclass(frozen=True, slots=True)
class PasskeyCard:
    """A passkey as its owner sees it."""

    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


async def registration_options(
    owner: Owner, site: RelyingParty, purpose: str, at: datetime
) -> dict[str, Any]:
    """What the browser needs to make a passkey: on the device itself, opened by finger, face or code."""
    known = await db.fetch("SELECT credential_id FROM passkey WHERE person_id = $1", owner.person_id)
    options = generate_registration_options(
        rp_id=site.id,
        rp_name="Dangban 当班",
        user_name=owner.login,
        user_display_name=owner.name,
        user_id=_handle(owner.person_id),
        challenge=new_challenge(purpose, at),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=row["credential_id"]) for row in known],
    )
    return options_to_json_dict(options)


async def add_passkey(
    owner: Owner,
    site: RelyingParty,
    purpose: str,
    credential: dict[str, Any],
    at: datetime,
    *,
    user_agent: str = "",
    name: str = "",
) -> int:
    """Keeps a passkey that the browser has made; returns its id. Refuses what does not verify and one that is known."""
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge_of(credential),
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except BROKEN:
        raise Refusal("identity-passkey-failed", 422) from None
    called = _clean(name) or browser_name(user_agent).words or "Passkey"
    async with db.transaction():
        await answer_challenge(challenge_of(credential), purpose, at)
        if await db.fetchval("SELECT count(*) FROM passkey WHERE person_id = $1", owner.person_id) >= MOST:
            raise Refusal("identity-passkey-most", 409, most=MOST)
        passkey_id = await _kept(owner, made, credential, called, at)
        await _noted("passkey.added", passkey_id, owner.department_id, owner.person_id, name=called)
    return passkey_id


async def rename_passkey(by: Viewer, passkey_id: int, name: str, at: datetime) -> None:
    """Names a passkey of one's own."""
    if not _clean(name):
        raise Refusal("identity-passkey-name", 422, field="name")
    async with db.transaction():
        if await db.fetchval(_RENAME, by.person_id, passkey_id, _clean(name)) is None:
            raise not_found()
        await _noted("passkey.renamed", passkey_id, by.department_id, by.person_id, name=_clean(name))


async def remove_passkey(by: Viewer, passkey_id: int, at: datetime) -> None:
    """Removes a passkey of one's own. Refuses the last way in: without a password one passkey stays."""
    async with db.transaction():
        password = await db.fetchval(
            "SELECT password_hash FROM person WHERE id = $1 FOR UPDATE", by.person_id
        )
        mine = {card.id: card for card in await passkeys_of(by.person_id)}
        if passkey_id not in mine:
            raise not_found()
        if password is None and len(mine) == 1:
            raise Refusal("identity-passkey-last", 409, way_out="/me/password")
        await db.execute("DELETE FROM passkey WHERE id = $1", passkey_id)
        await _noted(
            "passkey.removed", passkey_id, by.department_id, by.person_id, name=mine[passkey_id].name
        )


async def passkeys_of(person_id: int) -> list[PasskeyCard]:
    """A person's passkeys, the oldest first."""
    return [PasskeyCard(**row) for row in await db.fetch(_PASSKEYS, person_id)]


_INSERT = """
INSERT INTO passkey (department_id, person_id, credential_id, public_key, sign_count, transports, name, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
"""
_RENAME = "UPDATE passkey SET name = $3 WHERE person_id = $1 AND id = $2 RETURNING id"
_PASSKEYS = "SELECT id, name, created_at, last_used_at FROM passkey WHERE person_id = $1 ORDER BY id"


async def _kept(owner: Owner, made: Any, credential: dict[str, Any], name: str, at: datetime) -> int:
    transports = [str(way)[:20] for way in credential["response"].get("transports") or []][:8]
    values = (made.credential_id, made.credential_public_key, made.sign_count, transports, name, at)
    try:
        async with db.transaction():
            return await db.fetchval(_INSERT, owner.department_id, owner.person_id, *values)
    except asyncpg.UniqueViolationError:
        raise Refusal("identity-passkey-known", 409) from None


def _handle(person_id: int) -> bytes:
    """What the device keeps as its user: always the same for a person, and says nothing about them."""
    return hmac.new(settings().secret_bytes, f"passkey:{person_id}".encode(), hashlib.sha256).digest()


def _clean(name: str) -> str:
    return " ".join(name.split())[:40]


async def _noted(verb: str, passkey_id: int, department_id: int | None, by: int, **details: Any) -> None:
    await note(verb, f"passkey:{passkey_id}", department_id=department_id, actor_id=by, **details)
