"""What a line on a SIP server asks for; everything else stands in the configuration that is made for that server."""

from __future__ import annotations

from dataclasses import dataclass

from backend.infra.vault import derived

CONTROL, EVENTS = "control", "events"


@dataclass(frozen=True, slots=True)
class SipSettings:
    """`control_url`: where Kamailio listens for our questions."""

    control_url: str = "http://127.0.0.1:5066"


def token_of(kind: str, line_token: str) -> str:
    """The bearer token of one direction (`CONTROL`: we ask Kamailio, `EVENTS`: it tells us).

    It is kept nowhere: both we and the command that writes Kamailio's configuration work it out of the line's token
    and our own secret. A new token for the line makes both new.
    """
    return derived(f"sip:{kind}:{line_token}")


def database_password() -> str:
    """Of the account with which every Kamailio of this deployment reads its plan."""
    return derived("sip:database")
