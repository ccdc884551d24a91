"""From the database through a real call into the log of calls, with the product's own parts on every step."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from backend.hotline.queries import line_by_id
from backend.hotline.systems import system_of
from backend.hotline.vendor import known
from backend.infra import db
from backend.infra.telephony.sip import CONTROL, EVENTS, token_of
from tests.sip.conftest import until
from tests.support.calls import CUSTOMER, Exchange, call
from tests.support.hotline_calls import a_line, a_plan
from tests.support.hotline_calls import token_of as address_of
from tests.support.kamailio import Kamailio, wired
from tests.support.listening import Listening
from tests.support.shop import Shop, visitor


class FrontDoor(Listening):
    """Our web process as Kamailio reaches it: what comes in over TCP goes through the whole application."""

    def routes(self) -> list[Any]:
        return [web.post("/{path:.*}", self._pass)]

    async def _pass(self, request: web.Request) -> web.Response:
        async with visitor() as inside:
            answer = await inside.post(
                str(request.rel_url), content=await request.read(), headers=dict(request.headers)
            )
        return web.Response(status=answer.status_code, body=answer.content)


@pytest.fixture
async def front_door() -> AsyncIterator[FrontDoor]:
    known.forget()
    async with FrontDoor() as door:
        yield door


async def test_a_night_call_is_answered_by_who_is_on_duty_and_a_missed_one_becomes_a_task(
    shop: Shop, exchange: Exchange, front_door: FrontDoor
) -> None:
    """R-HOT-1, R-HOT-6: handed over, read back, called, written down."""
    now, wang, li = datetime.now(UTC), await shop.hire("王敏"), await shop.hire("李雷")
    wiring = wired(0, exchange.address, os.environ["DATABASE_URL"])
    line_id = await a_line(shop, "sip", control_url=f"http://{wiring.control}")
    token = await address_of(line_id)
    wiring = replace(
        wiring, line_id=line_id, control_token=token_of(CONTROL, token), events_token=token_of(EVENTS, token),
        events_url=f"{front_door.url}/telephony/{token}/events", office_gateway="127.0.0.1:9",
    )  # fmt: skip
    plan = await a_plan(shop, line_id, now, (wang, "13800000001"))
    await known.refresh()
    line = await line_by_id(line_id)
    assert line is not None
    async with Kamailio(wiring) as kamailio:
        system = system_of(line)
        await system.apply_plan(plan, now)
        reported = await system.current_target(now)
        assert reported is not None and (reported.number, reported.version) == ("13800000001", 1)
        assert (await call(kamailio.port)).lost == 0
        await until(lambda: _calls(shop, "answered"), 10)
        nobody = await a_plan(shop, line_id, now, (li, "13800000603"), version=2, made=datetime.now(UTC))
        await system.apply_plan(nobody, now)
        await call(kamailio.port, scenario="unanswered")
        await until(lambda: _calls(shop, "missed"), 15)
    (answered,) = await _calls(shop, "answered")
    assert (answered["caller"], answered["person_id"]) == (CUSTOMER, wang.person_id)
    (task,) = await db.fetch("SELECT * FROM callback WHERE department_id = $1", shop.department_id)
    assert task["caller"] == CUSTOMER


async def _calls(shop: Shop, outcome: str) -> list[Any]:
    return await db.fetch(
        "SELECT * FROM call WHERE department_id = $1 AND outcome = $2", shop.department_id, outcome
    )
