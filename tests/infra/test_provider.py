"""Short messages and calls through any vendor: the request as its template says, and nothing it must not do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backend.infra.push.filling import TemplateFault, fill
from backend.infra.push.provider import Auth, Provider, Success, send_text, why_not_provider
from tests.support.vendor import NEVER, Texted, Vendor

MOBILE, TEXT = "+8613812345678", '当班："热线" 21:00 起由你接听\n收到请回复'
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize(
    "auth",
    [
        Auth("bearer", "vendor-token"),
        Auth("basic", "vendor-token", user="shop"),
        Auth("hmac", "vendor-token"),
    ],
    ids=lambda auth: auth.kind,
)
@pytest.mark.parametrize("path", ["/sms", "/voice"])
async def test_the_vendor_sends_what_we_said(vendor: Vendor, now: datetime, auth: Auth, path: str) -> None:
    assert (await send_text(vendor.provider(path, auth), MOBILE, TEXT, now)).state == "sent"
    assert vendor.taken == [Texted(path, MOBILE, TEXT)]


async def test_a_form_and_an_address_carry_it_as_well(vendor: Vendor, now: datetime) -> None:
    form = vendor.provider(media_type=FORM, body="mobile={{ mobile|national }}&text={{ text }}")
    query = vendor.provider("/sms?mobile={{ mobile|digits }}&text={{ text }}", method="GET")
    assert (await send_text(form, MOBILE, TEXT + "&x=1", now)).state == "sent"
    assert (await send_text(query, MOBILE, TEXT + "&x=1", now)).state == "sent"
    assert [taken.text for taken in vendor.taken] == [TEXT + "&x=1"] * 2
    assert [taken.mobile for taken in vendor.taken] == ["13812345678", "8613812345678"]


async def test_a_wrong_token_is_a_refusal(vendor: Vendor, now: datetime) -> None:
    assert (
        await send_text(vendor.provider(auth=Auth("bearer", "stolen")), MOBILE, TEXT, now)
    ).state == "refused"
    assert vendor.faults.pop() == "who are you?"


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        ({"code": "isv.MOBILE_NUMBER_ILLEGAL"}, "refused"),
        ({"code": "isv.BUSINESS_LIMIT"}, "later"),
        ({"status": "fine"}, "refused"),
        ({}, "refused"),
        (204, "refused"),
        (302, "refused"),
        (404, "refused"),
        (413, "too_large"),
        (500, "later"),
    ],
)
async def test_success_is_only_what_was_agreed(
    vendor: Vendor, now: datetime, reply: object, state: str
) -> None:
    vendor.answers(reply)
    assert (await send_text(vendor.provider(), MOBILE, TEXT, now)).state == state
    assert vendor.taken == []


async def test_a_vendor_may_be_slow_or_want_a_pause(vendor: Vendor, now: datetime) -> None:
    vendor.answers(429, Retry_After="42")
    assert (await send_text(vendor.provider(), MOBILE, TEXT, now)).again_in == 42
    vendor.answers(NEVER)
    assert (await send_text(vendor.provider(), MOBILE, TEXT, now, timeout=0.2)).state == "later"


async def test_a_code_deep_in_the_answer(vendor: Vendor, now: datetime) -> None:
    vendor.answers({"data": [{"code": 0}]})
    success = Success(path="data.0.code", values=("0",))
    assert (await send_text(vendor.provider(success=success), MOBILE, TEXT, now)).state == "sent"


async def test_a_signature_may_stand_in_the_address(vendor: Vendor, now: datetime) -> None:
    auth = Auth("hmac", "k", message="{{ mobile }}{{ timestamp_ms }}", encoding="base64", header="")
    provider = vendor.provider("/sms?sign={{ signature }}&t={{ timestamp_ms }}", auth)
    assert why_not_provider(provider, now) == ""


@pytest.mark.parametrize(
    ("different", "reason"),
    [
        ({"url": "https://evil.example/sms"}, "host evil.example is not allowed"),
        ({"url": "https://{{ text }}/sms"}, "is not allowed"),
        ({"url": "http://sms.example.com/sms"}, "is not allowed"),
        ({"method": "DELETE"}, "no such method"),
        ({"body": "{{ nothing }}"}, "UndefinedError"),
        ({"headers": {"X-To": "{{ text }}"}}, "a header of several lines"),
    ],
)
async def test_what_is_set_up_wrongly_never_leaves(
    vendor: Vendor, now: datetime, different: dict, reason: str
) -> None:
    given = {"url": "https://sms.example.com/sms", "hosts": ("sms.example.com",), **different}
    outcome = await send_text(Provider(**given), MOBILE, TEXT, now)
    assert outcome.state == "failed" and reason in outcome.reason
    assert vendor.asked == 0


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in range(9999999) %}x{% endfor %}",
        "{{ 'x' * 999999999 }}",
        "{{ 10 ** 9999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ mobile.__class__.__mro__ }}",
        "{{ mobile.__class__.__base__.__subclasses__() }}",
        "{{ mobile.center(999999999) }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ ''|center(999999999) }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ range(10) }}",
        "{{ [1, 2]|tojson|map }}",
        "{{",
        "x" * 10_000,
    ],
)
def test_a_template_can_neither_run_anything_nor_make_us_busy(template: str) -> None:
    with pytest.raises(TemplateFault):
        fill(template, "plain", {"mobile": MOBILE})


def test_no_value_breaks_out_of_its_place() -> None:
    values = {"text": '"}, {"mobile": "1'}
    assert fill('{"t": "{{ text }}"}', "json", values) == '{"t": "\\"}, {\\"mobile\\": \\"1"}'
    assert fill('{"t": {{ text|tojson }}}', "json", values) == '{"t": "\\"}, {\\"mobile\\": \\"1"}'
    assert fill("t={{ text }}", "form", {"text": "a&b=c d"}) == "t=a%26b%3Dc%20d"
    assert fill("https://x/{{ text }}", "address", {"text": "../?#"}) == "https://x/..%2F%3F%23"
