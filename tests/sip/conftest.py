"""Real parts for these stories: Kamailio, SIPp, and a PostgreSQL that nobody else uses."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.infra.push import outbound
from backend.rules.hotline import Plan
from tests.support.calls import Exchange
from tests.support.sip_database import SipDatabase
from tests.support.told import Told

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.sip)


@pytest.fixture(scope="session", autouse=True)
async def _connections() -> AsyncIterator[None]:
    """Those on which Kamailio was asked."""
    yield
    await outbound.close()


@pytest.fixture(scope="session")
async def source() -> AsyncIterator[SipDatabase]:
    """The database that the plan is read from."""
    database = SipDatabase()
    await database.start()
    await database.prepare()
    yield database
    await database.remove()


@pytest.fixture(scope="session")
async def _far_side() -> AsyncIterator[Exchange]:
    async with Exchange() as exchange:
        yield exchange


@pytest.fixture
async def exchange(_far_side: Exchange) -> Exchange:
    """The trunk's far side, with nothing reached yet."""
    _far_side.forget()
    return _far_side


@pytest.fixture(scope="session")
async def _office() -> AsyncIterator[Exchange]:
    async with Exchange() as exchange:
        yield exchange


@pytest.fixture
async def office(_office: Exchange) -> Exchange:
    """The office's own exchange: SIPp takes a second try with the same Call-ID at one place for a repetition."""
    _office.forget()
    return _office


@pytest.fixture
async def told() -> AsyncIterator[Told]:
    """Where events arrive."""
    async with Told() as ear:
        yield ear


@pytest.fixture
async def line(source: SipDatabase) -> int:
    """A 400 number of its own."""
    return await source.line()


def text_of(plan: Plan) -> str:
    """What the view says about a plan whose segments all lie ahead, worked out another way."""
    return f"{plan.version};" + ";".join(
        f"{int(segment.span.start.timestamp())}>"
        + ",".join(each.kind[0] + each.number for each in segment.targets)
        for segment in plan.segments
    )


@pytest.fixture
def measured(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Prints a figure where whoever runs the tests can see it."""

    def say(words: str) -> None:
        with capsys.disabled():
            print(f"\n  [{datetime.now(UTC):%H:%M:%S}] {words}", flush=True)

    return say


async def until(question: Callable[[], object], seconds: float) -> float:
    """Asks again and again until the answer is true; how long it took."""
    import asyncio
    import inspect

    began = time.monotonic()
    while True:
        answer = question()
        if inspect.isawaitable(answer):
            answer = await answer
        if answer:
            return time.monotonic() - began
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        await asyncio.sleep(0.02)
