"""The worker process: arq's settings, its jobs and its sweeps. It also relays the outbox, as every process does."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, ClassVar

from arq import cron
from arq.worker import func

from backend.infra import bus, db, jobs, outbox
from backend.settings import settings
from backend.web.logs import configure_logs
from workers import (
    attendance,
    audit,
    calls,
    cases,
    duties,
    heartbeat,
    hotline,
    housekeeping,
    messages,
    order_imports,
    orders,
    people,
    phones,
    rota,
    saving,
)

EVERY_2_SECONDS = set(range(0, 60, 2))
EVERY_3_SECONDS = set(range(0, 60, 3))
EVERY_5_SECONDS = set(range(0, 60, 5))
EVERY_10_SECONDS = set(range(0, 60, 10))


async def startup(context: dict[str, Any]) -> None:
    configure_logs()
    logging.getLogger("arq.worker").setLevel(logging.WARNING)  # sweeps say themselves what they did
    await db.open_pool()
    context["stopping"] = asyncio.Event()
    context["tasks"] = [
        asyncio.create_task(outbox.relay(context["stopping"])),
        asyncio.create_task(heartbeat.beat(context["stopping"])),
        asyncio.create_task(messages.send(context["stopping"])),
    ]


async def shutdown(context: dict[str, Any]) -> None:
    context["stopping"].set()
    await asyncio.wait(context["tasks"], timeout=5)
    await bus.close()
    await db.close_pool()


class WorkerSettings:
    """What arq reads. Short timeouts: after a kill -9 a job is blocked for as long as the longest of them."""

    functions: ClassVar = [
        func(housekeeping.sweep_old_rows, name="sweep_old_rows"),
        func(hotline.control_hotline, name="control_hotline"),
        func(order_imports.carry_order_import, name="carry_order_import"),
    ]
    cron_jobs: ClassVar = [
        cron(audit.seal_trail, second=EVERY_10_SECONDS, keep_result=0),
        cron(attendance.sweep_judge_days, minute=set(range(0, 60, 5)), second=20, keep_result=0),
        cron(people.end_access, second={5}, keep_result=0),
        cron(duties.sweep_handover_logs, second={8, 38}, keep_result=0),
        cron(calls.sweep_calls, second=EVERY_10_SECONDS, keep_result=0),
        cron(saving.save_order_days, second={12}, keep_result=0),
        cron(cases.sweep_cases, second={12, 42}, keep_result=0),
        cron(rota.tell_shift_edges, second={1}, keep_result=0),
        cron(messages.send_number_codes, second=EVERY_3_SECONDS, keep_result=0),
        cron(messages.tell_audit_heads, minute={7}, keep_result=0),
        cron(phones.sweep_unreachable, second={25}, keep_result=0),
        cron(phones.sweep_orphans, minute={40}, second={35}, keep_result=0),
        cron(hotline.sweep_hotlines, second=EVERY_3_SECONDS, keep_result=0),
        cron(orders.sweep_queue, second=EVERY_2_SECONDS, keep_result=0),
        cron(orders.sweep_problems, second={15, 45}, keep_result=0),
        cron(hotline.watch_duties, second=EVERY_5_SECONDS, keep_result=0),
        cron(hotline.announce_holes, second={30}, keep_result=0),
        cron(order_imports.sweep_order_imports, second=EVERY_5_SECONDS, keep_result=0),
        cron(order_imports.sweep_old_imports, minute={50}, second=10, keep_result=0),
        cron(housekeeping.sweep_old_rows, hour={3}, minute={20}, keep_result=0),
    ]
    on_startup = startup
    on_shutdown = shutdown
    redis_settings = jobs.redis_settings()
    queue_name = settings().queue_name
    keep_result = 0
    max_tries = 5
    job_timeout = 30
    max_jobs = 20
    poll_delay = 0.2
    health_check_interval = 10
    handle_signals = True
