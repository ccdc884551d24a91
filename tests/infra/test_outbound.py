"""No way from somebody's settings into our own network: not by an address, a name, a redirect or an endless answer."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from backend.infra.push import connections, outbound
from backend.infra.push.hosts import entries, is_public, why_not
from tests.support.listening import Listening


class Names(AbstractResolver):
    """A name server that answers what its owner wants."""

    def __init__(self, *addresses: str):
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self.addresses
        ]

    async def close(self) -> None:
        pass


PRIVATE = [
    "127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
async def test_a_public_name_that_leads_inside_is_not_connected_to(address: str) -> None:
    with pytest.raises(connections.PrivateAddress):
        await connections.PublicOnly(Names(address)).resolve("sms.example.com", 443)


async def test_of_several_addresses_only_public_ones_are_left() -> None:
    found = await connections.PublicOnly(Names("10.0.0.1", "93.184.216.34")).resolve("sms.example.com", 443)
    assert [result["host"] for result in found] == ["93.184.216.34"]


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "64:ff9b::5db8:d822"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


async def test_a_name_that_turns_inside_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way: the name is looked up at the moment of the connection, and the connection is not made."""

    async def inside(self: Any, host: str, *_: Any) -> list[ResolveResult]:
        return await Names("127.0.0.1").resolve(host, 443)

    monkeypatch.setattr(ThreadedResolver, "resolve", inside)
    with pytest.raises(outbound.Unreachable, match="private address"):
        await outbound.ask("POST", "https://robot.example.com/send?key=secret")
    await outbound.close()


class Endless(Listening):
    def routes(self) -> list[Any]:
        return [
            web.get("/endless", self._endless),
            web.get("/away", self._away),
            web.get("/inside", self._inside),
        ]

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 65_536)

    async def _away(self, request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/inside"})

    async def _inside(self, request: web.Request) -> web.Response:
        return web.Response(text="the inside")


async def test_an_endless_answer_is_cut_and_a_redirect_stays_where_it_is() -> None:
    async with Endless() as service:
        reply = await outbound.ask("GET", service.url + "/endless")
        assert len(reply.body) == outbound.MOST_BYTES
        away = await outbound.ask("GET", service.url + "/away")
        assert away.status == 302 and away.body == b""
        await outbound.close()


@pytest.mark.parametrize(
    ("url", "department", "operator", "reason"),
    [
        ("https://sms.example.com/v1", "sms.example.com", "", ""),
        ("https://sms.example.com:8443/v1", "sms.example.com:8443", "", ""),
        ("https://a.sms.example.com/v1", "*.sms.example.com", "", ""),
        ("http://sms.example.com/v1", "sms.example.com:80", "", "only https is allowed"),
        ("https://sms.example.com/v1", "", "", "host sms.example.com is not allowed"),
        ("https://10.1.2.3/v1", "10.1.2.3", "", "10.1.2.3 is not a public name"),
        ("https://localhost:8025/v1", "localhost:8025", "", "localhost is not a public name"),
        ("http://127.0.0.1:8025/v1", "127.0.0.1:8025", "", "127.0.0.1 is not a public name"),
        ("http://127.0.0.1:8025/v1", "", "127.0.0.1:8025", ""),
        ("http://127.0.0.1:8026/v1", "", "127.0.0.1:8025", "host 127.0.0.1 is not allowed"),
        ("http://localhost:8025/v1", "", "localhost:8025", ""),
        ("https://10.1.2.3/v1", "", "10.1.2.3", ""),
        ("http://10.1.2.3/v1", "", "10.1.2.3:80", "only https is allowed"),
        ("https://[fd00::1]:8443/v1", "", "[fd00::1]:8443", ""),
    ],
)
def test_who_may_allow_what(url: str, department: str, operator: str, reason: str) -> None:
    assert why_not(url, entries(department), entries(operator)) == reason
