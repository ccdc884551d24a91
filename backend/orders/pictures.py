"""R-ORD-1: pictures as evidence of an amendment, for instance of the chat on a phone.

Guarantees:
- a picture comes with its amendment, in the same transaction, or not at all, and is never altered;
- it says nothing but what is seen on it: place and camera are taken out, its kind is judged by itself;
- it is customer's data: it leaves only to who holds the order or has looked the customer up, which is on record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.orders.masking import has_seen
from backend.people.viewer import Actor
from backend.rules.orders.pictures import LARGEST, MOST, Picture, picture_of


@dataclass(frozen=True, slots=True)
class PictureCard:
    """A picture without itself: `size` in bytes, `sha256` in hex, as the chain of orders knows it."""

    number: int
    kind: str
    size: int
    sha256: str
    at: datetime


def usable(files: Sequence[bytes]) -> tuple[Picture, ...]:
    """As they are kept. 422 for too many, 413 for one that is too large, 422 for what is no picture; says which."""
    if len(files) > MOST:
        raise Refusal("order-picture-many", 422, field="picture", most=MOST)
    return tuple(_usable(place, data) for place, data in enumerate(files, 1))


async def keep(department_id: int, amendment_id: int, pictures: Sequence[Picture], at: datetime) -> list[str]:
    """Writes them in the caller's transaction, which is the amendment's; answers their SHA-256 in hex."""
    known = []
    for number, picture in enumerate(pictures, 1):
        digest = hashlib.sha256(picture.data)
        await db.execute(
            _KEEP, department_id, amendment_id, number, picture.kind, picture.data, digest.digest(), at
        )
        known.append(digest.hexdigest())
    return known


async def counted(department_id: int, order_id: int) -> list[tuple[int, int]]:
    """Amendments of an order that have pictures, the oldest first, and how many each has."""
    rows = await db.fetch(_COUNTED, department_id, order_id)
    return [(row["amendment_id"], row["pictures"]) for row in rows]


async def cards_of(by: Actor, order_id: int, amendment_id: int) -> list[PictureCard]:
    """What an amendment has; nothing of it is seen. 404 for one of another order or department."""
    if not await db.fetchval(_IS_THERE, by.department_id, order_id, amendment_id):
        raise not_found()
    return [PictureCard(**row) for row in await db.fetch(_CARDS, by.department_id, amendment_id)]


async def picture(by: Actor, order_id: int, amendment_id: int, number: int, at: datetime) -> Picture:
    """One of them. 404 for none; 403 for who neither holds the order nor has just looked the customer up."""
    row = await db.fetchrow(_PICTURE, by.department_id, order_id, amendment_id, number)
    if row is None:
        raise not_found()
    if not await has_seen(by, order_id, at):
        raise Refusal("order-picture-look", 403)
    return Picture(row["kind"], row["bytes"])


def _usable(place: int, data: bytes) -> Picture:
    if len(data) > LARGEST:
        raise Refusal(
            "order-picture-large", 413, field="picture", place=place, megabytes=LARGEST // 1_000_000
        )
    try:
        return picture_of(data)
    except ValueError as no_picture:
        raise Refusal("order-picture-kind", 422, field="picture", place=place) from no_picture


_KEEP = """
INSERT INTO amendment_picture (department_id, amendment_id, number, kind, bytes, sha256, at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_COUNTED = """
SELECT amendment_id, count(*) AS pictures FROM amendment_picture
JOIN amendment ON amendment.id = amendment_id
WHERE amendment_picture.department_id = $1 AND order_id = $2 GROUP BY amendment_id ORDER BY amendment_id
"""
_IS_THERE = "SELECT true FROM amendment WHERE department_id = $1 AND order_id = $2 AND id = $3"
_CARDS = """
SELECT number, kind, octet_length(bytes) AS size, encode(sha256, 'hex') AS sha256, at FROM amendment_picture
WHERE department_id = $1 AND amendment_id = $2 ORDER BY number
"""
_PICTURE = """
SELECT kind, bytes FROM amendment_picture JOIN amendment ON amendment.id = amendment_id
WHERE amendment_picture.department_id = $1 AND order_id = $2 AND amendment_id = $3 AND number = $4
"""
