"""An order that somebody tells on the telephone, written down on a form; it comes in by the same verb as any other."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post

from backend.infra.refusal import Refusal
from backend.orders.intake import take_in
from backend.orders.layouts import PLATFORMS
from backend.rules.orders.draft import Draft, Item
from backend.rules.orders.layouts import cells
from backend.web.guards import allow
from backend.web.onward import fields, onward
from backend.web.render import page

OWN = "phone"
"""The platform of orders that no platform has a number for."""
LINES = 8

MAY = [allow("orders.take-in")]


@get("/orders/new", guards=MAY, include_in_schema=False)
async def form(request: Request, done: str = "") -> Response[Any]:
    """The empty form."""
    return page(
        request, "orders/new.html", here="order-imports", platforms=(OWN, *PLATFORMS), lines=LINES,
        done=done if done in ("new", "known", "changed") else "",
    )  # fmt: skip


@post("/orders/new", guards=MAY, include_in_schema=False)
async def enter(request: Request) -> Response[Any]:
    """Takes it in; sent twice it is one order."""
    given, now = await fields(request), datetime.now(UTC)
    draft = _draft(given, _number(given, now, request), now)
    taken = await take_in(request.user, [draft], now, source="hand")
    fate = "new" if taken.new else "changed" if taken.changed else "known"
    if taken.new and (request.user.may("orders.work") or request.user.may("orders.view")):
        return onward(request, f"/orders/{taken.new[0]}")
    return onward(request, f"/orders/new?done={fate}")


def _draft(given: dict[str, str], number: str, now: datetime) -> Draft:
    items = tuple(_items(given))
    if not items:
        raise Refusal("intake-fault-no-goods", field="title-1")
    for needed in ("receiver", "phone", "address"):
        if not given.get(needed):
            raise Refusal(f"intake-hand-needs-{needed}", field=needed)
    goods = sum((each.price * each.quantity for each in items if each.price is not None), Decimal(0))
    postage = _read(given, "postage", cells.money)
    total = _read(given, "total", cells.money)
    if total is None:
        total = goods + (postage or Decimal(0))
    standing = given.get("standing", "paid")
    return Draft(
        platform=given.get("platform") or OWN, number=number, standing=standing, items=items,
        receiver=given["receiver"], phone=given["phone"], address=given["address"],
        buyer_note=given.get("buyer_note", ""), seller_note=given.get("seller_note", ""), goods_total=goods,
        postage=postage, total=total, paid=total if standing == "paid" else None, ordered_at=now,
        paid_at=now if standing == "paid" else None,
    )  # fmt: skip


def _items(given: dict[str, str]) -> list[Item]:
    found = []
    for line in range(1, LINES + 1):
        title = given.get(f"title-{line}", "")
        quantity = _read(given, f"quantity-{line}", cells.quantity) or 1
        price = _read(given, f"price-{line}", cells.money)
        if title:
            found.append(Item(title, quantity, price))
    return found


def _number(given: dict[str, str], now: datetime, request: Request) -> str:
    """The platform's; else one of our own, made of the form's key, so that a double tap is one order."""
    if number := given.get("number", ""):
        return number
    if given.get("platform", OWN) != OWN:
        raise Refusal("intake-fault-no-number", field="number")
    try:
        key = UUID(given.get("request_key", ""))
    except ValueError:
        raise Refusal("intake-hand-again", field="number") from None
    return f"{now.astimezone(request.user.zone):%y%m%d}-{key.hex[:10].upper()}"


def _read(given: dict[str, str], name: str, how: Any) -> Any:
    try:
        return how(given.get(name, ""))
    except cells.CellFault as fault:
        raise Refusal(fault.code, field=name) from None


handlers = [form, enter]
