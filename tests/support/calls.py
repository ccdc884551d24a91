"""Real telephone calls by SIPp: the exchange where targets answer, and customers who call."""

from __future__ import annotations

import asyncio
import csv
import shlex
import shutil
import signal
import statistics
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from backend.infra.embedded.process import end, last_words, spawn
from tests.support.kamailio import free_port, program

SCENARIOS = Path(__file__).parent.parent / "sip" / "scenarios"
LINE, CUSTOMER = "4008001234", "13900001111"


@dataclass
class Exchange:
    """`async with Exchange() as exchange`: every number of the trunk's far side is here; see `exchange.xml`."""

    port: int = field(default_factory=free_port)
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="dangban-exchange-")))
    _known: int = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def reached(self) -> list[str]:
        """What came in, in order: the number, and after a blank who diverted it."""
        return self._lines()[self._known :]

    def forget(self) -> None:
        """What came in before belongs to another story."""
        self._known = len(self._lines())

    def _lines(self) -> list[str]:
        log = self.folder / "reached.log"
        return log.read_text().splitlines() if log.exists() else []

    async def __aenter__(self) -> Exchange:
        words = ["-sf", str(SCENARIOS / "exchange.xml"), "-p", str(self.port)]
        words += ["-trace_logs", "-log_file", str(self.folder / "reached.log")]
        self._child = spawn(_sipp(*words), self.folder / "log", folder=self.folder)
        await _hears(self.port, self._child, self.folder / "log")
        return self

    async def __aexit__(self, *_: object) -> None:
        await end(self._child.pid, signal.SIGKILL, 5, self._child)
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True)
class Calls:
    """What became of a number of calls. `who`: who answered, by call; `waits`: milliseconds until they did."""

    asked: int
    lost: int
    who: dict[int, str]
    waits: list[float]
    repeats: int
    words: str

    @property
    def p50(self) -> float:
        return statistics.median(self.waits)

    @property
    def p99(self) -> float:
        return sorted(self.waits)[max(0, round(len(self.waits) * 0.99) - 1)]


async def call(
    port: int, count: int = 1, rate: float = 10, scenario: str = "call", spoken_ms: int = 50, **keys: object
) -> Calls:
    """`count` customers, `rate` a second, who call the 400 number at this port; returns when all have hung up."""
    folder = Path(tempfile.mkdtemp(prefix="dangban-calls-"))
    values = {"line": LINE, "caller": CUSTOMER, **keys}
    words = shlex.split(
        f"-sf {SCENARIOS / scenario}.xml -p {free_port()} -m {count} -r {rate} -d {spoken_ms} -timeout 60 "
        "-recv_timeout 30000 -trace_logs -log_file who.log -trace_err -error_file errors.log "
        "-trace_shortmsg -shortmessage_file short.log -trace_stat -stf stat.csv -fd 1"
    )
    words += [word for name, value in values.items() for word in ("-key", name, str(value))]
    words += [f"127.0.0.1:{port}"]
    child = spawn(_sipp(*words), folder / "log", folder=folder)
    try:
        while child.poll() is None:
            await asyncio.sleep(0.02)
        return _became(folder, count)
    finally:
        await end(child.pid, signal.SIGKILL, 5, child)
        shutil.rmtree(folder, ignore_errors=True)


def _sipp(*words: str) -> list[str]:
    return [program("sipp"), *words, "-i", "127.0.0.1", "-nostdin"]


def _became(folder: Path, count: int) -> Calls:
    assert (folder / "stat.csv").exists(), (folder / "log").read_text()[-3000:]
    with open(folder / "stat.csv") as file:
        last = list(csv.DictReader(file, delimiter=";"))[-1]
    log = folder / "who.log"
    lines = [line.split(" ", 1) for line in (log.read_text().splitlines() if log.exists() else [])]
    errors = folder / "errors.log"
    return Calls(
        count,
        count - int(last["SuccessfulCall(C)"]),
        {int(line[0]): line[1] for line in lines if line[0].isdigit()},
        _waits(folder / "short.log"),
        int(last["Retransmissions(C)"]),
        "\n".join(" ".join(line) for line in lines) + (errors.read_text() if errors.exists() else ""),
    )


def _waits(log: Path) -> list[float]:
    """From each INVITE to its 200, in milliseconds: SIPp's own response times step by four."""
    asked: dict[str, float] = {}
    waits = []
    for row in csv.reader(log.read_text("utf-8", "replace").splitlines(), delimiter="\t"):
        seconds, call_id, message = float(row[2]), row[4], row[6]
        if message.startswith("INVITE"):
            asked.setdefault(call_id, seconds)
        elif message.startswith("SIP/2.0 200") and row[5].endswith("INVITE") and call_id in asked:
            waits.append((seconds - asked.pop(call_id)) * 1000)
    return waits


async def _hears(port: int, child: object, log: Path) -> None:
    """Until the port is taken: SIPp says nothing when it is ready."""
    import socket

    for _ in range(250):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return
        assert child.poll() is None, last_words(log)  # type: ignore[attr-defined]
        await asyncio.sleep(0.02)
    raise AssertionError(last_words(log))
