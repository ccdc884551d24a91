"""Can somebody be reached? By what their phone has proven."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules.phones import REACHABLE, STATES, Signs, can_be_reached, how_reachable, needs_proof

NOW = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)
AGO = {
    name: NOW - timedelta(minutes=minutes)
    for name, minutes in {
        "now": 0,
        "1m": 1,
        "6m": 6,
        "15m": 15,
        "1h": 60,
        "12h": 720,
        "2d": 2880,
        "8d": 11520,
    }.items()
}


@pytest.mark.parametrize(
    ("on", "arrived", "waits", "page", "state"),
    [
        (True, "now", None, None, "proven"),
        (True, "1h", None, None, "proven"),
        (True, "12h", None, None, "likely"),  # half open: exactly 12 hours ago proves nothing any more
        (True, "2d", None, None, "likely"),
        (True, "8d", None, None, "silent"),
        (True, None, None, None, "silent"),
        (True, "1h", "1m", None, "proven"),  # it may still come
        (True, "1h", "6m", None, "silent"),
        (True, "2d", "6m", None, "silent"),
        (True, "1h", "6m", "1m", "open"),
        (False, "1h", None, None, "off"),  # switched off since
        (False, None, None, "1m", "open"),
        (False, None, None, "15m", "off"),
        (False, None, None, None, "off"),
    ],
)
def test_by_what_the_phone_has_proven(
    on: bool, arrived: str | None, waits: str | None, page: str | None, state: str
) -> None:
    signs = Signs(on, AGO.get(arrived or ""), AGO.get(waits or ""), AGO.get(page or ""))
    assert how_reachable(signs, NOW) == state


_MOMENTS = st.none() | st.integers(0, 20_000).map(lambda minutes: NOW - timedelta(minutes=minutes))
_SIGNS = st.builds(Signs, st.booleans(), _MOMENTS, _MOMENTS, _MOMENTS)


@given(_SIGNS)
def test_every_phone_is_in_one_state_and_only_a_sign_makes_it_reachable(signs: Signs) -> None:
    state = how_reachable(signs, NOW)
    assert state in STATES and can_be_reached(signs, NOW) == (state in REACHABLE)
    if state in REACHABLE:
        assert signs.page_at is not None or (signs.on and signs.arrived_at is not None)


@given(_SIGNS, st.integers(0, 20_000))
def test_time_alone_never_makes_a_phone_reachable(signs: Signs, minutes: int) -> None:
    later = NOW + timedelta(minutes=minutes)
    assert can_be_reached(signs, NOW) or not can_be_reached(signs, later)


@given(_SIGNS)
def test_only_a_phone_with_notifications_is_tested(signs: Signs) -> None:
    assert needs_proof(signs, NOW) == (signs.on and how_reachable(signs, NOW) != "proven")
