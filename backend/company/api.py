"""Company, departments and rules under /api/v1."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, get, post, put

from backend.company.actions import (
    appoint_admin,
    archive_department,
    create_department,
    describe_company,
    dismiss_admin,
    enter_department,
    rename_department,
)
from backend.company.queries import Admin, CompanyCard, admins, company, departments
from backend.company.rules_changes import NewVersion, change_rules, restore_rules, rewrite_rules
from backend.company.rules_read import RulesVersion, rules_history, rules_version
from backend.company.rules_routes import wrong
from backend.infra.refusal import Refusal
from backend.rules.presets import PRESETS, Preset, PresetError, load, source, to_toml
from backend.web.guards import allow, company_admin


class DepartmentOut(msgspec.Struct):
    id: int
    name: str
    preset: str
    zone: str
    demo: bool
    people: int
    rules_version: int


class DepartmentIn(msgspec.Struct):
    """`preset` is one of those that `GET /api/v1/presets` lists; `zone` an IANA name."""

    name: str
    preset: str
    zone: str = "Asia/Shanghai"


class NameIn(msgspec.Struct):
    name: str


class CompanyIn(msgspec.Struct):
    name: str
    lang: str


class LoginIn(msgspec.Struct):
    login: str


class PresetOut(msgspec.Struct):
    """`toml` is the text with its comments."""

    code: str
    names: dict[str, str]
    about: dict[str, str]
    toml: str


class RulesOut(msgspec.Struct):
    """`version` goes back with a change."""

    version: int
    rules: dict[str, Any]
    toml: str


class RulesIn(msgspec.Struct):
    """The whole copy, as `rules` or as `toml`; `version` is the one it was made from."""

    version: int
    rules: dict[str, Any] | None = None
    toml: str | None = None


class RestoreIn(msgspec.Struct):
    """`version` is the one that holds now."""

    version: int


@get("/api/v1/presets", guards=[company_admin], tags=["company"], sync_to_thread=False)
def presets() -> list[PresetOut]:
    """The rule sets that a department can start from."""
    return [
        PresetOut(name, asdict(load(name).names), asdict(load(name).about), source(name)) for name in PRESETS
    ]


@get("/api/v1/departments", guards=[company_admin], tags=["company"])
async def department_list() -> list[DepartmentOut]:
    """Every department that is not archived."""
    return [
        DepartmentOut(
            card.id, card.name, card.preset, card.zone.key, card.demo, card.people, card.rules_version
        )
        for card in await departments()
    ]


@post("/api/v1/departments", guards=[company_admin], tags=["company"])
async def founding(request: Request, data: DepartmentIn) -> dict[str, int]:
    """Founds a department from a preset."""
    department_id = await create_department(
        data.name, data.preset, datetime.now(UTC), zone=data.zone, by=request.user.person_id
    )
    return {"id": department_id}


@post("/api/v1/departments/{department_id:int}/entry", guards=[company_admin], tags=["company"])
async def entry(request: Request, department_id: int) -> None:
    """Has this session work in another department; a token works where it was made for."""
    by = request.user
    if by.by_token:
        raise Refusal("company-token-stays", 409)
    await enter_department(by.person_id, by.session_id, department_id, datetime.now(UTC))


@put("/api/v1/departments/{department_id:int}/name", guards=[company_admin], tags=["company"])
async def renaming(request: Request, department_id: int, data: NameIn) -> None:
    """Another name."""
    await rename_department(request.user.person_id, department_id, data.name, datetime.now(UTC))


@post("/api/v1/departments/{department_id:int}/archive", guards=[company_admin], tags=["company"])
async def closing(request: Request, department_id: int) -> None:
    """Closes a department in which nobody works any more."""
    await archive_department(request.user.person_id, department_id, datetime.now(UTC))


@get("/api/v1/company", guards=[company_admin], tags=["company"])
async def about() -> CompanyCard:
    """Name and default language."""
    return await company()


@put("/api/v1/company", guards=[company_admin], tags=["company"])
async def description(request: Request, data: CompanyIn) -> CompanyCard:
    """Puts name and default language right."""
    await describe_company(request.user.person_id, data.name, data.lang, datetime.now(UTC))
    return await company()


@get("/api/v1/company/administrators", guards=[company_admin], tags=["company"])
async def administrator_list() -> list[Admin]:
    """Who may do everything."""
    return await admins()


@post("/api/v1/company/administrators", guards=[company_admin], tags=["company"])
async def appointment(request: Request, data: LoginIn) -> list[Admin]:
    """One more administrator."""
    await appoint_admin(request.user.person_id, data.login, datetime.now(UTC))
    return await admins()


@post("/api/v1/company/administrators/{person_id:int}/dismissal", guards=[company_admin], tags=["company"])
async def dismissal(request: Request, person_id: int) -> list[Admin]:
    """One administrator fewer; never the last."""
    await dismiss_admin(request.user.person_id, person_id, datetime.now(UTC))
    return await admins()


@get("/api/v1/rules", guards=[allow("department.rules")], tags=["rules"])
async def rules_now(request: Request) -> RulesOut:
    """The department's own copy."""
    by = request.user
    version = (await rules_history(by.department_id, 1))[0].version
    return _rules(version, await rules_version(by.department_id, version))


@put("/api/v1/rules", guards=[allow("department.rules")], tags=["rules"])
async def rules_change(request: Request, data: RulesIn) -> NewVersion:
    """Replaces the copy; refused with key and reason when wrong, or when somebody else was faster."""
    at = datetime.now(UTC)
    try:
        if data.toml is not None:
            return await rewrite_rules(request.user, data.toml, data.version, at)
        return await change_rules(request.user, Preset.from_dict(data.rules), data.version, at)
    except PresetError as fault:
        raise wrong(request, fault, fault.key) from None


@get("/api/v1/rules/versions", guards=[allow("department.rules")], tags=["rules"])
async def version_list(request: Request) -> list[RulesVersion]:
    """Who changed which sections when; the newest first."""
    return await rules_history(request.user.department_id)


@get("/api/v1/rules/versions/{version:int}", guards=[allow("department.rules")], tags=["rules"])
async def one_version(request: Request, version: int) -> RulesOut:
    """One version of the department's rules."""
    return _rules(version, await rules_version(request.user.department_id, version))


@post("/api/v1/rules/versions/{version:int}/restoration", guards=[allow("department.rules")], tags=["rules"])
async def restoration(request: Request, version: int, data: RestoreIn) -> NewVersion:
    """Makes an earlier version hold again, as a new one."""
    return await restore_rules(request.user, version, data.version, datetime.now(UTC))


def _rules(version: int, rules: Preset) -> RulesOut:
    return RulesOut(version, rules.to_dict(), to_toml(rules))


handlers: list[Any] = [
    presets,
    department_list,
    founding,
    entry,
    renaming,
    closing,
    about,
    description,
    administrator_list,
    appointment,
    dismissal,
    rules_now,
    rules_change,
    version_list,
    one_version,
    restoration,
]
