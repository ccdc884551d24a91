"""Pages come squeezed to who can read that, and as they are to everybody else."""

from __future__ import annotations

import gzip

from backend.web.compression import SMALLEST, squeezed
from tests.support.shop import Shop, visitor


async def test_a_page_is_squeezed_for_who_accepts_it(database: str) -> None:
    async with visitor(**{"accept-encoding": "gzip, br"}) as browser:
        answer = await browser.get("/login")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "accept-encoding"
    assert int(answer.headers["content-length"]) * 2 < len(answer.content)
    assert "</html>" in answer.text


async def test_a_program_that_accepts_nothing_gets_it_plain(database: str) -> None:
    async with visitor(**{"accept-encoding": "identity"}) as program:
        answer = await program.get("/login")
    assert "content-encoding" not in answer.headers
    assert "</html>" in answer.text


async def test_small_and_static_answers_pass_as_they_are(shop: Shop) -> None:
    colleague = await shop.hire("林晓")
    async with await colleague.browser(**{"accept-encoding": "gzip"}) as browser:
        answer = await browser.get("/session/csrf")
        assert len(answer.content) < SMALLEST
        assert "content-encoding" not in answer.headers
        assert "content-encoding" not in (await browser.get("/health/live")).headers


def test_the_length_tells_nothing_exactly() -> None:
    """The same page is now longer, now shorter: its length does not betray a secret in it letter by letter."""
    page = b"<p>csrf</p>" * 500
    lengths = {len(squeezed(page)) for _ in range(50)}
    assert len(lengths) > 10
    assert gzip.decompress(squeezed(page)) == page
