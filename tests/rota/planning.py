"""What stories of the rota start from."""

from __future__ import annotations

from datetime import UTC, date, datetime

from backend.company.queries import rules_of
from backend.infra import db
from backend.rota.months import Board, board
from backend.rota.publication import Published, publish
from backend.rota.rotations import RotationForm, add_rotation
from tests.support.shop import Colleague, Shop

NOW = datetime(2026, 10, 25, 2, tzinfo=UTC)
NOVEMBER = date(2026, 11, 1)


async def november(shop: Shop) -> Board:
    return await board(shop.department_id, NOVEMBER, await rules_of(shop.department_id), shop.zone)


async def publish_november(shop: Shop, reason: str = "还在招人，先由主管顶班") -> Published:
    return await publish(shop.program, NOVEMBER, await rules_of(shop.department_id), NOW, reason=reason)


async def template_id(shop: Shop, code: str) -> int:
    return await db.fetchval(
        "SELECT id FROM shift_template WHERE department_id = $1 AND code = $2", shop.department_id, code
    )


async def a_rotation(shop: Shop, *people: Colleague, row: str = "day day day day day day day") -> int:
    form = RotationForm(
        "客服", date(2026, 11, 2), [each.person_id for each in people], "turns", [row.split()]
    )
    return await add_rotation(shop.program, form, NOW)
