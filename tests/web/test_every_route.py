"""What holds for every route there is: found by walking the route table, so that a new one cannot be forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.handlers.http_handlers.base import HTTPRouteHandler
from litestar.routes import HTTPRoute

from backend.app import app
from backend.infra import db
from backend.web import guards
from tests.support.foreign import FOREIGN, body_for, foreign_ids
from tests.support.shop import found_department, visitor

DESCRIPTION = ("/api", "/api/openapi.json", "/api/{path:str}")  # Litestar's own: what the API is, no data
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def _handlers() -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """(method, path, handler) of every route of ours."""
    for route in app.routes:
        if isinstance(route, HTTPRoute) and route.path not in DESCRIPTION:
            for handler in route.route_handlers:
                yield from (
                    (method, route.path_format, handler)
                    for method in sorted(handler.http_methods)
                    if method != "OPTIONS"
                )


def _guarded(handler: HTTPRouteHandler) -> bool:
    ours = {guards.signed_in, guards.company_admin}
    return any(guard in ours or hasattr(guard, "permission") for guard in handler.resolve_guards())


ROUTES = sorted(_handlers(), key=lambda route: route[:2])
WITH_ID = [route for route in ROUTES if "{" in route[1] and _guarded(route[2])]


@pytest.mark.parametrize(("method", "path", "handler"), ROUTES, ids=lambda value: str(value)[:60])
def test_every_route_has_a_guard_or_says_why_not(method: str, path: str, handler: HTTPRouteHandler) -> None:
    reason = handler.opt.get("public", "")
    assert _guarded(handler) != bool(reason), f"{method} {path}: exactly one of a guard and a reason"


async def test_nobody_gets_in_without_signing_in(database: str) -> None:
    async with visitor(accept="application/json") as stranger:
        for method, path, handler in ROUTES:
            if _guarded(handler):
                answer = await stranger.request(method, _filled(path, dict.fromkeys(FOREIGN, "1")))
                assert answer.status_code == 401, f"{method} {path} answered {answer.status_code}"


def test_every_id_in_an_address_is_known_to_this_walk() -> None:
    """A new kind of id needs a foreign one to try: add it to tests/support/foreign.py."""
    used = {name for _, path, _ in WITH_ID for name in re.findall(r"\{(\w+_id)\b", path)}
    assert used <= set(FOREIGN), f"no foreign {used - set(FOREIGN)} to try"


async def test_ids_of_another_department_do_not_exist(database: str) -> None:
    theirs = await foreign_ids()
    ours = await found_department("mall-service", "隔壁部门")
    boss = await ours.hire("隔壁经理", role="manager")
    await db.execute(
        "UPDATE person SET company_admin = true WHERE id = $1", boss.person_id
    )  # no guard stops this one
    wrong: list[str] = []
    async with await boss.browser(accept="application/json") as browser:
        for method, path, handler in WITH_ID:
            if not re.search(_IDS, path) or guards.company_admin in handler.resolve_guards():
                continue
            answer = await browser.request(method, _filled(path, theirs), **body_for(handler))
            if answer.status_code != 404:
                wrong.append(f"{method} {path}: {answer.status_code} {answer.text[:120]}")
    assert wrong == [], "\n".join(wrong)


async def test_what_concerns_the_whole_company_is_for_its_administrators(database: str) -> None:
    manager = await (await found_department("mall-service")).hire("隔壁经理", role="manager")
    async with await manager.browser(accept="application/json") as browser:
        for method, path, handler in ROUTES:
            if guards.company_admin in handler.resolve_guards():
                answer = await browser.request(
                    method, _filled(path, dict.fromkeys(FOREIGN, "1")), **body_for(handler)
                )
                assert answer.status_code == 403, f"{method} {path} answered {answer.status_code}"


_IDS = r"\{\w+_id"


def _filled(path: str, values: dict[str, Any]) -> str:
    others = {"day": "2026-11-02", "month": "2026-11"}
    return re.sub(
        r"\{(\w+)(:\w+)?\}", lambda found: str(values.get(found[1], others.get(found[1], "1"))), path
    )


@pytest.mark.parametrize("path", sorted({path for method, path, _ in ROUTES if method in UNSAFE}))
async def test_another_site_cannot_send_requests(path: str, database: str) -> None:
    async with visitor(origin="https://evil.example", accept="application/json") as browser:
        method = next(method for method, route, _ in ROUTES if route == path and method in UNSAFE)
        answer = await browser.request(method, _filled(path, dict.fromkeys(FOREIGN, "1")))
        assert answer.status_code in (401, 403, 404), f"{method} {path} answered {answer.status_code}"
