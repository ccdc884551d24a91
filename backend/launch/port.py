"""The listening socket, opened before anything is started and handed to every web process.

It belongs to the supervisor: a web process that dies and comes back loses no connection that was waiting.
"""

from __future__ import annotations

import errno
import os
import socket

from backend.infra.embedded import LaunchError

BACKLOG = 2048


def listen(host: str, port: int) -> socket.socket:
    """Binds host and port. Raises `LaunchError` for a port in use, a port that needs root, an unknown host."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise LaunchError("launch-host", host=host, reason=error.strerror) from None
    ears = socket.socket(family, kind, protocol)
    ears.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        ears.bind(address)
        ears.listen(BACKLOG)
    except OSError as error:
        ears.close()
        raise _why(error, host, port) from None
    ears.setblocking(False)
    return ears


def address_of(host: str, port: int, public_url: str = "") -> str:
    """The address that a person opens: the public one, else ours; for "every address" the one in the local network."""
    if public_url:
        return public_url.rstrip("/")
    if host in ("0.0.0.0", "::", ""):  # noqa: S104
        host = _own_address()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _own_address() -> str:
    """The address of this machine in its network; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def _why(error: OSError, host: str, port: int) -> LaunchError:
    if error.errno == errno.EADDRINUSE:
        return LaunchError("launch-port-in-use", port=port, other=port + 1 if port < 65535 else 8001)
    if error.errno in (errno.EACCES, errno.EPERM):
        return LaunchError("launch-port-forbidden", port=port)
    return LaunchError("launch-host", host=host, reason=os.strerror(error.errno or 0))
