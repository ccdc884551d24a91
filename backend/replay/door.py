"""How the orders of a replay come in: over HTTP, as a program with a lead's log-in brings them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec

from backend.orders.intake import take_in
from backend.people.viewer import Program
from backend.replay.crew import Colleague
from backend.rules.orders.draft import Draft

NO_SUCH_WAY = (404, 405)
TOLD = (
    "number", "standing", "shop", "buyer", "receiver", "phone", "address", "buyer_note", "seller_note", "goods_total",
    "postage", "total", "paid", "payment", "ordered_at", "paid_at",
)  # fmt: skip


class Door:
    """`by_http`: whether the system takes orders at /api/v1/orders; one that does not is handed them as its own jobs do
    it, and the report says so."""

    def __init__(self, url: str, lead: Colleague, department_id: int, faults: list[str]):
        self.url, self.lead, self.by, self.faults = url, lead, Program(department_id), faults
        self.client = httpx.AsyncClient(base_url=url, timeout=30)
        self.by_http = True

    async def open(self) -> None:
        """Logs in, and asks whether the way is there: nothing is told yet."""
        answer = await self.client.post(
            "/api/v1/session", json={"login": self.lead.login, "password": self.lead.password},
            headers={"origin": self.url},
        )  # fmt: skip
        answer.raise_for_status()
        self.client.headers.update({"x-csrf-token": answer.json()["csrf"], "origin": self.url})
        self.by_http = (await self._post([])).status_code not in NO_SUCH_WAY

    async def hand_in(self, draft: Draft) -> None:
        if not self.by_http:
            await take_in(self.by, [draft], datetime.now(UTC), source="api")
            return
        answer = await self._post([draft])
        if answer.status_code != 200:
            self.faults.append(f"{draft.number}: {answer.status_code} {answer.text[:200]}")

    async def close(self) -> None:
        await self.client.aclose()

    async def _post(self, drafts: Sequence[Draft]) -> httpx.Response:
        platform = drafts[0].platform if drafts else "taobao"
        said = {"platform": platform, "orders": [_told(draft) for draft in drafts]}
        return await self.client.post(
            "/api/v1/orders", content=msgspec.json.encode(said), headers={"content-type": "application/json"}
        )


def _told(draft: Draft) -> dict[str, Any]:
    items = [
        {
            "title": each.title,
            "quantity": each.quantity,
            "price": each.price,
            "sku": each.sku,
            "spec": each.spec,
        }
        for each in draft.items
    ]
    return {**{name: getattr(draft, name) for name in TOLD}, "status": draft.platform_status, "items": items}
