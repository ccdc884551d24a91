"""Under which address this program is reached: for links, QR codes and calendars that other devices open."""

from __future__ import annotations

from litestar import Request

from backend.settings import settings


def public_address(request: Request) -> str:
    """`DANGBAN_PUBLIC_URL`, else what the browser itself asked for; without a slash at the end."""
    return (settings().public_url or f"{request.url.scheme}://{request.headers.get('host', '')}").rstrip("/")
