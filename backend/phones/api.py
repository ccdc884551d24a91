"""Phones, for programs, for the page's own script and for its service worker."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, delete, get, post, put

from backend.infra.push.vapid import public_key
from backend.infra.push.web_push import Subscription
from backend.phones.proof import send_test
from backend.phones.queries import switch_of
from backend.phones.reach import reach_of_shifts
from backend.phones.subscriptions import subscribe, unsubscribe
from backend.phones.trials import Way, trial_of
from backend.web.guards import allow, signed_in


class PhoneState(msgspec.Struct):
    """`key` is what a browser subscribes with (`applicationServerKey`, base64url); `endpoint` is this device's."""

    key: str
    on: bool
    endpoint: str
    arrived_at: datetime | None


class Keys(msgspec.Struct):
    """As `PushSubscription.toJSON()` writes them, base64url."""

    p256dh: str
    auth: str


class NewSubscription(msgspec.Struct):
    """What `PushSubscription.toJSON()` gives."""

    endpoint: str
    keys: Keys


class WayOut(msgspec.Struct):
    """One phone of a test. `sent_at`, `arrived_at`, `seen_at`: how far it came; `refused`: it will not arrive."""

    device_id: int | None
    name: str
    sent_at: datetime | None
    arrived_at: datetime | None
    seen_at: datetime | None
    refused: bool


class TrialOut(msgspec.Struct):
    """`running`: something may still come. `told_at` is null before the first test of the last half hour."""

    told_at: datetime | None
    running: bool
    phones: list[WayOut]


class ReachOut(msgspec.Struct):
    """`state`: proven, open, likely, silent or off. `by_number`: a text or a call would reach them."""

    person_id: int
    name: str
    state: str
    reachable: bool
    by_number: bool
    here: bool
    start: datetime | None
    arrived_at: datetime | None


@get("/api/v1/me/phone", guards=[signed_in], tags=["me"])
async def my_phone(request: Request) -> PhoneState:
    """Whether this device gets notifications, and the key to subscribe with."""
    switch = await switch_of(request.user.device_id, datetime.now(UTC))
    return PhoneState(public_key(), switch.on, switch.endpoint, switch.arrived_at)


@put("/api/v1/me/phone", guards=[signed_in], tags=["me"], status_code=204)
async def put_my_phone(request: Request, data: NewSubscription) -> None:
    """Has notifications come to this device; the same again changes nothing."""
    given = Subscription(data.endpoint, data.keys.p256dh, data.keys.auth)
    await subscribe(request.user, given, datetime.now(UTC))


@delete("/api/v1/me/phone", guards=[signed_in], tags=["me"])
async def delete_my_phone(request: Request) -> None:
    """No more notifications to this device."""
    await unsubscribe(request.user, datetime.now(UTC))


@get("/api/v1/me/phone/trial", guards=[signed_in], tags=["me"])
async def my_trial(request: Request) -> TrialOut:
    """How far my last test came."""
    trial = await trial_of(request.user.person_id, datetime.now(UTC))
    if trial is None:
        return TrialOut(None, False, [])
    return TrialOut(trial.told_at, trial.running, [_way(way) for way in trial.phones])


@post("/api/v1/me/phone/trial", guards=[signed_in], tags=["me"], status_code=202)
async def test_my_phone(request: Request) -> None:
    """Sends me a test by every way that a message takes."""
    await send_test(request.user, datetime.now(UTC))


@get("/api/v1/floor/phones", guards=[allow("floor.view")], tags=["floor"])
async def floor_phones(request: Request) -> list[ReachOut]:
    """Whose phone can be reached, of those who are on shift or come within half a day; who cannot comes first."""
    reaches = await reach_of_shifts(request.user.department_id, datetime.now(UTC))
    return [
        ReachOut(
            each.person_id, each.name, each.state, each.reachable, each.by_number, each.here, each.start, each.since
        )
        for each in reaches
    ]  # fmt: skip


handlers: list[Any] = [my_phone, put_my_phone, delete_my_phone, my_trial, test_my_phone, floor_phones]


def _way(way: Way) -> WayOut:
    return WayOut(way.device_id, way.name, way.sent_at, way.arrived_at, way.seen_at, way.refused)
