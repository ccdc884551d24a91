"""A vendor that is told: what it hears, what we make of its answers, and where a request may never go."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from backend.infra.push import outbound
from backend.infra.telephony.adapter import Inbound, TelephonyError
from backend.infra.telephony.rest import Rest, RestSettings
from backend.rules.hotline import Plan
from backend.settings import settings
from tests.support.call_centre import KEY, CallCentre, a_call_centre
from tests.support.vendors import SECRET, json_request
from tests.telephony.contract import LI, OFFICE_NUMBER, WANG, TelephonyContract, plan_of

LINE = "4001234567"
NOW = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)


@pytest.fixture
async def centre(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[CallCentre]:
    async with a_call_centre() as centre:
        confirm(monkeypatch, centre.host)
        yield centre
    await outbound.close()


def confirm(monkeypatch: pytest.MonkeyPatch, hosts: str) -> None:
    """The operator's own list."""
    monkeypatch.setattr(settings(), "outbound_hosts", hosts)


def settings_for(centre: CallCentre, **changes: object) -> RestSettings:
    usual = RestSettings(
        set_address=f"{centre.url}/v2/lines/{{{{ line }}}}/forwarding",
        set_body='{"line": "{{ line }}", "forward_to": "{{ number }}", "id": "{{ request_id }}"}',
        read_address=f"{centre.url}/v2/lines/{{{{ line }}}}",
        number_path="data.lines.0.forward_to",
        ok_path="code",
        ok_values="0",
        secret=KEY,
        timeout_seconds=1,
        events_secret=SECRET,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # fields by name


@dataclass
class Told:
    system: Rest
    centre: CallCentre

    async def provide(self, plan: Plan) -> None: ...

    async def cut(self) -> None:
        await self.centre.close()

    def genuine(self) -> Inbound:
        told = {"event_id": "7", "call_id": "a1", "kind": "answered", "target": WANG}
        return json_request("https://dangban.example.com/telephony/k3y/events", datetime.now(UTC), **told)


class TestRest(TelephonyContract):
    @pytest.fixture
    async def bench(self, centre: CallCentre) -> Told:
        return Told(Rest(settings_for(centre), LINE), centre)


@pytest.mark.parametrize(
    ("signed_by", "changes"),
    [
        ("bearer", {"auth": "bearer"}),
        ("basic", {"auth": "basic", "user": "shop"}),
        (
            "hmac",
            {
                "auth": "hmac",
                "signed": "{{ method }}\n{{ path }}\n{{ timestamp }}\n{{ body }}",
                "signature_header": "X-Sign",
            },
        ),
    ],
)
async def test_the_vendor_knows_us(centre: CallCentre, signed_by: str, changes: dict[str, object]) -> None:
    centre.signed_by = signed_by
    system = Rest(settings_for(centre, **changes), LINE)
    await system.apply_plan(plan_of(1, NOW, WANG), NOW)
    assert centre.forward_to == WANG and centre.asked[0]["path"] == f"/v2/lines/{LINE}/forwarding"
    with pytest.raises(TelephonyError, match="answered 401"):
        await Rest(settings_for(centre, **changes, secret="another"), LINE).current_target(NOW)


async def test_the_same_change_told_twice_is_one_change_for_the_vendor(centre: CallCentre) -> None:
    system = Rest(settings_for(centre), LINE)
    for _ in range(2):
        await system.apply_plan(plan_of(5, NOW, WANG), NOW)
    await system.apply_plan(plan_of(6, NOW, LI), NOW)
    assert list(centre.applied.values()) == [WANG, LI]


@pytest.mark.parametrize(
    ("mood", "reason", "again_in"),
    [
        ("busy", "answered 429", 7),
        ("broken", "answered 500", 15),
        ("wrong", "code is 4003", None),
        ("nonsense", "holds no code", None),
        ("redirect", "answered 302", None),
    ],
)
async def test_an_unwell_vendor_is_one_kind_of_error(
    centre: CallCentre, mood: str, reason: str, again_in: float | None
) -> None:
    system, centre.mood = Rest(settings_for(centre), LINE), mood
    with pytest.raises(TelephonyError, match=reason) as failure:
        await system.apply_plan(plan_of(1, NOW, WANG), NOW)
    assert failure.value.again_in == again_in and centre.forward_to == OFFICE_NUMBER
    assert KEY not in failure.value.reason
    assert not (await system.health()).ok


async def test_a_slow_vendor_costs_its_timeout_and_no_more(centre: CallCentre) -> None:
    system, centre.mood = Rest(settings_for(centre), LINE), "slow"
    before = time.monotonic()
    with pytest.raises(TelephonyError, match="no answer in time"):
        await system.apply_plan(plan_of(1, NOW, WANG), NOW)
    assert 0.9 < time.monotonic() - before < 3


async def test_a_vendor_that_says_yes_and_does_nothing_is_seen_by_reading_back(centre: CallCentre) -> None:
    system, centre.mood = Rest(settings_for(centre), LINE), "deaf"
    await system.apply_plan(plan_of(1, NOW, WANG), NOW)
    reported = await system.current_target(NOW)
    assert reported is not None and reported.number == OFFICE_NUMBER


@pytest.mark.parametrize(
    ("written", "read"), [("+86 138-0000-0001", WANG), ("(138) 0000 0001", WANG), ("+8613800000001", WANG)]
)
async def test_a_number_is_the_same_however_the_vendor_writes_it(
    centre: CallCentre, written: str, read: str
) -> None:
    centre.forward_to = written
    reported = await Rest(settings_for(centre, strip="+86"), LINE).current_target(NOW)
    assert reported is not None and reported.number == read


@pytest.mark.parametrize("path", ["data.lines.3.forward_to", "data.lines", "data.nothing", "code.0"])
async def test_a_path_that_leads_nowhere_says_so(centre: CallCentre, path: str) -> None:
    with pytest.raises(TelephonyError, match=r"holds no"):
        await Rest(settings_for(centre, number_path=path), LINE).current_target(NOW)


async def test_a_path_may_be_written_with_brackets(centre: CallCentre) -> None:
    system = Rest(settings_for(centre, number_path="$.data.lines[0].forward_to"), LINE)
    assert (await system.current_target(NOW)) is not None


async def test_without_a_reading_nothing_is_claimed(centre: CallCentre) -> None:
    system = Rest(settings_for(centre, read_address=""), LINE)
    assert not system.capabilities.reads_back and await system.current_target(NOW) is None


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://169.254.169.254/latest", "not allowed"),
        ("http://localhost:5432/", "not allowed"),
        ("https://vendor.example.com/x", "not allowed"),
        ("https://{{ line }}.example.com/x", "stands there as it is"),
        ("https://user:pass@vendor.example.com/x", "not an address"),
        ("file:///etc/passwd", "not an address"),
        ("", "not an address"),
    ],
)
async def test_only_hosts_that_the_operator_has_confirmed_are_asked(
    centre: CallCentre, address: str, reason: str
) -> None:
    system = Rest(settings_for(centre, set_address=address), LINE)
    with pytest.raises(TelephonyError, match=reason):
        await system.apply_plan(plan_of(1, NOW, WANG), NOW)
    health = await system.health()
    assert not health.ok and health.detail == "hotline-health-settings"
    assert centre.asked == []


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{% for a in range(9) %}x{% endfor %}",
        "{{ 'a' * 999999999 }}",
        "{{ secret }}",
        "{{ number.zfill(999999999) }}",
    ],
)
async def test_a_template_can_neither_look_around_nor_keep_us_busy(centre: CallCentre, template: str) -> None:
    with pytest.raises(TelephonyError, match="template"):
        await Rest(settings_for(centre, set_body=template), LINE).apply_plan(plan_of(1, NOW, WANG), NOW)


async def test_a_value_cannot_break_out_of_its_place(centre: CallCentre) -> None:
    line = '400", "forward_to": "13999999999'
    system = Rest(settings_for(centre, set_address=f"{centre.url}/x"), line)
    await system.apply_plan(plan_of(1, NOW, WANG), NOW)
    assert centre.forward_to == WANG


def test_a_vendor_that_is_told_gets_no_answer_when_it_asks() -> None:
    answer = Rest(RestSettings(), LINE).answer_inbound(
        Inbound("POST", "", {}, b""), plan_of(1, NOW, WANG), NOW
    )
    assert answer.status == 404 and answer.body == b""
