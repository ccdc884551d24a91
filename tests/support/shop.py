"""The people of a story: a department, who works there, and each one's browser."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import httpx

from backend.app import app
from backend.company.actions import create_department
from backend.infra import db
from backend.people.hiring import hire
from backend.people.sessions import OpenSession, begin_session
from backend.people.viewer import Program, Viewer, viewer_by_session
from backend.web.authentication import DEVICE_COOKIE, SESSION_COOKIE

_numbers = itertools.count(1)

FOUNDED = datetime(2026, 10, 1, tzinfo=UTC)


async def found_department(preset: str = "mall-service", name: str = "五步商城") -> Shop:
    """A new department; names may repeat, ids never do."""
    department_id = await create_department(name, preset, FOUNDED)
    return Shop(department_id, preset)


@dataclass
class Shop:
    """A department of a story."""

    department_id: int
    preset: str
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))

    @property
    def program(self) -> Program:
        return Program(self.department_id)

    async def hire(self, name: str, role: str = "staff", post: str | None = None) -> Colleague:
        """Somebody with a login of their own, ready to come in."""
        login = f"user{next(_numbers)}-{uuid.uuid4().hex[:6]}"
        person_id = await hire(self.program, name, login, FOUNDED, role=role, post=post)
        return Colleague(person_id, name, login, self)

    async def manager(self, name: str = "周总") -> Colleague:
        return await self.hire(name, role="manager")

    def clock(self, day: date | str, wall: str) -> datetime:
        """`shop.clock("2026-11-02", "08:30")` as an instant."""
        when = datetime.fromisoformat(f"{day}T{wall}").replace(tzinfo=self.zone)
        return when.astimezone(UTC)

    async def shift(
        self, colleague: Colleague, day: str, *segments: tuple[str, str], published: bool = True
    ) -> int:
        """A shift, published unless said otherwise: `await shop.shift(lin, "2026-11-02", ("08:30", "16:00"))`."""
        spans = ",".join(
            f"[{self.clock(day, start).isoformat()},{self.clock(day, end).isoformat()})"
            for start, end in segments
        )
        return await db.fetchval(
            "INSERT INTO shift (department_id, person_id, day, segments, in_draft, in_force) "
            "VALUES ($1, $2, $3, $4::text::tstzmultirange, true, $5) RETURNING id",
            self.department_id,
            colleague.person_id,
            date.fromisoformat(day),
            "{" + spans + "}",
            published,
        )


@dataclass
class Colleague:
    """Somebody of a story."""

    person_id: int
    name: str
    login: str
    shop: Shop
    session: OpenSession | None = None

    async def viewer(self) -> Viewer:
        """As routes see them after log-in."""
        session = await self._session()
        viewer = await viewer_by_session(session.token, datetime.now(UTC))
        assert viewer is not None
        return viewer

    async def browser(self, **headers: str) -> httpx.AsyncClient:
        """A logged-in browser on the real application, in this process; no server and no relay in between."""
        session, viewer = await self._session(), await self.viewer()
        client = visitor(**{"x-csrf-token": viewer.csrf, **headers})
        client.cookies.set(SESSION_COOKIE, session.token)
        client.cookies.set(DEVICE_COOKIE, session.device_token)
        return client

    async def _session(self) -> OpenSession:
        if self.session is None:
            self.session = await begin_session(
                self.person_id, datetime.now(UTC), device_name=f"{self.name}的手机"
            )
        return self.session


def visitor(**headers: str) -> httpx.AsyncClient:
    """A browser that nobody has logged in with."""
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # Litestar's own ASGI types
    return httpx.AsyncClient(transport=transport, base_url="http://dangban.test", headers=headers)
