"""What Kamailio says about itself when it is asked: one line, written as a query string."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from urllib.parse import parse_qs

from backend.infra.telephony.adapter import Reported, TelephonyError

NONSENSE = "the SIP server answered something else than its standing"


@dataclass(frozen=True, slots=True)
class Standing:
    """`at` by its own clock. `read`: when it last read the database, None since its start. `targets` in their order.

    `seeded`: what it has comes from its seed file. `waiting`: events that it could not hand over yet.
    """

    at: datetime
    version: int
    targets: tuple[str, ...]
    read: datetime | None
    seeded: bool
    waiting: int

    @property
    def reported(self) -> Reported | None:
        return Reported(self.targets[0], self.version) if self.targets else None

    @classmethod
    def from_text(cls, text: str) -> Self:
        """TelephonyError for what is no standing."""
        said = {name: values[0] for name, values in parse_qs(text.strip(), keep_blank_values=True).items()}
        try:
            return cls(
                _moment(said["at"]),
                int(said["version"] or 0),
                tuple(word[1:] for word in _plus(said["targets"]).split(",") if word),
                _moment(said["read"]) if said["read"] != "0" else None,
                said["origin"] == "seed",
                int(said["waiting"]),
            )
        except (KeyError, ValueError, OverflowError):
            raise TelephonyError(NONSENSE) from None


def _moment(seconds: str) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def _plus(numbers: str) -> str:
    """Kamailio writes `+86…` as it is; a query string reads a bare plus as a blank."""
    return numbers.replace(" ", "+")
