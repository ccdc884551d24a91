"""How long a telephone vendor waits for an answer while the database is stopped: on servers of its own, which stop."""

from __future__ import annotations

import asyncio
import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx

from backend.bench.stage import Stage, a_stage, a_web_process, make_database
from backend.infra import db
from backend.infra.embedded import postgres
from backend.infra.telephony.signed import twilio_signature
from backend.infra.vault import lock
from backend.rules.clock import Interval
from backend.rules.hotline import OFFICE, PERSON, Plan, Segment, Target

PORT, DATABASE = 18614, "bench_hotline"
CALLS, LINES_AT_ONCE = 2_000, 4
WITHIN_SECONDS = 30


async def prepared(stage: Stage) -> dict[str, Any]:
    """A line with its plan; the request of a call that comes in, signed as its vendor signs it."""
    [[caller]] = await make_database(stage, DATABASE, 1, 1)
    now, token, secret = datetime.now(UTC), secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    department_id = await db.fetchval("SELECT department_id FROM person WHERE id = $1", caller.person_id)
    await db.execute(_SWITCH_ON, department_id)
    sealed = lock("line", json.dumps({"secret": secret}))
    line_id = await db.fetchval(_LINE, department_id, {"form": "twiml"}, sealed, token)
    span = Interval(now - timedelta(hours=1), now + timedelta(days=8))
    targets = (Target(PERSON, "13800000001", caller.person_id), Target(OFFICE, "02155550100"))
    plan = Plan(1, (Segment(span, targets, "duty"),))
    await db.execute(_PLAN, department_id, line_id, plan.to_dict(), span.start, span.end)
    return _call(token, secret)


async def answers(stage: Stage, load: Any) -> dict[str, Any]:
    """What `load` (port, seconds, callers, limit) saw, once the database of these servers was stopped."""
    async with a_stage(stage.folder / "hotline") as own:
        request = await prepared(own)
        await db.close_pool()
        async with a_web_process(own, DATABASE, "backend.app:app", PORT):
            await _is_known(request)
            await (await postgres.start(own.folder)).stop()
            return await load(PORT, 20, [[request]] * LINES_AT_ONCE, limit=CALLS // LINES_AT_ONCE)


def _call(token: str, secret: str) -> dict[str, Any]:
    said = {"CallSid": "CA0", "From": "+8613912345678", "CallStatus": "ringing"}
    path = f"/telephony/{token}/inbound"
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": twilio_signature(secret, f"http://127.0.0.1:{PORT}{path}", said.items()),
    }
    return {"method": "POST", "path": path, "headers": headers, "body": urlencode(said)}


async def _is_known(request: dict[str, Any]) -> None:
    """The line is in the process's memory."""
    async with asyncio.timeout(WITHIN_SECONDS), httpx.AsyncClient() as client:
        url = f"http://127.0.0.1:{PORT}{request['path']}"
        while (
            await client.post(url, headers=request["headers"], content=request["body"])
        ).status_code != 200:
            await asyncio.sleep(0.05)


_SWITCH_ON = """
UPDATE department SET rules = jsonb_set(rules, '{hotline}', coalesce(rules -> 'hotline', '{}') || '{"enabled": true}'),
    rules_version = rules_version + 1
WHERE id = $1
"""
_LINE = """
INSERT INTO hotline_line (department_id, number, office_number, adapter, settings, secrets, token, enabled)
VALUES ($1, '4001234567', '02155550100', 'webhook', $2, $3, $4, true) RETURNING id
"""
_PLAN = """
INSERT INTO hotline_plan (department_id, line_id, version, plan, starts_at, ends_at) VALUES ($1, $2, 1, $3, $4, $5)
"""
