"""The company, its departments and their rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from backend.infra import db
from backend.rules.presets import Preset


@dataclass(frozen=True, slots=True)
class DepartmentCard:
    """A department as it is listed."""

    id: int
    name: str
    preset: str
    zone: ZoneInfo
    demo: bool
    people: int
    rules_version: int


async def rules_of(department_id: int, version: int | None = None) -> Preset:
    """A department's own rules. Read once per version and process: a version never changes."""
    if version is None:
        version = await db.fetchval("SELECT rules_version FROM department WHERE id = $1", department_id)
    known = _known.get(department_id)
    if known is None or known[0] != version:
        known = _known[department_id] = await _read(department_id)
    return known[1]


async def departments() -> list[DepartmentCard]:
    """Every department that is not archived, real ones first."""
    return [
        DepartmentCard(
            row["id"],
            row["name"],
            row["preset"],
            zone(row["zone"]),
            row["demo"],
            row["people"],
            row["rules_version"],
        )
        for row in await db.fetch(_DEPARTMENTS)
    ]


@dataclass(frozen=True, slots=True)
class CompanyCard:
    """The one company. Without a row it has no name yet and speaks Chinese."""

    name: str
    lang: str


@dataclass(frozen=True, slots=True)
class Admin:
    """A company administrator; the department is where they work, if anywhere."""

    id: int
    name: str
    login: str
    department: str


async def company() -> CompanyCard:
    """Name and language of the company."""
    row = await db.fetchrow("SELECT name, lang FROM company")
    return CompanyCard(row["name"], row["lang"]) if row else CompanyCard("", "zh-Hans")


async def admins() -> list[Admin]:
    """Who may do everything, by name."""
    return [Admin(**row) for row in await db.fetch(_ADMINS)]


async def department_zone(department_id: int) -> ZoneInfo:
    """The zone that the department's wall clock shows."""
    return zone(await db.fetchval("SELECT zone FROM department WHERE id = $1", department_id))


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


_known: dict[int, tuple[int, Preset]] = {}
db.of_one_database(_known.clear)

_DEPARTMENTS = """
SELECT department.id, department.name, department.preset, department.zone, department.demo, department.rules_version,
    (SELECT count(*) FROM person WHERE person.department_id = department.id AND left_at IS NULL) AS people
FROM department WHERE archived_at IS NULL ORDER BY demo, id
"""


_ADMINS = """
SELECT person.id, person.name, person.login, coalesce(department.name, '') AS department
FROM person LEFT JOIN department ON department.id = person.department_id
WHERE person.company_admin AND person.left_at IS NULL ORDER BY person.name, person.id
"""


async def _read(department_id: int) -> tuple[int, Preset]:
    row = await db.fetchrow("SELECT rules_version, rules FROM department WHERE id = $1", department_id)
    assert row is not None
    return row["rules_version"], Preset.from_dict(row["rules"])
