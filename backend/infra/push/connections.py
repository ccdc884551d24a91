"""Connections to push services, robots and vendors: see `outbound` for what they guarantee."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from backend.infra.push.hosts import is_local_name, is_public
from backend.infra.push.outbound import MOST_BYTES, Reply, Unreachable

CONNECT_SECONDS = 5.0
AT_ONCE = 100


async def ask(
    method: str, url: str, headers: Mapping[str, str] | None, data: bytes | None, timeout: float
) -> Reply:
    """One request, no redirect followed. Unreachable."""
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
