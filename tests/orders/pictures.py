"""Pictures of a story, byte by byte, and an amendment that has some."""

from __future__ import annotations

import struct
import zlib
from datetime import datetime

from backend.infra import db
from backend.orders.pictures import keep, usable
from tests.support.shop import Shop

GPS = b"Exif\x00\x00GPSLatitude 30.2741 GPSLongitude 120.1551"


def a_png(side: int = 8, *, height: int = 0, more: bytes = b"") -> bytes:
    """Grey, square unless it has a `height`; `more` are chunks before the picture itself."""
    height = height or side
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", side, height, 8, 0, 0, 0, 0))
    lines = _chunk(b"IDAT", zlib.compress((b"\x00" + b"\x80" * side) * height))
    return b"\x89PNG\r\n\x1a\n" + header + more + lines + _chunk(b"IEND", b"")


def filled_up(size: int) -> bytes:
    """A picture of exactly so many bytes."""
    room = size - len(a_png()) - 12
    return a_png()[:-12] + _chunk(b"IDAT", bytes(room)) + a_png()[-12:]


def a_noted_png() -> bytes:
    return a_png(more=_chunk(b"eXIf", GPS) + _chunk(b"tEXt", b"Comment\x00" + GPS)) + b"behind " + GPS


def a_jpeg(*, noted: bool = False) -> bytes:
    """Segments as a phone writes them; `noted`: with place, comment, a preview, a film behind."""
    notes = [
        _segment(0xE1, GPS),
        _segment(0xED, b"Photoshop " + GPS),
        _segment(0xFE, GPS),
        _segment(0xE2, b"MPF\x00" + GPS),
    ]
    parts = [
        b"\xff\xd8", _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"), *(notes if noted else []),
        _segment(0xE2, b"ICC_PROFILE\x00\x01\x01colours"), _segment(0xDB, b"\x00" + b"\x10" * 64),
        _segment(0xC2, b"\x08\x00\x08\x00\x08\x01\x01\x11\x00"), _segment(0xDA, b"\x01\x01\x00\x00\x00\x01"),
        b"\x12\xff\x00\x34\xff\xd0\x56", *(notes[:1] if noted else []), _segment(0xC4, b"\x10" + bytes(16)),
        _segment(0xDA, b"\x01\x01\x00\x01\x3f\x00"), b"\x78\xff\x00", b"\xff\xd9", *([b"ftyp " + GPS] if noted else []),
    ]  # fmt: skip
    return b"".join(parts)


def a_webp(*, noted: bool = False) -> bytes:
    shown = _riff(b"VP8X", bytes((0x2C if noted else 0x20, 0, 0, 0, 7, 0, 0, 7, 0, 0))) + _riff(
        b"ICCP", b"odd"
    )
    notes = _riff(b"EXIF", GPS) + _riff(b"XMP ", GPS) if noted else b""
    body = b"WEBP" + shown + _riff(b"VP8 ", b"\x9d\x01\x2a picture") + notes
    return b"RIFF" + struct.pack("<I", len(body)) + body + (b"behind " + GPS if noted else b"")


async def an_amendment(shop: Shop, order_id: int, at: datetime, *pictures: bytes) -> int:
    """Written as `amend` writes it, in one transaction."""
    async with db.transaction():
        amendment_id = await db.fetchval(
            "INSERT INTO amendment (department_id, order_id, field, after, why, at) "
            "VALUES ($1, $2, 'address', '文三路 9 号', 'chat', $3) RETURNING id",
            shop.department_id, order_id, at,
        )  # fmt: skip
        await keep(shop.department_id, amendment_id, usable(pictures), at)
    return int(amendment_id)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def _riff(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


CHAT = a_png()
