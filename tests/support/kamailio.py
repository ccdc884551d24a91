"""A real Kamailio for a story, with the configuration that the product makes; on loopback, at ports that are free."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from backend.infra.embedded.process import end, last_words, spawn
from backend.infra.telephony.sip import Sip
from backend.infra.telephony.sip.configuration import Wiring, configuration, seed
from backend.infra.telephony.sip.settings import CONTROL, EVENTS, SipSettings, token_of
from backend.settings import settings

START_SECONDS = 20
INSTALL = "sudo apt install kamailio kamailio-postgres-modules kamailio-utils-modules sip-tester faketime"
NOWHERE = "postgresql://nobody@127.0.0.1:9/nothing"
LINE_TOKEN = "a-line-of-the-tests"


def allow_outbound(*hosts: str) -> None:
    """What the operator does once: our questions may go there. Every story has a port of its own."""
    os.environ["DANGBAN_OUTBOUND_HOSTS"] = ",".join(hosts)
    settings.cache_clear()


def program(name: str) -> str:
    """Debian puts servers where an ordinary account does not look."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    assert found, f"{name} is not installed: {INSTALL}"
    return found


def free_port() -> int:
    """Free for UDP and for TCP."""
    for _ in range(50):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
            udp.bind(("127.0.0.1", 0))
            try:
                tcp.bind(("127.0.0.1", udp.getsockname()[1]))
            except OSError:
                continue
            return udp.getsockname()[1]
    raise AssertionError("no free port")


@dataclass
class Kamailio:
    """`async with Kamailio(wiring)`. `clock`: an instant at which its own clock begins; `seeded`: its seed file.
    `made`: a configuration that the command has written."""

    wiring: Wiring
    seeded: str = ""
    clock: float | None = None
    made: Path | None = None
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="dangban-sip-")))
    _child: subprocess.Popen[bytes] | None = None
    _allowed: list[str] = field(
        default_factory=lambda: list(filter(None, os.environ.get("DANGBAN_OUTBOUND_HOSTS", "").split(",")))
    )

    @property
    def settings(self) -> SipSettings:
        return SipSettings(f"http://{self.wiring.control}")

    @property
    def port(self) -> int:
        """Where calls come in."""
        return int(self.wiring.listen.rsplit(":", 1)[1])

    @property
    def system(self) -> Sip:
        """The product's adapter for it."""
        return Sip(self.settings, self.wiring.line_id, LINE_TOKEN)

    @property
    def seed(self) -> Path:
        return Path(self.wiring.seed)

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8", "replace")

    async def __aenter__(self) -> Kamailio:
        self.wiring = replace(self.wiring, seed=str(self.folder / "seed.cfg"))
        if self.seeded:
            self.seed.write_text(seed(self.seeded))
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
        allow_outbound(*self._allowed)
        shutil.rmtree(self.folder, ignore_errors=True)

    async def start(self) -> None:
        """Returns when it answers questions; its own words are the failure where it does not."""
        allow_outbound(*self._allowed, self.wiring.control)
        path = self.made or self.folder / "kamailio.cfg"
        if not self.made:
            path.write_text(configuration(self.wiring))
        command = [program("kamailio"), "-DD", "-E", "-f", str(path), "-m", "64", "-M", "8"]
        command += ["-Y", str(self.folder), "-w", str(self.folder)]
        self._child = spawn(command, self.folder / "log", environment=self._environment())
        async with httpx.AsyncClient(trust_env=False, timeout=2) as client:
            for _ in range(START_SECONDS * 50):
                try:
                    await client.get(f"http://{self.wiring.control}/")
                    return
                except httpx.HTTPError:
                    assert self._child.poll() is None, last_words(self.folder / "log", lines=40)
                    await asyncio.sleep(0.02)
        raise AssertionError(last_words(self.folder / "log", lines=40))

    async def stop(self) -> None:
        if self._child is not None:
            await end(self._child.pid, signal.SIGTERM, 10, self._child)
            self._child = None

    async def asked(self, path: str = "", token: str | None = None) -> httpx.Response:
        """What it answers whoever asks over HTTP."""
        bearer = token_of(CONTROL, LINE_TOKEN) if token is None else token
        async with httpx.AsyncClient(trust_env=False, timeout=3) as client:
            return await client.get(
                f"http://{self.wiring.control}{path or f'/hotline/{self.wiring.line_id}'}",
                headers={"Authorization": f"Bearer {bearer}"},
            )

    def _environment(self) -> dict[str, str]:
        plain = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
        if self.clock is None:
            return plain
        return {**plain, "LD_PRELOAD": _moving_clock(), "FAKETIME": _shift(self.clock), "TZ": "UTC"}


def wired(line_id: int, gateway: str, database_url: str = NOWHERE, **more: object) -> Wiring:
    """A line on loopback."""
    plain = Wiring(
        line_id=line_id,
        number="4008001234",
        listen=f"127.0.0.1:{free_port()}",
        trusted=("127.0.0.0/8",),
        gateway=gateway,
        database_url=database_url,
        control_token=token_of(CONTROL, LINE_TOKEN),
        events_token=token_of(EVENTS, LINE_TOKEN),
        seed="/filled-in-later",
        ring_seconds=3,
        control=f"127.0.0.1:{free_port()}",
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def _moving_clock() -> str:
    """The library behind `faketime`, to be preloaded: the wrapper would stand between us and Kamailio's end."""
    said = subprocess.run(
        [program("faketime"), "-f", "+0", "env"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"^LD_PRELOAD=(\S+)$", said, re.MULTILINE)
    assert found, f"faketime does not say where its library lies: {INSTALL}"
    return found[1]


def _shift(start: float) -> str:
    import time

    return f"{start - time.time():+.3f}"
