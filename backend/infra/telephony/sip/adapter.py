"""A line on a Kamailio of our own.

Guarantees:
- the plan is not sent: Kamailio reads it from the database once a second, so one that is down for a while has it as
  soon as it is back, and one that runs goes on without us;
- applying a plan means seeing that Kamailio has it; commit it before, or it cannot;
- what is read back is what the next call would get, worked out by the route that answers calls.
"""

from __future__ import annotations

import asyncio
import hmac
from datetime import UTC, datetime, timedelta

from backend.infra.push.hosts import entries, why_not
from backend.infra.push.outbound import Reply, Unreachable, ask
from backend.infra.telephony.adapter import (
    Answer,
    CallEvent,
    Capabilities,
    Forged,
    Health,
    Inbound,
    Reported,
    TelephonyError,
)
from backend.infra.telephony.sip.events import events_in
from backend.infra.telephony.sip.settings import CONTROL, EVENTS, SipSettings, token_of
from backend.infra.telephony.sip.standing import Standing
from backend.rules.hotline import Plan
from backend.settings import settings

ASK_SECONDS, ARRIVES_IN_SECONDS, LOOK_AGAIN_SECONDS = 3.0, 5.0, 0.1
UNREAD = timedelta(seconds=10)
CLOCK_SECONDS = 2
MANY_EVENTS = 100


class Sip:
    """`Telephony` on Kamailio; see `docs/hotline-sip.md` for what stands on its side."""

    capabilities = Capabilities(keeps_plan=True, asks=False, reads_back=True)

    def __init__(self, given: SipSettings, line_id: int, line_token: str):
        self._url = f"{given.control_url.rstrip('/')}/hotline/{line_id}"
        self._control, self._events = token_of(CONTROL, line_token), token_of(EVENTS, line_token)

    async def apply_plan(self, plan: Plan, at: datetime) -> None:
        """Returns once Kamailio has this very version. TelephonyError where it has a newer one, or still an older."""
        limit = asyncio.get_running_loop().time() + ARRIVES_IN_SECONDS
        while (standing := await self.standing()).version != plan.version:
            if standing.version > plan.version:
                raise TelephonyError(
                    f"the SIP server has version {standing.version}, newer than {plan.version}"
                )
            if asyncio.get_running_loop().time() > limit:
                raise TelephonyError(
                    f"the SIP server still has version {standing.version}, not {plan.version}"
                )
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def current_target(self, at: datetime) -> Reported | None:
        """What it would do with a call now, by its own clock; None before it has any plan."""
        return (await self.standing()).reported

    def answer_inbound(self, request: Inbound, plan: Plan, at: datetime) -> Answer:
        """It never asks."""
        raise ValueError("a SIP server has the plan and does not ask")

    def parse_events(self, request: Inbound, at: datetime) -> tuple[CallEvent, ...]:
        """Forged without the right bearer token. Events may be hours old: they waited while we were away."""
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self._events}".encode()):
            raise Forged("wrong bearer token" if given else "no bearer token")
        return events_in(request.body)

    async def health(self) -> Health:
        """Ill: away, without a plan, without the database for 10 s, with another clock, or with events piling up."""
        try:
            asked = datetime.now(UTC)  # its clock is compared with ours as it answers
            standing = await self.standing()
        except TelephonyError as error:
            return Health(False, "hotline-health-unreachable", {"reason": error.reason})
        return _judge(standing, asked)

    async def standing(self) -> Standing:
        """Everything that Kamailio says about itself. TelephonyError."""
        answer = await self._ask()
        if answer.status != 200:
            raise TelephonyError(f"the SIP server answered {answer.status}")
        return Standing.from_text(await answer.text())

    async def _ask(self) -> Reply:
        """Only where the operator allows requests to go: a line's settings are written by managers."""
        if reason := why_not(self._url, (), entries(settings().outbound_hosts)):
            raise TelephonyError(f"{reason} (DANGBAN_OUTBOUND_HOSTS)")
        bearer = {"Authorization": f"Bearer {self._control}"}
        try:
            return await ask("GET", self._url, headers=bearer, timeout=ASK_SECONDS)
        except Unreachable as error:
            raise TelephonyError(f"the SIP server cannot be reached: {error}") from None


def _judge(standing: Standing, now: datetime) -> Health:
    ahead = (standing.at - now).total_seconds()
    if not standing.targets:
        return Health(False, "hotline-health-sip-plan")
    if standing.read is None or standing.at - standing.read > UNREAD:
        ago = str((standing.at - standing.read) // timedelta(minutes=1)) if standing.read else "never"
        return Health(False, "hotline-health-sip-database", {"minutes": ago})
    if abs(ahead) > CLOCK_SECONDS:
        return Health(False, "hotline-health-sip-clock", {"seconds": f"{ahead:+.0f}"})
    if standing.waiting > MANY_EVENTS:
        return Health(False, "hotline-health-sip-events", {"count": str(standing.waiting)})
    return Health(True)
