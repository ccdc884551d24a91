"""How the orders of a replay come in: over HTTP, as a program with a lead's log-in brings them."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec

from backend.replay.crew import Colleague
from backend.rules.orders.draft import Draft

TOLD = (
    "number", "standing", "shop", "buyer", "receiver", "phone", "address", "buyer_note", "seller_note", "goods_total",
    "postage", "total", "paid", "payment", "ordered_at", "paid_at",
)  # fmt: skip


class Door:
    """One at a time, each as soon as its moment has come; an answer that is no yes goes to `faults`."""

    def __init__(self, url: str, lead: Colleague, faults: list[str]):
        self.url, self.lead, self.faults = url, lead, faults
        self.client = httpx.AsyncClient(base_url=url, timeout=30)

    async def open(self) -> None:
        """Logs in: nothing is told yet."""
        answer = await self.client.post(
            "/api/v1/session", json={"login": self.lead.login, "password": self.lead.password},
            headers={"origin": self.url},
        )  # fmt: skip
        answer.raise_for_status()
        self.client.headers.update({"x-csrf-token": answer.json()["csrf"], "origin": self.url})

    async def hand_in(self, draft: Draft) -> None:
        said = {"platform": draft.platform, "orders": [_told(draft)]}
        answer = await self.client.post(
            "/api/v1/orders", content=msgspec.json.encode(said), headers={"content-type": "application/json"}
        )
        if answer.status_code != 200:
            self.faults.append(f"{draft.number}: {answer.status_code} {answer.text[:200]}")

    async def close(self) -> None:
        await self.client.aclose()


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
