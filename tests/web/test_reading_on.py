"""Long lists come page by page: whoever reads on by keyboard goes on where the new lines begin, or hears that it ends.

The button that was pressed is gone by then; without a word of the new lines the focus would fall to the page's top.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.notifications.actions import tell
from tests.support.hotline_calls import a_line, a_missed_call, happens
from tests.support.shop import Colleague, Shop

NEXT = 10**15
PART = {"hx-request": "true", "accept-language": "en"}


async def _something_everywhere(shop: Shop, boss: Colleague, now: datetime) -> None:
    for number in (1, 2):
        await tell(
            "rota.published", shop.department_id, f"rota:{number}", now, person_ids=[boss.person_id], url="/rota",
            month="2026-12", days=3,
        )  # fmt: skip
    await happens(shop, await a_line(shop), a_missed_call(now - timedelta(minutes=3)), now)


@pytest.mark.parametrize("path", ["/calls/log/lines", "/audit", "/messages", "/messages/sent"])
async def test_the_first_new_line_takes_the_focus(shop: Shop, path: str) -> None:
    boss = await shop.manager()
    await _something_everywhere(shop, boss, datetime.now(UTC))
    async with await boss.browser(**PART) as desk:
        lines = (await desk.get(path, params={"before": NEXT})).text
        whole = (await desk.get(path, headers={"accept": "text/html"})).text
    assert lines.count("autofocus") == 1 and lines.index("autofocus") < lines.index("</li>")
    assert "autofocus" not in whole, "a page that is opened begins at its beginning"


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/calls/log/lines", {"before": 1}),
        ("/orders/cases/log/lines", {"before": 1}),
        ("/orders/days", {"before": "2020-01-01"}),
        ("/audit", {"before": 1}),
        ("/messages", {"before": 1}),
        ("/messages/sent", {"before": 1}),
    ],
)
async def test_where_nothing_follows_it_says_so(shop: Shop, path: str, asked: dict[str, str]) -> None:
    async with await (await shop.manager()).browser(**PART) as desk:
        lines = (await desk.get(path, params=asked)).text
    assert lines.count("autofocus") == 1 and "That was all." in lines and "<button" not in lines
