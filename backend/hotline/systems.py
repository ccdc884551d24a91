"""Which telephone system a line stands on, and the settings that each kind asks for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

from backend.hotline.queries import Line
from backend.infra.telephony.adapter import Telephony, TelephonyError
from backend.infra.telephony.rest import Rest, RestSettings
from backend.infra.telephony.sip import Sip, SipSettings
from backend.infra.telephony.webhook import Webhook, WebhookSettings
from backend.infra.vault import unlock
from backend.settings import settings as our_settings

SECRET = {"secret": True}
"""`token: str = field(default="", metadata=SECRET)`: kept locked, written from the form and never shown again."""


@dataclass(frozen=True, slots=True)
class System:
    """One kind of telephone system. `settings` is its plain dataclass: what a manager fills in, secrets among it.

    `make` puts the adapter together from filled-in settings and the line: `make(WebhookSettings(…), line)`.
    """

    settings: type
    make: Callable[[Any, Line], Telephony]

    def filled(self, plain: Mapping[str, Any], secrets: Mapping[str, str]) -> Any:
        """The settings as the adapter wants them; what they do not know is left out."""
        given = {**plain, **secrets}
        return self.settings(
            **{each.name: given[each.name] for each in fields(self.settings) if each.name in given}
        )

    def blanks(self) -> tuple[Blank, ...]:
        """What there is to fill in, in its order."""
        return tuple(_blank(each) for each in fields(self.settings))


@dataclass(frozen=True, slots=True)
class Blank:
    """One setting: its label is the sentence `hotline-setting-<name>`, its hint `hotline-setting-<name>-hint`."""

    name: str
    kind: str
    default: Any
    secret: bool
    choices: tuple[str, ...] = ()


def vendor_address(line: Line, what: str) -> str:
    """Our address as the line's vendor calls it; `what` is `inbound` or `events`. The token in it is its key."""
    return f"{our_settings().public_url.rstrip('/')}/telephony/{line.token}/{what}"


def _webhook(given: WebhookSettings, line: Line) -> Telephony:
    return Webhook(given, vendor_address(line, "inbound"), vendor_address(line, "events"), line.ring_seconds)


def _rest(given: RestSettings, line: Line) -> Telephony:
    return Rest(given, line.number)


def _sip(given: SipSettings, line: Line) -> Telephony:
    return Sip(given, line.id, line.token)


SYSTEMS: dict[str, System] = {
    "sip": System(SipSettings, _sip),
    "webhook": System(WebhookSettings, _webhook),
    "rest": System(RestSettings, _rest),
}
"""By the adapter's name as `hotline_line` keeps it."""


def system_of(line: Line) -> Telephony:
    """The adapter of a line. TelephonyError where its kind is not there, or its secrets cannot be opened any more."""
    system = SYSTEMS.get(line.adapter)
    if system is None:
        raise TelephonyError(f"no telephone system of the kind {line.adapter!r}")
    try:
        return system.make(system.filled(line.settings, secrets_of(line)), line)
    except (TypeError, ValueError) as error:
        raise TelephonyError(f"the settings of the line cannot be used: {error}") from None


def secrets_of(line: Line) -> dict[str, str]:
    """Opened; ValueError where our own secret has changed since."""
    return json.loads(unlock("line", line.secrets)) if line.secrets else {}


def _blank(each: Any) -> Blank:
    default = each.default if each.default is not MISSING else ""
    if each.default_factory is not MISSING:
        default = each.default_factory()
    kind = each.type if isinstance(each.type, str) else each.type.__name__
    return Blank(
        each.name, kind, default, bool(each.metadata.get("secret")), tuple(each.metadata.get("choices", ()))
    )
