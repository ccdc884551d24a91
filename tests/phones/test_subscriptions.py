"""Notifications on a phone begin with a tap and end with the device, the log-in or the access they depend on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.infra import db
from backend.infra.push.outcome import Outcome
from backend.infra.push.web_push import Subscription
from backend.infra.refusal import Refusal
from backend.people.devices import end_device
from backend.people.leaving import leave_now
from backend.people.sessions import begin_session, end_session
from backend.phones import ending  # noqa: F401  # registers what follows
from backend.phones.queries import addresses_of, switch_of
from backend.phones.subscriptions import end_orphans, settle, subscribe, unsubscribe
from tests.support.push_service import PushService
from tests.support.shop import Colleague, Shop


@pytest.fixture
def now() -> datetime:
    """Log-ins of the stories begin at the real time."""
    return datetime.now(UTC)


@pytest.fixture
async def lin(shop: Shop) -> Colleague:
    return await shop.hire("林晓")


async def _phones(colleague: Colleague, at: datetime) -> list[str]:
    return [address.subscription.endpoint for address in await addresses_of([colleague.person_id], at)]


async def _reasons(colleague: Colleague) -> list[str]:
    rows = await db.fetch(
        "SELECT reason FROM push_subscription WHERE person_id = $1 AND ended_at IS NOT NULL ORDER BY id",
        colleague.person_id,
    )
    return [row["reason"] for row in rows]


async def test_on_and_off_again(push_service: PushService, lin: Colleague, now: datetime) -> None:
    by, phone = await lin.viewer(), push_service.phone().subscription
    first = await subscribe(by, phone, now)
    assert await subscribe(by, phone, now) == first, "the same again is the same"
    assert await _phones(lin, now) == [phone.endpoint]
    assert (await switch_of(by.device_id, now)).endpoint == phone.endpoint
    await unsubscribe(by, now)
    await unsubscribe(by, now)
    assert await _phones(lin, now) == [] and await _reasons(lin) == ["off"]
    verbs = await db.fetch("SELECT verb FROM audit_event WHERE actor_id = $1 ORDER BY id", lin.person_id)
    assert [row["verb"] for row in verbs] == ["phone.switched_on", "phone.switched_off"]


async def test_a_new_address_of_a_device_takes_the_old_ones_place(
    push_service: PushService, lin: Colleague, now: datetime
) -> None:
    by = await lin.viewer()
    old, new = push_service.phone().subscription, push_service.phone().subscription
    await subscribe(by, old, now)
    await subscribe(by, new, now)
    assert await _phones(lin, now) == [new.endpoint] and await _reasons(lin) == ["replaced"]


async def test_a_shared_browser_tells_only_who_switched_it_on_last(
    push_service: PushService, shop: Shop, lin: Colleague, now: datetime
) -> None:
    zhou, phone = await shop.hire("周敏"), push_service.phone().subscription
    await subscribe(await lin.viewer(), phone, now)
    await subscribe(await zhou.viewer(), phone, now)
    assert await _phones(lin, now) == [] and await _reasons(lin) == ["moved"]
    assert await _phones(zhou, now) == [phone.endpoint]


async def test_nothing_is_sent_after_logging_out(
    push_service: PushService, lin: Colleague, now: datetime, drain
) -> None:
    by = await lin.viewer()
    await subscribe(by, push_service.phone().subscription, now)
    await end_session(by.session_id, now)
    assert await _phones(lin, now) == [], "from this moment, before anything has followed"
    await drain()
    assert await _reasons(lin) == ["session"]


async def test_nothing_is_sent_once_the_log_in_has_run_out(
    push_service: PushService, lin: Colleague, now: datetime
) -> None:
    await subscribe(await lin.viewer(), push_service.phone().subscription, now)
    in_two_months = now + timedelta(days=60)
    assert await _phones(lin, in_two_months) == []
    assert await end_orphans(in_two_months, person_id=lin.person_id) == 1


async def test_a_second_phone_is_reached_as_well_until_it_is_lost(
    push_service: PushService, lin: Colleague, now: datetime, drain
) -> None:
    by = await lin.viewer()
    await subscribe(by, push_service.phone().subscription, now)
    tablet = await begin_session(lin.person_id, now, device_name="平板")
    lin.session = tablet
    await subscribe(await lin.viewer(), push_service.phone().subscription, now)
    assert len(await _phones(lin, now)) == 2
    await end_device(by, tablet.device_id, now)
    assert len(await _phones(lin, now)) == 1
    await drain()
    assert await _reasons(lin) == ["device"]


async def test_whoever_leaves_hears_nothing_more(
    push_service: PushService, shop: Shop, lin: Colleague, now: datetime, drain
) -> None:
    """R-PPL-3."""
    boss = await (await shop.manager()).viewer()
    await subscribe(await lin.viewer(), push_service.phone().subscription, now)
    await leave_now(boss, lin.person_id, now, reason="合同到期")
    assert await _phones(lin, now) == []
    await drain()
    assert await _reasons(lin) == ["left"]


async def test_a_dead_address_is_used_no_second_time(
    push_service: PushService, lin: Colleague, now: datetime
) -> None:
    phone = push_service.phone().subscription
    subscription_id = await subscribe(await lin.viewer(), phone, now)
    await settle(subscription_id, Outcome("sent", 201), now)
    await settle(subscription_id, Outcome("later", 503), now)
    assert await _phones(lin, now) == [phone.endpoint]
    await settle(subscription_id, Outcome("gone", 410), now)
    await settle(subscription_id, Outcome("gone", 410), now)
    assert await _phones(lin, now) == [] and await _reasons(lin) == ["gone"]


async def test_a_subscription_to_another_key_of_ours_is_of_no_use(
    push_service: PushService, lin: Colleague, now: datetime
) -> None:
    by, phone = await lin.viewer(), push_service.phone().subscription
    first = await subscribe(by, phone, now)
    await db.execute("UPDATE push_subscription SET server_key = 'another' WHERE id = $1", first)
    assert await _phones(lin, now) == [] and not (await switch_of(by.device_id, now)).on
    assert await subscribe(by, phone, now) != first
    assert await _phones(lin, now) == [phone.endpoint]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Subscription("https://evil.example/push", "B" * 87, "A" * 22), "phones-push-unknown"),
        (Subscription("http://169.254.169.254/", "B" * 87, "A" * 22), "phones-push-unknown"),
        (Subscription("https://fcm.googleapis.com/" + "x" * 2000, "B" * 87, "A" * 22), "phones-push-unknown"),
        (Subscription("https://fcm.googleapis.com/x", "B" * 86, "A" * 22), "phones-push-keys"),
        (Subscription("https://fcm.googleapis.com/x", "B" * 87, "§"), "phones-push-keys"),
    ],
)
async def test_an_address_that_is_none_is_refused(
    lin: Colleague, now: datetime, given: Subscription, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await subscribe(await lin.viewer(), given, now)
    assert refused.value.code == code
