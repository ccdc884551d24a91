"""The codes that verify mobiles, carried by the department's own provider: as a text, else spoken in a call."""

from __future__ import annotations

import asyncio
from datetime import datetime

from backend.company.queries import company
from backend.infra.catalogue import catalogue
from backend.infra.push.provider import Provider, send_text
from backend.notifications.providers import CHANNELS, provider_of, used_provider
from backend.people.numbers_codes import sends_codes
from backend.people.numbers_sending import CodeToSend, code_sent, take_codes


@sends_codes
async def possible(department_id: int) -> bool:
    """Where a provider is set up."""
    return await _provider(department_id) is not None


async def send_codes(at: datetime) -> int:
    """Sends what waits, side by side; returns how many codes there were."""
    codes = await take_codes(at)
    await asyncio.gather(*(_send(code, at) for code in codes))
    return len(codes)


async def _send(code: CodeToSend, at: datetime) -> None:
    found = await _provider(code.department_id)
    if found is None:
        await code_sent(code, "no provider any more")
        return
    channel, provider_id, provider = found
    outcome = await send_text(provider, code.mobile, await _words(code, channel), at)
    await used_provider(provider_id, outcome, at)
    await code_sent(code, "" if outcome.state == "sent" else outcome.reason or outcome.state)


async def _provider(department_id: int) -> tuple[str, int, Provider] | None:
    for channel in CHANNELS:
        found = await provider_of(department_id, channel)
        if found is not None:
            return channel, *found
    return None


async def _words(code: CodeToSend, channel: str) -> str:
    """A voice reads digit by digit, and twice."""
    spoken = " ".join(code.code) if channel == "call" else code.code
    say = catalogue(code.lang or (await company()).lang).say
    return say(f"numbers-{channel}-text", code=spoken)
