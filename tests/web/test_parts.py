"""Parts of pages have addresses too: a person who ends up there sees the page, not a piece of it without a frame."""

from __future__ import annotations

from tests.e2e.pages import a_lived_in_department, addresses
from tests.support.shop import visitor

GOES_THERE = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
ASKS = {"accept": "text/html", "hx-request": "true"}
WHOLE = "<!doctype html"


async def test_whoever_opens_a_part_by_hand_gets_the_page_it_belongs_to(database: str) -> None:
    """Found by walking the route table: a new part carries the guard `part_of("/its/page")`."""
    lived = await a_lived_in_department()
    led, parts, broken = 0, [], []
    async with await lived.boss.browser(**GOES_THERE) as boss, visitor(**GOES_THERE) as stranger:
        for address in addresses():
            browser = stranger if address.public else boss
            answer = await browser.get(address.filled(lived.values))
            led += answer.status_code == 303
            while answer.status_code == 303:
                answer = await browser.get(answer.headers["location"])
            if answer.headers["content-type"].startswith("text/html"):
                parts += [] if answer.text.lstrip().lower().startswith(WHOLE) else [address.path]
                broken += [] if answer.status_code == 200 else [f"{address.path} led to {answer.url}"]
    assert parts == [], "parts without a page around them: give them part_of() of backend/web/parts.py"
    assert broken == [] and led > 10


async def test_htmx_gets_the_part_alone(database: str) -> None:
    lived = await a_lived_in_department()
    month = lived.values["month"]
    async with await lived.boss.browser(**ASKS) as boss:
        for path in ("/rota/mine", f"/rota/months/{month}/copy", "/floor/strip", "/attendance/card"):
            answer = await boss.get(path)
            assert answer.status_code == 200
            assert WHOLE not in answer.text.lower()


async def test_older_lines_of_the_trail_open_with_their_page(database: str) -> None:
    lived = await a_lived_in_department()
    async with await lived.boss.browser(**GOES_THERE) as boss:
        assert (await boss.get("/audit?before=999999")).text.lstrip().lower().startswith(WHOLE)


async def test_a_page_brings_its_policy_and_its_parts_live_under_it(database: str) -> None:
    lived = await a_lived_in_department()
    async with await lived.boss.browser(**GOES_THERE) as boss:
        for path in ("/", "/login", "/floor/board-that-is-not-there"):
            headers = (await boss.get(path)).headers
            assert "default-src 'self'" in headers["content-security-policy"]
            assert headers["x-frame-options"] == "DENY"
    async with await lived.boss.browser(**ASKS) as boss:
        headers = (await boss.get("/floor/strip")).headers
        assert "content-security-policy" not in headers
        assert (headers["x-content-type-options"], headers["cache-control"]) == (
            "nosniff",
            "private, no-store",
        )
