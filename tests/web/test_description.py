"""The description of the API says what the API does."""

from __future__ import annotations

import re
from typing import Any

import pytest

from backend.web.openapi import REFUSAL
from tests.support.shop import visitor
from tests.web.test_every_route import ROUTES


@pytest.fixture
async def description(database: str) -> dict[str, Any]:
    async with visitor() as stranger:
        return (await stranger.get("/api/openapi.json")).json()


async def test_every_route_of_the_api_is_described_with_its_refusals(description: dict[str, Any]) -> None:
    missing = []
    for method, path, handler in ROUTES:
        if not path.startswith("/api/v1/"):
            continue
        operation = description["paths"].get(re.sub(r":\w+}", "}", path), {}).get(method.lower())
        if operation is None or not operation.get("tags") or not operation.get("description"):
            missing.append(f"{method} {path}: not described")
            continue
        answers = operation["responses"]
        if (
            ("400" in answers) != ("requestBody" in operation)
            or ("401" in answers) == ("public" in handler.opt)
            or ("404" in answers) != ("{" in path)
        ):
            missing.append(f"{method} {path}: {sorted(answers)}")
    assert missing == [], "\n".join(missing)


async def test_refusals_are_described_as_they_are(description: dict[str, Any]) -> None:
    async with visitor() as stranger:
        refused = await stranger.post("/api/v1/session", json={"login": 5})
    answer = description["paths"]["/api/v1/session"]["post"]["responses"][str(refused.status_code)]
    (media,) = answer["content"]
    assert refused.headers["content-type"].startswith(media)
    problem = description["components"]["schemas"][REFUSAL]
    assert set(problem["required"]) <= set(refused.json()) <= set(problem["properties"])


async def test_no_class_of_an_answer_can_take_the_place_of_the_refusals() -> None:
    """A class that is called as the refusal is would have its schema found there, and all routes without refusals."""
    assert not REFUSAL.isidentifier()


async def test_pages_and_the_machinery_stay_out_of_it(description: dict[str, Any]) -> None:
    assert {path.split("/")[1] for path in description["paths"]} == {"api", "health"}
