"""Pictures that show what an amendment says: as they come in with a form, and as they are seen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import UploadFile

from backend.orders.access import MAY_SEE
from backend.orders.pictures import PictureCard, cards_of, picture
from backend.rules.orders.pictures import LARGEST, MOST
from backend.web.guards import allow

SEE = [allow(*MAY_SEE)]
BODY = (MOST + 1) * LARGEST + 1_000_000
"""One more than may be, so that it is told in words what is too much."""
ALONE = {"cache-control": "private, no-store", "content-security-policy": "sandbox; default-src 'none'"}


@get("/orders/{order_id:int}/amendments/{amendment_id:int}/pictures/{number:int}", guards=SEE,
     include_in_schema=False)  # fmt: skip
async def shown(request: Request, order_id: int, amendment_id: int, number: int) -> Response[bytes]:
    """For who holds the order or has just looked the customer up; no phone and nobody in between keeps it."""
    return await _answer(request, order_id, amendment_id, number)


@get("/api/v1/orders/{order_id:int}/amendments/{amendment_id:int}/pictures", guards=SEE, tags=["orders"])
async def listed(request: Request, order_id: int, amendment_id: int) -> list[PictureCard]:
    """R-ORD-1: what shows an amendment; the pictures themselves are fetched one by one."""
    return await cards_of(request.user, order_id, amendment_id)


@get("/api/v1/orders/{order_id:int}/amendments/{amendment_id:int}/pictures/{number:int}", guards=SEE, tags=["orders"],
     media_type="image/*")  # fmt: skip
async def fetched(request: Request, order_id: int, amendment_id: int, number: int) -> Response[bytes]:
    """The picture, for who holds the order or has looked within ten minutes (`POST …/look`, which is recorded)."""
    return await _answer(request, order_id, amendment_id, number)


async def brought(request: Request) -> list[bytes]:
    """The files of a form, of each no more than shows that it is too large."""
    files = (await request.form()).getall("picture", [])
    return [await file.read(LARGEST + 1) for file in files if isinstance(file, UploadFile)]


async def _answer(request: Request, order_id: int, amendment_id: int, number: int) -> Response[bytes]:
    seen = await picture(request.user, order_id, amendment_id, number, datetime.now(UTC))
    return Response(seen.data, media_type=seen.kind, headers=ALONE)


handlers: list[Any] = [shown, listed, fetched]
