"""The one way out for messages: bounded in time and size, no redirect followed, no private address reached by a name.

Guarantees:
- a name is resolved once and the connection goes to an address that was looked at, so that it cannot change between
  the look and the connection;
- whoever owns an allowed name cannot lead us into our own network, by DNS or by a redirect;
- an answer of any length costs at most `MOST_BYTES`; one that never comes costs `TIMEOUT_SECONDS`.

What carries it out (`connections`) is imported when something is sent: a web process, which sends nothing, is spared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

TIMEOUT_SECONDS = 10.0
MOST_BYTES = 64 * 1024


class Unreachable(Exception):
    """Nobody answered. `str` is short and holds nothing of the address."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, as far as it was read. Names of headers are found however they are written."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    reason: str = field(default="", compare=False)

    async def text(self) -> str:
        """The body as text; awaited, as the libraries that send through here expect it."""
        return self.body.decode("utf-8", errors="replace")


async def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    data: bytes | None = None,
    timeout: float = TIMEOUT_SECONDS,
) -> Reply:
    """One request to an address that `hosts.why_not` has let through. Unreachable."""
    from backend.infra.push import connections

    return await connections.ask(method, url, headers, data, timeout)


async def close() -> None:
    """Ends the connections of this loop: at the end of a process."""
    from backend.infra.push import connections

    await connections.close()
