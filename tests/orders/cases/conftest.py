"""Everybody at the after-sales counter."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.orders.cases.counter import Counter, open_counter
from tests.support.shop import Shop


@pytest.fixture
async def counter(shop: Shop, now: datetime) -> Counter:
    return await open_counter(shop, now)
