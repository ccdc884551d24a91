"""A telephone system that asks us at each call: TwiML, or our own plain JSON."""

from __future__ import annotations

from backend.infra.telephony.webhook.adapter import Webhook, WebhookSettings

__all__ = ["Webhook", "WebhookSettings"]
