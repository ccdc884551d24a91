"""Composition only: which routes there are, what stands around them, what lives as long as the process."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator

from litestar import Litestar
from litestar.types import ASGIApp

from backend.hotline.vendor.known import keep_fresh
from backend.hotline.vendor.spool import carry_in
from backend.infra import bus, db, outbox
from backend.infra.push import vapid
from backend.people.presence import keep_hearing
from backend.web.authentication import Authentication
from backend.web.company_language import ask_company_language
from backend.web.compression import Compression
from backend.web.errors import HANDLERS
from backend.web.forgery import protect_from_forgery
from backend.web.logs import RequestLog, complete_head, configure_logs
from backend.web.openapi import openapi_config
from backend.web.password_due import password_in_order
from backend.web.routing import route_handlers

WEB_PATIENCE = 3.0  # seconds that an event waits for the worker before a web process takes it


def create_app() -> Litestar:
    """The whole web application; `backend.app:app` for uvicorn."""
    configure_logs()
    return Litestar(
        route_handlers=route_handlers(),
        middleware=[_request_log, _compression, _authentication],
        before_request=protect_from_forgery,
        before_send=[complete_head],
        guards=[password_in_order],
        exception_handlers=HANDLERS,
        lifespan=[_living],
        openapi_config=openapi_config(),
        logging_config=None,
        request_max_body_size=12_000_000,
    )


def _request_log(app: ASGIApp) -> ASGIApp:
    return RequestLog(app)


def _compression(app: ASGIApp) -> ASGIApp:
    return Compression(app)


def _authentication(app: ASGIApp) -> ASGIApp:
    return Authentication(app)


@contextlib.asynccontextmanager
async def _living(app: Litestar) -> AsyncIterator[None]:
    """The pool, the relay and the ear on the bus; on the way out each ends its sentence first."""
    await db.open_pool_anyway()
    vapid.key()  # made at the first start, before a phone asks for it
    await ask_company_language()
    _spare_the_collector()
    stopping = asyncio.Event()
    tasks = [
        asyncio.create_task(outbox.relay(stopping, WEB_PATIENCE)),
        asyncio.create_task(bus.listen(stopping)),
        asyncio.create_task(keep_fresh(stopping)),
        asyncio.create_task(carry_in(stopping)),
        asyncio.create_task(keep_hearing(stopping)),
    ]
    try:
        yield
    finally:
        await _end(stopping, tasks)


def _spare_the_collector() -> None:
    """What is loaded by now stays: looking through all of it again and again would hold up taps."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


async def _end(stopping: asyncio.Event, tasks: list[asyncio.Task[None]]) -> None:
    stopping.set()
    for listener in tuple(bus.hub.listeners):
        listener.dismiss("restart")
    await asyncio.wait(tasks, timeout=5)
    for task in tasks:
        task.cancel()
    await bus.close()
    await db.close_pool()


app = create_app()
