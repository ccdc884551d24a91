"""Orders that programs bring: signed by a shop system, or with a person's token; and which shop systems may."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import msgspec
from litestar import Request, get, post

from backend.infra.telephony.signed import SIGNATURE_HEADER, TIME_HEADER
from backend.orders.intake import Taken, take_in
from backend.orders.sources.delivering import Sent, deliver
from backend.orders.sources.keeping import Source, open_source, renew_secret, sources_of, switch_source
from backend.orders.sources.telling import Delivery, OrderIn, TakenIn, drafts_of, fates
from backend.web.guards import allow

MOST_BYTES = 4_000_000
OPEN = {
    "public": "a shop system has no session: the token names it, its signature proves who it is",
    "webhook": "signed by the shop system with its secret",
}
MANAGE = [allow("orders.manage")]


class OrdersIn(msgspec.Struct, forbid_unknown_fields=True):
    """`platform`: whose order numbers these are (taobao, jd, douyin) or a code of one's own."""

    platform: Annotated[str, msgspec.Meta(min_length=1, max_length=32)]
    orders: list[OrderIn]


class SourceIn(msgspec.Struct):
    """`platform`: taobao, jd, douyin, or empty where the shop has order numbers of its own."""

    name: str
    platform: str = ""


class SourceOut(msgspec.Struct):
    """`path`: where it sends to. `secret` only in the answer that made it."""

    id: int
    name: str
    platform: str
    path: str
    created_at: datetime
    last_seen_at: datetime | None
    ended_at: datetime | None
    secret: str | None = None


@post(
    "/api/v1/orders/deliveries/{token:str}", opt=OPEN, tags=["orders"], status_code=200,
    request_max_body_size=MOST_BYTES,
)  # fmt: skip
async def delivery(request: Request, token: str) -> TakenIn:
    """Orders from a shop system: X-Dangban-Timestamp (seconds) and X-Dangban-Signature
    (`sha256=` and HMAC-SHA256 of `<timestamp>.<body>` with its secret), body `{"orders": […]}`."""
    head = request.headers
    sent = Sent(await request.body(), head.get(TIME_HEADER, ""), head.get(SIGNATURE_HEADER, ""))
    department_id, platform, told, taken = await deliver(token, sent, datetime.now(UTC))
    return await _answer(department_id, platform, told.orders, taken)


@post("/api/v1/orders", guards=[allow("orders.take-in")], tags=["orders"], status_code=200)
async def bring_orders(request: Request, data: OrdersIn) -> TakenIn:
    """Up to 1,000 orders at once, all of them or none; a number that is known adds nothing."""
    drafts = drafts_of(Delivery(data.orders), data.platform)
    taken = await take_in(request.user, drafts, datetime.now(UTC), source="api")
    return await _answer(request.user.department_id, data.platform, data.orders, taken)


@get("/api/v1/orders/sources", guards=MANAGE, tags=["orders"])
async def list_sources(request: Request) -> list[SourceOut]:
    """The department's shop systems."""
    return [_source(each) for each in await sources_of(request.user.department_id)]


@post("/api/v1/orders/sources", guards=MANAGE, tags=["orders"])
async def add_source(request: Request, data: SourceIn) -> SourceOut:
    """A new shop system; its secret stands in this answer and nowhere else."""
    made = await open_source(request.user, data.name, data.platform, datetime.now(UTC))
    return _source(made.source, made.secret)


@post("/api/v1/orders/sources/{source_id:int}/secret", guards=MANAGE, tags=["orders"])
async def new_secret(request: Request, source_id: int) -> SourceOut:
    """A new secret; the old one ends at once."""
    made = await renew_secret(request.user, source_id, datetime.now(UTC))
    return _source(made.source, made.secret)


@post("/api/v1/orders/sources/{source_id:int}/end", guards=MANAGE, tags=["orders"], status_code=200)
async def end_source(request: Request, source_id: int) -> SourceOut:
    """What it sends is refused from now on."""
    return _source(await switch_source(request.user, source_id, False, datetime.now(UTC)))


@post("/api/v1/orders/sources/{source_id:int}/start", guards=MANAGE, tags=["orders"], status_code=200)
async def start_source(request: Request, source_id: int) -> SourceOut:
    """What it sends is taken in again."""
    return _source(await switch_source(request.user, source_id, True, datetime.now(UTC)))


async def _answer(department_id: int, platform: str, told: list[OrderIn], taken: Taken) -> TakenIn:
    found = await fates(department_id, platform, [each.number.strip() for each in told], taken)
    return TakenIn(found, len(taken.new), len(taken.known), len(taken.changed), len(taken.work))


def _source(source: Source, secret: str | None = None) -> SourceOut:
    return SourceOut(
        source.id, source.name, source.platform, source.path, source.created_at, source.last_seen_at, source.ended_at,
        secret,
    )  # fmt: skip


handlers = [delivery, bring_orders, list_sources, add_source, new_secret, end_source, start_source]
