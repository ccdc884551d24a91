"""How often one request goes to the database and back, seen by asyncpg itself."""

from __future__ import annotations

import uuid
from typing import Any

import asyncpg
import httpx

from backend.infra import db


async def count(request: dict[str, Any], before: list[dict[str, Any]]) -> int:
    """Round trips of a request once those `before` have warmed everything; this process's pool must be open."""
    from backend.app import app

    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # Litestar's own ASGI types
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for earlier in before:
            await _send(client, earlier)
        seen = _listen()
        await _send(client, request)
        return len(seen)


def _listen() -> list[str]:
    """Every statement from now on, BEGIN and COMMIT included."""
    seen: list[str] = []
    pool = db.engine().pool
    assert pool is not None
    for holder in pool._holders:  # asyncpg has no public way to its idle connections
        if holder._con is not None:
            holder._con.add_query_logger(lambda record: seen.append(_statement(record)))
    return seen


def _statement(record: asyncpg.connection.LoggedQuery) -> str:
    return record.query


async def _send(client: httpx.AsyncClient, request: dict[str, Any]) -> None:
    body = request.get("body", "").replace("{key}", str(uuid.uuid4()))
    answer = await client.request(
        request["method"], request["path"], headers=request.get("headers"), content=body
    )
    answer.raise_for_status()
