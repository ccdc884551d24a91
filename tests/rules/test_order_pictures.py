"""What a picture is, and that it says nothing but what is seen on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backend.rules.orders.pictures import picture_of
from tests.orders.pictures import GPS, a_jpeg, a_noted_png, a_png, a_webp

NOTED = {
    "image/jpeg": (lambda: a_jpeg(noted=True), a_jpeg),
    "image/png": (a_noted_png, a_png),
    "image/webp": (lambda: a_webp(noted=True), a_webp),
}


@pytest.mark.parametrize("kind", NOTED)
def test_place_and_camera_are_gone_and_the_picture_is_as_it_was(kind: str) -> None:
    noted, bare = (make() for make in NOTED[kind])
    assert GPS in noted
    found = picture_of(noted)
    assert (found.kind, found.data) == (kind, bare)
    assert picture_of(bare).data == bare, "and stays as it is"


@pytest.mark.parametrize("make", [a_jpeg, a_png, a_webp])
def test_one_that_is_cut_short_is_none(make: Callable[[], bytes]) -> None:
    whole = make()
    for length in range(len(whole)):
        with pytest.raises(ValueError, match=r"."):
            picture_of(whole[:length])


@pytest.mark.parametrize(
    "data",
    [
        b"", "顾客：改到文三路 9 号".encode(), b"%PDF-1.7 ...", b"GIF89a....", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x00\x00\x00\x18ftypheic", b"PK\x03\x04", b"<html>" + a_png(), b"\xff\xd8\xff" + b"no segment at all",
        b"\xff\xd8\xff\xe0\x00\x00", b"RIFF\x04\x00\x00\x00WAVEfmt ",
    ],
    ids=lambda data: repr(data[:10]),
)  # fmt: skip
def test_whatever_else_it_is_called_it_is_no_picture(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        picture_of(data)
