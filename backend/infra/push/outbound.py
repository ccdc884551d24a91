"""The one way out for messages: bounded in time and size, no redirect followed, no private address reached by a name.

Guarantees:
- a name is resolved once and the connection goes to an address that was looked at, so that it cannot change between
  the look and the connection;
- whoever owns an allowed name cannot lead us into our own network, by DNS or by a redirect;
- an answer of any length costs at most `MOST_BYTES`; one that never comes costs `TIMEOUT_SECONDS`.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from multidict import CIMultiDict, CIMultiDictProxy

from backend.infra.push.hosts import is_local_name, is_public

TIMEOUT_SECONDS = 10.0
CONNECT_SECONDS = 5.0
MOST_BYTES = 64 * 1024
AT_ONCE = 100

Headers = CIMultiDictProxy[str] | CIMultiDict[str]


class Unreachable(Exception):
    """Nobody answered. `str` is short and holds nothing of the address."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, as far as it was read."""

    status: int
    headers: Headers
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
    limit = aiohttp.ClientTimeout(total=timeout, connect=min(CONNECT_SECONDS, timeout))
    try:
        async with _session().request(
            method, url, headers=headers, data=data, timeout=limit, allow_redirects=False
        ) as response:
            return Reply(
                response.status, response.headers, await _first_bytes(response), response.reason or ""
            )
    except TimeoutError:
        raise Unreachable("no answer in time") from None
    except PrivateAddress:
        raise Unreachable("its name leads to a private address") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise Unreachable(_reason(error)) from None


async def close() -> None:
    """Ends the connections of this loop: at the end of a process."""
    session = _sessions.pop(asyncio.get_running_loop(), None)
    if session is not None:
        await session.close()


class PrivateAddress(OSError):
    """A public name that resolves to an address of ours."""


class PublicOnly(AbstractResolver):
    """Resolves a name to its public addresses. `localhost` gets here only where the operator has listed it."""

    def __init__(self, resolver: AbstractResolver | None = None):
        self._resolver = resolver or aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        if is_local_name(host.rstrip(".")):
            return [result for result in found if ipaddress.ip_address(_bare(result)).is_loopback]
        public = [result for result in found if is_public(ipaddress.ip_address(_bare(result)))]
        if found and not public:
            raise PrivateAddress(host)
        return public

    async def close(self) -> None:
        await self._resolver.close()


_sessions: dict[asyncio.AbstractEventLoop, aiohttp.ClientSession] = {}


def _session() -> aiohttp.ClientSession:
    """One for each loop: connections stay open from one message to the next."""
    loop = asyncio.get_running_loop()
    session = _sessions.get(loop)
    if session is None or session.closed:
        for gone in [other for other in _sessions if other.is_closed()]:
            del _sessions[gone]
        connector = aiohttp.TCPConnector(limit=AT_ONCE, resolver=PublicOnly(), ttl_dns_cache=60)
        session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        _sessions[loop] = session
    return session


async def _first_bytes(response: aiohttp.ClientResponse) -> bytes:
    """What is longer is cut, and its connection not used again."""
    body = b""
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MOST_BYTES:
            response.close()
            return body[:MOST_BYTES]
    return body


def _bare(result: ResolveResult) -> str:
    return str(result["host"]).partition("%")[0]


def _reason(error: Any) -> str:
    inner = getattr(error, "os_error", None)
    return (
        "its name leads to a private address" if isinstance(inner, PrivateAddress) else type(error).__name__
    )
