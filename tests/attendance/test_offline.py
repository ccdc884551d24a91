"""Taps that waited in a phone for the network (R-ATT-8)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.support.attendance import punches, tap
from tests.support.shop import Colleague, Shop

MONDAY = "2026-11-02"


@pytest.fixture
async def lin(shop: Shop) -> Colleague:
    lin = await shop.hire("林晓")
    await shop.shift(lin, MONDAY, ("08:30", "16:00"))
    return lin


async def test_three_hours_in_a_tunnel_count_when_they_were_made(lin: Colleague, now: datetime) -> None:
    later = now + timedelta(hours=3)
    answer = await tap(lin, "in", later, made_at=now, sent_at=later + timedelta(seconds=3))
    assert (answer.punch.at, answer.punch.standing, answer.punch.source) == (now, "counted", "offline")
    [punch] = await punches(lin)
    assert (punch["recorded_at"], punch["made_at"]) == (later, now)


async def test_thirteen_hours_wait_for_a_lead(lin: Colleague, now: datetime) -> None:
    later = now + timedelta(hours=13)
    answer = await tap(lin, "in", later, made_at=now, sent_at=later)
    assert answer.punch.standing == "waiting" and answer.punch.waits and not answer.punch.counts
    assert answer.punch.reasons[0]["rule"] == "R-ATT-8"
    assert answer.punch.reasons[0]["message"] == "rules-offline-too-old"


async def test_exactly_twelve_hours_still_count(lin: Colleague, now: datetime) -> None:
    later = now + timedelta(hours=12)
    assert (await tap(lin, "in", later, made_at=now, sent_at=later)).punch.standing == "counted"


async def test_a_phone_whose_clock_is_wrong_waits(lin: Colleague, now: datetime) -> None:
    received = now + timedelta(hours=1)
    answer = await tap(lin, "in", received, made_at=now, sent_at=received - timedelta(minutes=3))
    assert answer.punch.standing == "waiting"
    assert answer.punch.reasons[0]["message"] == "rules-offline-clock"


async def test_without_the_time_of_sending_nothing_can_be_compared(lin: Colleague, now: datetime) -> None:
    answer = await tap(lin, "in", now + timedelta(hours=1), made_at=now)
    assert answer.punch.standing == "waiting"


async def test_a_tap_that_was_delivered_at_once_is_the_servers(lin: Colleague, now: datetime) -> None:
    wrong = now - timedelta(minutes=40)
    answer = await tap(lin, "in", now, made_at=wrong, sent_at=wrong + timedelta(seconds=4))
    assert (answer.punch.at, answer.punch.source) == (now - timedelta(seconds=4), "phone")


async def test_out_of_shift_an_offline_tap_is_kept_and_queued(shop: Shop, lin: Colleague) -> None:
    made = shop.clock(MONDAY, "22:00")
    answer = await tap(lin, "in", made + timedelta(hours=2), made_at=made, sent_at=made + timedelta(hours=2))
    assert answer.punch.at == made and answer.punch.waits
