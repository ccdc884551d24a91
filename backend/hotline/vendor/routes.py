"""The two addresses that vendors call. The token in them names the line; the signature says who asks."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import structlog
from litestar import Request, Response, post

from backend.hotline.vendor import live, spool  # noqa: F401  # live registers what follows
from backend.hotline.vendor.known import Known, known
from backend.infra import bus
from backend.infra.telephony.adapter import Forged, Inbound
from backend.infra.telephony.signed import SIGNATURE_HEADER
from backend.infra.telephony.webhook import Webhook
from backend.settings import settings
from backend.web.authentication import asked_path

log = structlog.get_logger("hotline")

MOST_BYTES = 256_000
ASK_SECONDS = 0.03
"""How long an answer may be held up to ask the other processes whether they have seen the same question."""
REMEMBER_SECONDS = 600
REST_SECONDS = 2.0
"""How long Redis is not asked again after it has not answered."""

OPEN = {
    "public": "a telephone system has no session: its token names the line, its signature proves who it is",
    "webhook": "signed by the vendor with the line's secret",
}


@post(
    "/telephony/{token:str}/inbound", opt=OPEN, include_in_schema=False, status_code=200,
    request_max_body_size=MOST_BYTES,
)  # fmt: skip
async def inbound(request: Request, token: str) -> Response[bytes]:
    """Whom a call goes to, from memory (R-HOT-5). What the question tells about the call is written down after it."""
    line, now = known(token), datetime.now(UTC)
    if line is None or not isinstance(line.system, Webhook):
        return _said("not found", 404)
    asked = await _as_sent(request)
    try:
        answer, events = line.system.received(asked, line.plan, now)
    except Forged as error:
        return _refused(line, error.reason)
    if await _answered_elsewhere(line, asked):
        return _refused(line, "seen before")
    spool.keep_soon(line.line.department_id, line.line.id, events, now)
    return Response(answer.body, media_type=answer.media_type, status_code=answer.status)


@post(
    "/telephony/{token:str}/events", opt=OPEN, include_in_schema=False, status_code=200,
    request_max_body_size=MOST_BYTES,
)  # fmt: skip
async def events(request: Request, token: str) -> Response[bytes]:
    """What became of calls. 200: written down, or sure to be; 503: tell it again."""
    line, now = known(token), datetime.now(UTC)
    if line is None:
        return _said("not found", 404)
    asked = await _as_sent(request)
    try:
        told = line.system.parse_events(asked, now)
    except Forged as error:
        return _refused(line, error.reason)
    except ValueError as error:
        return _said(f"not understood: {error}", 422)
    kept = await spool.keep(line.line.department_id, line.line.id, told, now)
    return _said("", 200) if kept else _said("try again", 503)


handlers = [inbound, events]


async def _as_sent(request: Request) -> Inbound:
    """With the whole address as the vendor has it: behind a proxy that is our public one."""
    ours = settings().public_url.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"
    query = request.scope["query_string"].decode("latin-1")
    url = ours + asked_path(request.scope) + (f"?{query}" if query else "")
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Inbound(request.method, url, headers, await request.body())


async def _answered_elsewhere(line: Known, asked: Inbound) -> bool:
    """Whether another process has answered the same question. Redis is asked for a moment only, and may be away."""
    global _redis_away_until
    signature, loop = asked.headers.get(SIGNATURE_HEADER), asyncio.get_running_loop()
    if signature is None or loop.time() < _redis_away_until:
        return False
    key = f"{settings().bus_channel}:asked:{line.line.id}:{signature[-64:].lower()}"
    try:
        fresh = await asyncio.wait_for(bus.redis().set(key, "1", nx=True, ex=REMEMBER_SECONDS), ASK_SECONDS)
    except Exception:
        _redis_away_until = loop.time() + REST_SECONDS
        return False
    return not fresh


_redis_away_until = 0.0


def _refused(line: Known, reason: str) -> Response[bytes]:
    log.warning("hotline_request_refused", line=line.line.id, reason=reason)
    return _said("signature refused", 403)


def _said(text: str, status: int) -> Response[bytes]:
    return Response(text.encode(), media_type="text/plain; charset=utf-8", status_code=status)
