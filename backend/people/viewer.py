"""Who asks: what a session or a token stands for, read in one round trip per request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from backend.company.queries import rules_of, zone
from backend.infra import db
from backend.people.secrets import csrf_token, token_hash
from backend.rules.presets import Preset


class Actor(Protocol):
    """Who does something, as actions see it: a Viewer, or the program itself."""

    @property
    def person_id(self) -> int | None: ...
    @property
    def department_id(self) -> int: ...
    def may(self, permission: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Program:
    """The program itself in one department: jobs, the demo, the command line. It may do everything."""

    department_id: int
    person_id: None = None

    def may(self, permission: str) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person as every route sees them. `department_id` is where they work now; 0 when nowhere yet.

    `permissions` are those of the role that the level allows (R-PPL-1); company administrators stand above both.
    """

    person_id: int
    name: str
    login: str
    department_id: int
    department_name: str
    department_demo: bool
    zone: ZoneInfo
    rules: Preset | None
    post: dict[str, str]
    role: str
    level: int
    permissions: frozenset[str]
    company_admin: bool
    lang: str | None
    theme: str
    session_id: int
    device_id: int | None
    device_bound: bool
    csrf: str
    password_set_at: datetime | None
    password_lent: bool
    by_token: bool = False

    def may(self, permission: str) -> bool:
        """Whether this person may do `permission` in the department where they are now."""
        return self.company_admin or permission in self.permissions

    def lacks_level(self, permission: str) -> bool:
        """Whether their role gives `permission`, and only their level withholds it (R-PPL-1)."""
        return (
            self.rules is not None
            and not self.may(permission)
            and permission in self.rules.permissions_of(self.role)
        )


async def viewer_by_session(token: str, at: datetime) -> Viewer | None:
    """Whose session `token` is, unless it, its device or its person's access has ended by `at`."""
    row = await db.fetchrow(_BY_SESSION, token_hash(token), at)
    return await _viewer(row, csrf_token(token)) if row else None


async def viewer_by_api_token(token: str, at: datetime) -> Viewer | None:
    """Whose bearer token `token` is; it needs no CSRF token, since no browser sends it by itself."""
    row = await db.fetchrow(_BY_TOKEN, token_hash(token), at)
    return await _viewer(row, "", by_token=True) if row else None


async def viewer_by_login(login: str, department_id: int) -> Viewer | None:
    """Who gives a command at the server, by the name they log in with: somebody of that department, or a company
    administrator. Whoever may run commands there is believed; what they may do is decided as everywhere."""
    row = await db.fetchrow(_BY_LOGIN, login.strip(), department_id)
    return await _viewer(row, "", by_token=True) if row else None


_PERSON = """
    person.id AS person_id, person.name, person.login, person.role, person.level, person.company_admin,
    person.lang, person.theme, person.password_set_at, person.password_lent_at IS NOT NULL AS password_lent,
    coalesce(department.id, 0) AS department_id, coalesce(department.name, '') AS department_name,
    coalesce(department.demo, false) AS department_demo,
    coalesce(department.zone, 'Asia/Shanghai') AS zone, coalesce(department.rules_version, 0) AS rules_version,
    coalesce(post.names, '{}') AS post
"""
_ACCESS = "person.left_at IS NULL"

_BY_SESSION = f"""
SELECT {_PERSON}, session.id AS session_id, session.device_id, device.bound_at IS NOT NULL AS device_bound
FROM session
JOIN person ON person.id = session.person_id
JOIN device ON device.id = session.device_id
LEFT JOIN department ON department.id = session.department_id
LEFT JOIN post ON post.id = person.post_id
WHERE session.token_hash = $1 AND session.ended_at IS NULL AND session.expires_at > $2
  AND device.ended_at IS NULL AND {_ACCESS}
"""
_BY_TOKEN = f"""
SELECT {_PERSON}, 0 AS session_id, NULL::bigint AS device_id, false AS device_bound
FROM api_token
JOIN person ON person.id = api_token.person_id
LEFT JOIN department ON department.id = api_token.department_id
LEFT JOIN post ON post.id = person.post_id
WHERE api_token.token_hash = $1 AND api_token.ended_at IS NULL
  AND (api_token.expires_at IS NULL OR api_token.expires_at > $2) AND {_ACCESS}
"""
_BY_LOGIN = f"""
SELECT {_PERSON}, 0 AS session_id, NULL::bigint AS device_id, false AS device_bound
FROM person
JOIN department ON department.id = $2
LEFT JOIN post ON post.id = person.post_id
WHERE lower(person.login) = lower($1) AND (person.department_id = $2 OR person.company_admin) AND {_ACCESS}
"""


async def _viewer(row: Any, csrf: str, by_token: bool = False) -> Viewer:
    rules = await rules_of(row["department_id"], row["rules_version"]) if row["department_id"] else None
    return Viewer(
        person_id=row["person_id"],
        name=row["name"],
        login=row["login"],
        department_id=row["department_id"],
        department_name=row["department_name"],
        department_demo=row["department_demo"],
        zone=zone(row["zone"]),
        rules=rules,
        post=row["post"],
        role=row["role"],
        level=row["level"],
        permissions=rules.permissions_of(row["role"], row["level"]) if rules else frozenset(),
        company_admin=row["company_admin"],
        lang=row["lang"],
        theme=row["theme"],
        session_id=row["session_id"],
        device_id=row["device_id"],
        device_bound=row["device_bound"],
        csrf=csrf,
        password_set_at=row["password_set_at"],
        password_lent=row["password_lent"],
        by_token=by_token,
    )
