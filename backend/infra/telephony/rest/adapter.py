"""The adapter: sets the number, reads it back, and says in one kind of error whatever goes wrong on the way."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from backend.infra.push.outbound import Reply, Unreachable, ask
from backend.infra.push.outcome import wanted_pause
from backend.infra.telephony import plain
from backend.infra.telephony.adapter import (
    Answer,
    CallEvent,
    Capabilities,
    Health,
    Inbound,
    Reported,
    TelephonyError,
)
from backend.infra.telephony.rest.requests import LONGEST_TIMEOUT, Request, reading, setting, why_not_settings
from backend.infra.telephony.rest.settings import RestSettings
from backend.infra.telephony.signed import check_signed
from backend.rules.hotline import Plan

AGAIN_LATER = (408, 425, 429)
NUMBER = re.compile(r"\+?[0-9]{3,20}")


class Rest:
    """One line at a vendor that is told. It is told whenever the target changes: it keeps no plan."""

    def __init__(self, settings: RestSettings, line_number: str):
        self.settings, self.line_number = settings, line_number
        self.capabilities = Capabilities(
            keeps_plan=False, asks=False, reads_back=bool(settings.read_address and settings.number_path)
        )

    async def apply_plan(self, plan: Plan, at: datetime) -> None:
        """Tells the number that the plan wants now. Told again, it is the same request with the same `request_id`."""
        target = plan.at(at).target
        reply = await self._asked(
            setting(self.settings, self.line_number, target.number, plan.version, at), at
        )
        self._need_success(reply)

    async def current_target(self, at: datetime) -> Reported | None:
        if not self.capabilities.reads_back:
            return None
        reply = await self._asked(reading(self.settings, self.line_number, at), at)
        self._need_success(reply)
        return Reported(self._as_dialled(_found(reply.body, self.settings.number_path)))

    def answer_inbound(self, request: Inbound, plan: Plan, at: datetime) -> Answer:
        """Such a vendor does not ask; asked all the same, we say so."""
        return Answer(b"", "text/plain", 404)

    def parse_events(self, request: Inbound, at: datetime) -> tuple[CallEvent, ...]:
        """Our own plain form, signed with a secret of its own: the one that we send is the vendor's."""
        check_signed(self.settings.events_secret, request, at)
        return plain.events(request.body, at)

    async def health(self) -> Health:
        at = datetime.now(UTC)
        wrong = why_not_settings(self.settings, self.line_number, at)
        if wrong:
            return Health(False, "hotline-health-settings", {"reason": wrong})
        try:
            await self.current_target(at)
        except TelephonyError as error:
            return Health(False, "hotline-health-unreachable", {"reason": error.reason})
        return Health(True)

    async def _asked(self, request: Request, at: datetime) -> Reply:
        timeout = float(min(max(self.settings.timeout_seconds, 1), LONGEST_TIMEOUT))
        try:
            reply = await ask(
                request.method, request.url, headers=request.headers, data=request.body, timeout=timeout
            )
        except Unreachable as error:
            raise TelephonyError(str(error)) from None
        if 200 <= reply.status < 300:
            return reply
        pause = None
        if reply.status in AGAIN_LATER or reply.status >= 500:
            pause = wanted_pause(reply.headers, at)
        raise TelephonyError(f"answered {reply.status}", pause)

    def _need_success(self, reply: Reply) -> None:
        """Some vendors answer 200 whatever happened and say in the body what did."""
        if not self.settings.ok_path:
            return
        said = _found(reply.body, self.settings.ok_path)
        if said not in [value.strip() for value in self.settings.ok_values.split(",")]:
            raise TelephonyError(f"{self.settings.ok_path} is {said[:40] or 'missing'}")

    def _as_dialled(self, said: str) -> str:
        """The number as plans write it: without what the vendor puts before it or between its digits."""
        number = re.sub(r"[\s().-]", "", said)
        if self.settings.strip and number.startswith(self.settings.strip):
            number = number[len(self.settings.strip) :]
        if not NUMBER.fullmatch(number):
            raise TelephonyError("the answer holds no number there")
        return number


def _found(body: bytes, path: str) -> str:
    """What stands at a path of the JSON, as text; a leading `$.` and brackets may be written. TelephonyError."""
    steps = re.sub(r"\[(\d+)\]", r".\1", path).removeprefix("$").strip(".").split(".")
    try:
        found: Any = json.loads(body)
        for step in steps:
            found = found[int(step)] if isinstance(found, list) else found[step]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise TelephonyError(f"the answer holds no {path}") from None
    if found is None or isinstance(found, dict | list):
        raise TelephonyError(f"the answer holds no {path}")
    return found if isinstance(found, str) else json.dumps(found)
