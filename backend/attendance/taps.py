"""What a phone sends with a tap, read from a form or from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from backend.attendance.places import NOWHERE, Whereabouts
from backend.infra.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap as it arrived; times are the phone's."""

    kind: str
    request_key: UUID
    made_at: datetime | None = None
    sent_at: datetime | None = None
    whereabouts: Whereabouts = NOWHERE
    why: str = ""
    tapped: str = ""
    unattended: bool = False


PLACE_FIELDS = ("latitude", "longitude", "accuracy", "door_code")


def tap_of(form: Mapping[str, Any]) -> Tap:
    """Refuses what is not a tap with the field's name. A form without scripts has no key: it gets one."""
    return Tap(
        str(form.get("kind", "")),
        key_of(form.get("request_key")),
        instant_of(form.get("made_at"), "made_at"),
        instant_of(form.get("sent_at"), "sent_at"),
        Whereabouts(
            number_of(form.get("latitude"), "latitude", 90),
            number_of(form.get("longitude"), "longitude", 180),
            number_of(form.get("accuracy"), "accuracy", 10_000_000),
            str(form.get("door_code") or "").strip()[:12],
        ),
        str(form.get("why") or "").strip(),
        str(form.get("tapped") or ""),
        form.get("unattended") == "1",
    )


def instant_of(given: Any, field: str) -> datetime | None:
    """An ISO instant with its offset; `Z` is understood."""
    if not given:
        return None
    try:
        at = given if isinstance(given, datetime) else datetime.fromisoformat(str(given))
        return at.astimezone(UTC) if at.tzinfo else _refuse(field)
    except (ValueError, OverflowError):
        return _refuse(field)


def number_of(given: Any, field: str, limit: float) -> float | None:
    """A finite number from -limit to limit, or nothing."""
    if given in (None, ""):
        return None
    try:
        number = float(given)
    except (TypeError, ValueError):
        return _refuse(field)
    return number if -limit <= number <= limit else _refuse(field)


def key_of(given: Any) -> UUID:
    """What makes a tap that is sent twice one tap. A form without scripts has none: it gets one."""
    if not given:
        return uuid4()
    try:
        return given if isinstance(given, UUID) else UUID(str(given))
    except ValueError:
        return _refuse("request_key")


def _refuse(field: str) -> Any:
    raise Refusal("shell-error-field", 422, field=field, fields=field)
