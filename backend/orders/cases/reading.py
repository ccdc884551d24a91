"""Forms and addresses about cases, read: what is not a number or a moment is told beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from backend.infra.refusal import Refusal
from backend.orders.cases.log import STANDINGS, Asked
from backend.orders.cases.registering import Told
from backend.orders.cases.stepping import Said
from backend.people.viewer import Viewer
from backend.rules.clock import WallTime, day_of, instant
from backend.rules.orders.cases import KINDS

LONGEST_DAYS = 366
ITEM = "item-"


def told(given: Mapping[str, str], viewer: Viewer, order_id: int | None) -> Told:
    """The form of a new case. Goods come as `item-<id>`: how many."""
    return Told(
        kind=given.get("kind", ""),
        what=given.get("what", ""),
        order_id=order_id,
        call_id=whole(given.get("call_id", ""), "call_id"),
        contact=given.get("contact", ""),
        items=_items(given),
        amount=money(given.get("amount", "")),
        waybill=given.get("waybill", ""),
        owner_id=whole(given.get("owner_id", ""), "owner_id"),
        due_at=moment(given.get("due_at", ""), viewer),
        request_key=_key(given.get("request_key", "")),
    )


def said(given: Mapping[str, str]) -> Said:
    return Said(
        given.get("said", ""),
        given.get("outcome", ""),
        money(given.get("amount", "")),
        given.get("waybill", ""),
    )


def asked(
    viewer: Viewer,
    at: datetime,
    since: date | None,
    until: date | None,
    kind: str,
    standing: str,
    owner: str,
    number: str,
) -> Asked:
    """The filter as it was asked for, put right where it contradicts itself: a year at most, never backwards. Without a
    day: the last thirty, up to today."""
    today = day_of(at, viewer.zone)
    end = until or today
    start = min(since, end) if since else date.fromordinal(end.toordinal() - 29)
    start = max(start, date.fromordinal(end.toordinal() - LONGEST_DAYS))
    return Asked(
        start,
        end,
        at,
        kind if kind in KINDS else "",
        standing if standing in STANDINGS else "",
        int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 18 else None,
        number.strip()[:64],
    )


def whole(written: str, field: str) -> int | None:
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) < 18):
        raise Refusal("cases-number-wrong", field=field)
    return int(written)


def money(written: str) -> Decimal | None:
    """`85`, `85.00`, `¥85`, `1,085.00`; None where nothing is written."""
    cleaned = written.strip().lstrip("¥￥").replace(",", "").replace("，", "").strip()
    if not cleaned:
        return None
    try:
        amount = Decimal(cleaned)
    except InvalidOperation:
        raise Refusal("cases-amount-wrong", field="amount") from None
    if not amount.is_finite() or abs(amount) >= Decimal("10000000000"):
        raise Refusal("cases-amount-wrong", field="amount")
    return amount


def moment(written: str, viewer: Viewer) -> datetime | None:
    """`2026-11-02T10:30`, as a browser's field gives it, on the department's wall."""
    if not written:
        return None
    that_day, _, time = written.partition("T")
    try:
        return instant(date.fromisoformat(that_day), WallTime.parse(time[:5]), viewer.zone)
    except ValueError:
        raise Refusal("cases-due-when", field="due_at") from None


def day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refusal("cases-day-wrong", field="day") from None


def _items(given: Mapping[str, str]) -> dict[int, int]:
    found = {}
    for name, value in given.items():
        if name.startswith(ITEM) and value.strip() not in ("", "0"):
            item_id, count = whole(name.removeprefix(ITEM), "items"), whole(value.strip(), "items")
            if item_id is None or count is None or count > 1_000_000:
                raise Refusal("cases-number-wrong", field="items")
            found[item_id] = count
    return found


def _key(written: str) -> UUID | None:
    try:
        return UUID(written) if written else None
    except ValueError:
        raise Refusal("cases-number-wrong", field="request_key") from None
