"""Where requests that others have set up may go: hosts on a list, and no way from there into our own network.

An entry is `host`, `*.host` or either with `:port`; without a port it means 443. A department's entries and the known
services are reached by https at public addresses only. The operator's own entries may besides name an address literally
(`10.2.0.8`), and what they name on loopback (`127.0.0.1:8025`, `localhost:8025`) is reached by http, too.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def entries(listed: str) -> tuple[str, ...]:
    """A setting's comma-separated hosts."""
    return tuple(entry for entry in (part.strip().lower() for part in listed.split(",")) if entry)


def why_not(url: str, known: Iterable[str], by_operator: Iterable[str] = ()) -> str:
    """Empty when `url` may be asked; else the reason, without anything of the address that may be secret."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "not an address"
    host = (parts.hostname or "").rstrip(".")
    if not host or parts.username or parts.password or any(sign.isspace() for sign in url):
        return "not an address"
    if _matches(host, _port(parts, port), by_operator):
        return _for_operator(parts, host)
    if not _matches(host, _port(parts, port), known):
        return f"host {host} is not allowed"
    if literal(host) is not None or is_local_name(host):
        return f"{host} is not a public name"
    return "" if parts.scheme == "https" else "only https is allowed"


def is_public(address: Address) -> bool:
    """Whether a machine on the open internet has this address; what is wrapped in another counts as what it wraps."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in NAT64:
            return is_public(ipaddress.IPv4Address(address.packed[-4:]))
        if address.sixtofour is not None or address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast


def literal(host: str) -> Address | None:
    """The address that `host` spells out; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_local_name(host: str) -> bool:
    """`localhost` and what stands under it; only an operator's entry ever gets this far."""
    return host == "localhost" or host.endswith(".localhost")


def _for_operator(parts: SplitResult, host: str) -> str:
    address = literal(host)
    loopback = is_local_name(host) or (address is not None and address.is_loopback)
    allowed = ("https", "http") if loopback else ("https",)
    return "" if parts.scheme in allowed else "only https is allowed"


def _matches(host: str, port: int, listed: Iterable[str]) -> bool:
    return any(_fits(host, port, entry) for entry in listed)


def _fits(host: str, port: int, entry: str) -> bool:
    name, allowed = _split(entry)
    if port != allowed:
        return False
    if name.startswith("*."):
        return host.endswith(name[1:]) and len(host) > len(name[1:])
    return host == name


def _split(entry: str) -> tuple[str, int]:
    """`[::1]:80` and `::1` are addresses, too."""
    if literal(entry) is not None:
        return entry, 443
    name, colon, port = entry.rpartition(":")
    if colon and port.isascii() and port.isdigit():
        return name.strip("[]"), int(port)
    return entry.strip("[]"), 443


def _port(parts: SplitResult, port: int | None) -> int:
    return port if port is not None else 443 if parts.scheme == "https" else 80
