"""The adapter: checks who asks, answers from the plan in its hand, reads what is told about calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.infra.telephony import plain
from backend.infra.telephony.adapter import Answer, CallEvent, Capabilities, Health, Inbound, Reported
from backend.infra.telephony.signed import Seen, check_signed, check_twilio
from backend.infra.telephony.webhook import twiml
from backend.rules.hotline import Plan

RING_SECONDS = 20


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """`secret` is what the vendor signs with: Twilio's auth token, or the key of our own form. `sorry` is said when
    nobody in the chain has answered; empty: nothing."""

    form: str = field(default="twiml", metadata={"choices": ("twiml", "json")})
    secret: str = field(default="", repr=False, metadata={"secret": True})
    sorry: str = ""


class Webhook:
    """One line whose vendor asks. `inbound_url` and `events_url` are our addresses as the vendor has them."""

    capabilities = Capabilities(keeps_plan=False, asks=True, reads_back=False)

    def __init__(
        self, settings: WebhookSettings, inbound_url: str, events_url: str, ring_seconds: int = RING_SECONDS
    ):
        self.settings, self.ring_seconds = settings, ring_seconds
        self.inbound_url, self.events_url = inbound_url, events_url

    async def apply_plan(self, plan: Plan, at: datetime) -> None:
        """Nothing to hand over: every call asks anew, and the newest plan answers it."""

    async def current_target(self, at: datetime) -> Reported | None:
        """What it has is what we say: there is nothing to ask."""
        return None

    def answer_inbound(self, request: Inbound, plan: Plan, at: datetime) -> Answer:
        return self.received(request, plan, at)[0]

    def received(self, request: Inbound, plan: Plan, at: datetime) -> tuple[Answer, tuple[CallEvent, ...]]:
        """The answer, and what the question itself tells about the call. Forged."""
        if self.settings.form == "json":
            check_signed(self.settings.secret, request, at, _seen)
            return plain.answer(plan, at, self.ring_seconds), _understood(request.body, at)
        said = self._checked_form(request)
        answer = twiml.answer(
            request, said, plan, at, secret=self.settings.secret, ring_seconds=self.ring_seconds,
            addresses=(self.inbound_url, self.events_url), sorry=self.settings.sorry,
        )  # fmt: skip
        return answer, twiml.events_of_question(request, said, plan, at, self.settings.secret)

    def parse_events(self, request: Inbound, at: datetime) -> tuple[CallEvent, ...]:
        if self.settings.form == "json":
            check_signed(self.settings.secret, request, at)
            return plain.events(request.body, at)
        return twiml.events_of_callback(self._checked_form(request), at)

    async def health(self) -> Health:
        """Whether a vendor could ask: there is a secret, and an address that can be reached from outside."""
        if not self.settings.secret:
            return Health(False, "hotline-health-no-secret")
        if not self.inbound_url.startswith("https://"):
            return Health(False, "hotline-health-no-https")
        return Health(True)

    def _checked_form(self, request: Inbound) -> dict[str, Any]:
        said = twiml.pairs(request)
        check_twilio(self.settings.secret, request, said)
        return dict(said)


_seen = Seen()


def _understood(body: bytes, at: datetime) -> tuple[CallEvent, ...]:
    """A question that says nothing about its call is answered all the same: the caller is waiting."""
    try:
        return plain.started(body, at)
    except ValueError:
        return ()
