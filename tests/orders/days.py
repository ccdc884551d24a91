"""The files of days of a story: where they stand, and what is in them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from backend.infra import db
from backend.orders.saving import save_next_day
from backend.rules.orders.day_file import SUFFIX
from backend.settings import settings
from tests.support.shop import Shop


@contextmanager
def data_in(folder: Path) -> Iterator[None]:
    """The program keeps its files there meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DANGBAN_DATA_DIR", str(folder))
        settings.cache_clear()
        yield
    settings.cache_clear()


async def save(shop: Shop, at: datetime) -> list[str]:
    """Everything that is due; the days that were saved."""
    days = []
    while moment := await save_next_day(shop.department_id, str(shop.zone), at):
        days.append(moment.day.isoformat())
    return days


def folder_of(shop: Shop) -> Path:
    return settings().data_dir / "orders" / str(shop.department_id)


def path_of(shop: Shop, day: str) -> Path:
    return folder_of(shop) / f"{day}{SUFFIX}"


def read(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The head and the orders."""
    head, *lines = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
    return head, [line["order"] for line in lines]


def numbers(shop: Shop, day: str) -> list[str]:
    return [order["number"] for order in read(path_of(shop, day))[1]]


async def recorded(shop: Shop) -> list[Any]:
    """What the database says of the days, oldest first."""
    return await db.fetch("SELECT * FROM order_day WHERE department_id = $1 ORDER BY day", shop.department_id)
