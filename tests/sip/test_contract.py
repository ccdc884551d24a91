"""Kamailio does what every telephone system must do for a hotline."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from backend.infra.telephony.adapter import Inbound
from backend.infra.telephony.sip import EVENTS, token_of
from backend.rules.hotline import Plan
from tests.support.calls import Exchange
from tests.support.kamailio import LINE_TOKEN, Kamailio, wired
from tests.support.sip_database import SipDatabase
from tests.telephony.contract import TelephonyContract

CALL, CALLER = b"a84@trunk".hex(), b"13900001111".hex()
YESTERDAY = int((datetime.now(UTC) - timedelta(days=1)).timestamp())


class KamailioBench:
    """A running Kamailio, the table that it reads, and the adapter that asks it."""

    def __init__(self, kamailio: Kamailio, source: SipDatabase, line: int):
        self.system, self._kamailio, self._source, self._line = kamailio.system, kamailio, source, line
        self._provided = 0

    async def provide(self, plan: Plan) -> None:
        """An older plan only gets into the table by a backup that is played back."""
        if plan.version > self._provided:
            await self._source.hand_over(self._line, plan)
        elif plan.version < self._provided:
            await self._source.go_back_to(self._line, plan)
        self._provided = plan.version

    async def cut(self) -> None:
        await self._kamailio.stop()

    def genuine(self) -> Inbound:
        lines = [
            f"kind=started&call={CALL}&at={YESTERDAY}&caller={CALLER}&target=13800000001&version=4&tried=0",
            f"kind=ended&call={CALL}&at={YESTERDAY}&caller={CALLER}&target=13800000001&seconds=61",
        ]
        bearer = {"authorization": f"Bearer {token_of(EVENTS, LINE_TOKEN)}"}
        return Inbound("POST", "https://dangban.test/telephony/x/events", bearer, "\n".join(lines).encode())


class TestKamailio(TelephonyContract):
    @pytest.fixture
    async def bench(self, source: SipDatabase, exchange: Exchange, line: int) -> AsyncIterator[KamailioBench]:
        async with Kamailio(wired(line, exchange.address, source.kamailios_url)) as kamailio:
            yield KamailioBench(kamailio, source, line)
