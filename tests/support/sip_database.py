"""A PostgreSQL of its own for what stops, freezes and restarts it; others share theirs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import psutil

from backend.infra.embedded import postgres
from backend.infra.telephony.sip.configuration import role
from backend.infra.telephony.sip.settings import database_password
from backend.rules.hotline import Plan


@dataclass
class SipDatabase:
    """Migrated, with the account that Kamailio reads with."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="dangban-sip-db-")))
    _server: postgres.RunningPostgres | None = None

    async def start(self) -> None:
        self.folder.chmod(0o711)
        self._server = await postgres.start(self.folder, max_connections=40)

    async def prepare(self) -> None:
        environment = {**os.environ, "DATABASE_URL": self.url}
        command = [sys.executable, "-m", "backend.cli", "migrate"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        await self.run(role("dangban", database_password()))

    @property
    def url(self) -> str:
        assert self._server is not None
        return self._server.url

    @property
    def kamailios_url(self) -> str:
        return f"postgresql://kamailio:{database_password()}@{self.url.split('@', 1)[1]}"

    async def run(self, statements: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(statements)
        finally:
            await connection.close()

    async def ask(self, question: str, *values: object, by: str = "") -> object:
        connection = await asyncpg.connect(by or self.url)
        try:
            return await connection.fetchval(question, *values)
        finally:
            await connection.close()

    async def line(self) -> int:
        """A department with a 400 number on a SIP server."""
        department_id = await self.ask(
            "INSERT INTO department (name, zone, preset, rules) VALUES ($1, 'Asia/Shanghai', 'mall-service', '{}') "
            "RETURNING id",
            f"客服部 {uuid.uuid4().hex[:6]}",
        )
        return await self.ask(  # type: ignore[return-value]
            "INSERT INTO hotline_line (department_id, number, office_number, adapter, token) "
            "VALUES ($1, '4008001234', '4008000001', 'sip', $2) RETURNING id",
            department_id,
            uuid.uuid4().hex,
        )

    async def hand_over(self, line_id: int, plan: Plan) -> None:
        """As the controller does it: one row, committed. An older one is refused, by the table itself."""
        await self.ask(
            "INSERT INTO hotline_plan (department_id, line_id, version, plan, starts_at, ends_at) "
            "SELECT department_id, id, $2, $3::jsonb, $4, $5 FROM hotline_line WHERE id = $1",
            line_id,
            plan.version,
            json.dumps(plan.to_dict()),
            plan.span.start,
            plan.span.end,
        )

    async def go_back_to(self, line_id: int, plan: Plan) -> None:
        """What a backup that was played back does: the newer plans are gone."""
        off, on = (f"ALTER TABLE hotline_plan {word} TRIGGER ALL" for word in ("DISABLE", "ENABLE"))
        await self.run(f"{off}; DELETE FROM hotline_plan WHERE line_id = {int(line_id)}")
        await self.hand_over(line_id, plan)
        await self.run(on)

    async def seen_by_kamailio(self, line_id: int) -> str:
        return await self.ask(  # type: ignore[return-value]
            "SELECT plan FROM hotline_sip_plan WHERE line_id = $1", line_id, by=self.kamailios_url
        )

    @property
    def running(self) -> bool:
        return self._server is not None and self._server.alive()

    async def stop(self) -> None:
        if self.running:
            await self._server.stop()  # type: ignore[union-attr]

    def freeze(self) -> list[int]:
        """Every process of this server stands still; connections stay open and nothing answers."""
        assert self._server is not None
        leader = psutil.Process(self._server.pid)
        frozen = [leader.pid, *(child.pid for child in leader.children(recursive=True))]
        for pid in frozen:
            os.kill(pid, signal.SIGSTOP)
        return frozen

    def thaw(self, frozen: list[int]) -> None:
        for pid in frozen:
            try:
                os.kill(pid, signal.SIGCONT)
            except ProcessLookupError:
                continue

    async def remove(self) -> None:
        await self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
