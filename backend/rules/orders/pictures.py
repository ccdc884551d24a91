"""A picture that somebody brings: what it is, judged by itself, and without what a phone writes into it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

MOST = 3
"""Pictures that one amendment can have."""
LARGEST = 3_000_000
"""Bytes of one picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`kind` is image/jpeg, image/png or image/webp; `data` can be shown and says nothing else."""

    kind: str
    data: bytes


def picture_of(data: bytes) -> Picture:
    """The picture in a file, whatever it is called, without place, camera, texts and whatever hangs on behind; also
    without the turn that a camera notes. ValueError for what is none of the three, or is cut short."""
    for kind, (begins, bare) in _KINDS.items():
        if begins.match(data):
            return Picture(kind, bare(data))
    raise ValueError("no picture of a kind that is kept")


def _bare_jpeg(data: bytes) -> bytes:
    """Segment by segment: kept is what decodes the picture, JFIF, colour profile and Adobe's colour transform."""
    kept, at = [data[:2]], 2
    while True:
        found = _MARKER.match(data, at)
        if found is None:
            raise ValueError("not a marker")
        marker, body = found[1][0], found.end()
        if marker == _END:
            return b"".join([*kept, b"\xff\xd9"])
        ends = body + _number(data[body : body + 2], 2, "big")
        part = data[body:ends]
        if len(part) < 2 or ends > len(data):
            raise ValueError("cut short")
        if marker == _SCAN:
            following = _NEXT_MARKER.search(data, ends)
            if following is None:
                raise ValueError("cut short")
            part, ends = data[body : following.start()], following.start()
        if marker not in _SAYS or part[2:].startswith(_SAYS[marker]):
            kept.append(bytes((0xFF, marker)) + part)
        at = ends


def _bare_png(data: bytes) -> bytes:
    kept, at, kind = [data[:8]], 8, b""
    while kind != b"IEND":
        kind = data[at + 4 : at + 8]
        ends = at + 12 + _number(data[at : at + 4], 4, "big")
        if ends > len(data):
            raise ValueError("cut short")
        if kind[:1].isupper() or kind in _PNG_SHOWS:
            kept.append(data[at:ends])
        at = ends
    return b"".join(kept)


def _bare_webp(data: bytes) -> bytes:
    kept, at, end = [], 12, 8 + _number(data[4:8], 4, "little")
    if end > len(data):
        raise ValueError("cut short")
    while at < end:
        kind, size = data[at : at + 4], _number(data[at + 4 : at + 8], 4, "little")
        ends = at + 8 + size + size % 2
        if ends > end or (kind == b"VP8X" and size < 10):
            raise ValueError("cut short")
        if kind in _WEBP_SHOWS:
            kept.append(_without_notes(data[at:ends]) if kind == b"VP8X" else data[at:ends])
        at = ends
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _without_notes(chunk: bytes) -> bytes:
    """The header no longer says that EXIF and XMP follow."""
    return chunk[:8] + bytes((chunk[8] & ~0x0C,)) + chunk[9:]


def _number(data: bytes, size: int, order: Literal["big", "little"]) -> int:
    if len(data) < size:
        raise ValueError("cut short")
    return int.from_bytes(data, order)


_SCAN, _END = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff+([\x01-\xfe])", re.DOTALL)
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
# What starts otherwise in these segments is dropped: EXIF and XMP, IPTC, previews, comments.
_SAYS: dict[int, tuple[bytes, ...]] = {
    **dict.fromkeys((*range(0xE0, 0xF0), 0xFE), ()),
    0xE0: (b"JFIF\x00",), 0xE2: (b"ICC_PROFILE\x00",), 0xEE: (b"Adobe",),
}  # fmt: skip
_PNG_SHOWS = (b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD")
_WEBP_SHOWS = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF")

_KINDS: dict[str, tuple[re.Pattern[bytes], Callable[[bytes], bytes]]] = {
    "image/jpeg": (re.compile(rb"\xff\xd8\xff"), _bare_jpeg),
    "image/png": (re.compile(rb"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), _bare_png),
    "image/webp": (re.compile(rb"RIFF.{4}WEBPVP8", re.DOTALL), _bare_webp),
}
