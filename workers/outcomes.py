"""Every job writes down what came of it."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from arq import Retry

from backend.infra import db

log = structlog.get_logger("worker")

Job = Callable[..., Awaitable[Any]]

_INSERT = "INSERT INTO job_outcome (job, subject, succeeded, detail) VALUES ($1, $2, $3, $4)"


def recorded(job: Job) -> Any:
    """Records success or failure; a failure is tried again later, since arq itself retries only what says `Retry`."""

    @functools.wraps(job)
    async def run(context: dict[str, Any], *ids: Any) -> Any:
        subject = ",".join(map(str, ids))
        try:
            result = await job(context, *ids)
        except Exception as error:
            log.error("job_failed", job=job.__name__, subject=subject, exc_info=error)
            await _write(job.__name__, subject, False, repr(error)[:500])
            raise Retry(defer=2 ** context.get("job_try", 1)) from error
        await _write(job.__name__, subject, True, "" if result is None else str(result)[:500])
        return result

    return run


def quiet(sweep: Job) -> Any:
    """For sweeps that run every few seconds: only what they did, or could not do, is written down."""

    @functools.wraps(sweep)
    async def run(context: dict[str, Any]) -> Any:
        try:
            done = await sweep(context)
        except Exception as error:
            log.error("sweep_failed", sweep=sweep.__name__, exc_info=error)
            await _write(sweep.__name__, "", False, repr(error)[:500])
            return None
        if done:
            await _write(sweep.__name__, "", True, str(done)[:500])
        return done

    return run


async def _write(job: str, subject: str, succeeded: bool, detail: str) -> None:
    """An outcome that cannot be written (the database is away) must not hide the failure that it tells of."""
    try:
        await db.execute(_INSERT, job, subject, succeeded, detail)
    except Exception as error:
        log.warning("outcome_not_written", job=job, error=repr(error))
