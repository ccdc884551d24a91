"""Web Push against a service that opens and checks each message, and that can fail in every way there is."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from backend.infra.push import vapid
from backend.infra.push.outcome import Outcome
from backend.infra.push.web_push import MOST_BYTES, Subscription, send_push, why_not_push
from backend.settings import settings
from tests.support.push_service import NEVER, Phone, PushService

PAYLOAD = {"title": "热线值班", "body": "21:00 开始，请确认", "key": "k" * 43}


@pytest.fixture
def now() -> datetime:
    """The claims are judged by the service's own clock."""
    return datetime.now(UTC)


async def _push(phone: Phone, now: datetime, **different: object) -> Outcome:
    wanted: dict = {"ttl": 600, "urgency": "high", "topic": None, "at": now, **different}
    return await send_push(phone.subscription, wanted.pop("payload", PAYLOAD), **wanted)


async def test_a_phone_reads_what_was_sent_to_it(push_service: PushService, now: datetime) -> None:
    phone, other = push_service.phone(), push_service.phone()
    assert (await _push(phone, now, topic="duty-7")).state == "sent"
    (pushed,) = phone.got
    assert pushed.payload == PAYLOAD
    assert (pushed.ttl, pushed.urgency, pushed.topic) == (600, "high", "duty-7")
    assert other.got == []


@pytest.mark.parametrize("status", [200, 201, 202])
async def test_taken_is_sent(push_service: PushService, now: datetime, status: int) -> None:
    push_service.always(status)
    assert (await _push(push_service.phone(), now)).state == "sent"


@pytest.mark.parametrize(
    ("status", "state"),
    [(404, "gone"), (410, "gone"), (413, "too_large"), (400, "refused"), (401, "refused"), (403, "refused")],
)
async def test_what_will_not_change_is_not_tried_again(
    push_service: PushService, now: datetime, status: int, state: str
) -> None:
    push_service.answers(status)
    outcome = await _push(push_service.phone(), now)
    assert (outcome.state, outcome.status, outcome.again_in) == (state, status, None)


async def test_too_many_requests_wait_as_long_as_they_are_told(
    push_service: PushService, now: datetime
) -> None:
    phone = push_service.phone()
    push_service.answers(429, Retry_After="7")
    assert (await _push(phone, now)).again_in == 7
    push_service.answers(429, Retry_After=format_datetime(now + timedelta(seconds=90), usegmt=True))
    assert (await _push(phone, now)).again_in == pytest.approx(90, abs=1)
    push_service.answers(429, Retry_After="soon")
    outcome = await _push(phone, now)
    assert outcome.state == "later" and outcome.again_in == 15


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_service_that_is_ill_is_asked_again(
    push_service: PushService, now: datetime, status: int
) -> None:
    push_service.answers(status)
    outcome = await _push(push_service.phone(), now)
    assert outcome.state == "later" and outcome.again_in is not None


async def test_a_service_that_never_answers_costs_no_more_than_the_timeout(
    push_service: PushService, now: datetime
) -> None:
    push_service.answers(NEVER)
    outcome = await _push(push_service.phone(), now, timeout=0.2)
    assert outcome == Outcome("later", 0, "no answer in time", 15.0)


async def test_a_service_that_is_away_is_asked_again(push_service: PushService, now: datetime) -> None:
    phone = push_service.phone()
    await push_service.__aexit__()
    try:
        assert (await _push(phone, now)).state == "later"
    finally:
        await push_service.__aenter__()


async def test_a_redirect_is_not_followed(push_service: PushService, now: datetime) -> None:
    phone = push_service.phone()
    push_service.answers(307, Location=phone.subscription.endpoint)
    assert (await _push(phone, now)).state == "refused"
    assert push_service.asked == 1


async def test_a_phone_that_subscribed_to_another_key_refuses_us(
    push_service: PushService, now: datetime
) -> None:
    stranger = push_service.phone(server_key="B" * 87)
    assert (await _push(stranger, now)).state == "refused"
    assert push_service.faults == ["another key than the one subscribed to"]
    push_service.faults.clear()


async def test_claims_that_are_too_old_are_refused(push_service: PushService, now: datetime) -> None:
    """So the service's check of them is one, and ours are fresh each time."""
    phone = push_service.phone()
    assert (await _push(phone, now - timedelta(hours=13))).state == "refused"
    assert (await _push(phone, now + timedelta(hours=13))).state == "refused"
    assert (await _push(phone, now)).state == "sent"
    push_service.faults.clear()


async def test_what_no_push_can_carry_never_leaves(push_service: PushService, now: datetime) -> None:
    fits = {"body": "x" * (MOST_BYTES - len('{"body":""}'))}
    phone = push_service.phone()
    assert (await _push(phone, now, payload=fits)).state == "sent"
    assert (await _push(phone, now, payload={"body": fits["body"] + "x"})).state == "too_large"
    assert push_service.asked == 1


async def test_keys_that_are_none_are_our_own_fault(push_service: PushService, now: datetime) -> None:
    endpoint = push_service.phone().subscription.endpoint
    for broken in (("no key", "no"), ("AAAA", "AAAA"), ("B" + "A" * 86, "A" * 22)):
        outcome = await send_push(
            Subscription(endpoint, *broken), PAYLOAD, ttl=1, urgency="normal", topic=None, at=now
        )
        assert outcome.state == "failed"
    assert push_service.asked == 0


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://db5p.notify.windows.com/w/?token=abc",
    ],
)
def test_known_push_services_are_allowed(endpoint: str) -> None:
    assert why_not_push(endpoint) == ""


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/fcm/send/abc",
        "https://fcm.googleapis.com.evil.example/abc",
        "https://evil.example/fcm.googleapis.com",
        "https://push.services.mozilla.com/abc",
        "https://user@fcm.googleapis.com/abc",
        "https://127.0.0.1/abc",
        "https://[::1]/abc",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/abc",
        "https://fcm.googleapis.com\\@evil.example/",
        "file:///etc/passwd",
        "https://fcm.googleapis.com:port/",
        "",
    ],
)
async def test_anything_else_is_not(endpoint: str, now: datetime) -> None:
    subscription = Subscription(endpoint, "B" * 87, "A" * 22)
    outcome = await send_push(subscription, PAYLOAD, ttl=1, urgency="normal", topic=None, at=now)
    assert outcome.state == "failed" and outcome.status == 0


def test_the_key_is_made_once_and_is_its_owners_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANGBAN_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    first = vapid.public_key()
    vapid._from_file.cache_clear()
    assert vapid.public_key() == first and len(first) == 87
    assert stat.S_IMODE((tmp_path / "vapid.pem").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["vapid.pem"]
    settings.cache_clear()


def test_a_key_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """One in the form that `npx web-push generate-vapid-keys` prints; the public half belongs to it."""
    monkeypatch.setenv("DANGBAN_VAPID_PRIVATE_KEY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE")
    settings.cache_clear()
    base_point = "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"
    assert vapid.public_key() == base_point
    settings.cache_clear()


@pytest.mark.parametrize(
    ("public_url", "given", "subject"),
    [
        ("https://dangban.shop.cn", "", "mailto:admin@dangban.shop.cn"),
        ("http://localhost:8000", "", "mailto:admin@dangban.example"),
        ("http://192.168.1.9:8000", "", "mailto:admin@dangban.example"),
        ("https://dangban.shop.cn", "it@shop.cn", "mailto:it@shop.cn"),
        ("", "mailto:it@shop.cn", "mailto:it@shop.cn"),
    ],
)
def test_the_subject_can_be_written_to(
    monkeypatch: pytest.MonkeyPatch, public_url: str, given: str, subject: str
) -> None:
    monkeypatch.setenv("DANGBAN_PUBLIC_URL", public_url)
    monkeypatch.setenv("DANGBAN_VAPID_SUBJECT", given)
    settings.cache_clear()
    assert vapid.subject() == subject
    settings.cache_clear()
