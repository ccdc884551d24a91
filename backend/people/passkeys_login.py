"""Getting in with a passkey: no log-in name is asked, and nobody learns which ones exist."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from webauthn import generate_authentication_options, verify_authentication_response
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.structs import UserVerificationRequirement

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people.devices_browser import Browser
from backend.people.login import begin_noted
from backend.people.passkeys_challenges import answer_challenge, new_challenge
from backend.people.passkeys_credential import BROKEN, RelyingParty, challenge_of, id_of
from backend.people.sessions import OpenSession


def login_options(site: RelyingParty, at: datetime) -> dict[str, Any]:
    """What the browser needs to offer its passkeys of this site; no log-in name is asked or told."""
    options = generate_authentication_options(
        rp_id=site.id,
        challenge=new_challenge("login", at),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


async def log_in_with_passkey(
    credential: dict[str, Any], site: RelyingParty, at: datetime, browser: Browser
) -> OpenSession:
    """Opens a session for the owner of a passkey. Refuses a copy: one whose counter has not gone up."""
    passkey = await db.fetchrow(_BY_CREDENTIAL, id_of(credential))
    if passkey is None:
        raise Refusal("identity-passkey-unknown", 422)
    try:
        shown = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge_of(credential),
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=passkey["public_key"],
            credential_current_sign_count=0,  # judged below, together with everybody who logs in at this moment
            require_user_verification=True,
        )
    except BROKEN:
        raise Refusal("identity-passkey-failed", 422) from None
    async with db.transaction():
        await answer_challenge(challenge_of(credential), "login", at)
        counted = await db.fetchval(_COUNT_UP, passkey["id"], shown.new_sign_count, at)
        if counted is not None:
            return await begin_noted(passkey["person_id"], passkey["department_id"], at, browser, "passkey")
    await note(
        "passkey.copy_refused",
        f"passkey:{passkey['id']}",
        department_id=passkey["department_id"],
        actor_id=passkey["person_id"],
    )
    raise Refusal("identity-passkey-copied", 403)


_BY_CREDENTIAL = """
SELECT passkey.id, passkey.person_id, passkey.public_key, person.department_id
FROM passkey JOIN person ON person.id = passkey.person_id
WHERE passkey.credential_id = $1 AND person.left_at IS NULL
"""
_COUNT_UP = """
UPDATE passkey SET sign_count = $2, last_used_at = $3
WHERE id = $1 AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0)) RETURNING id
"""
