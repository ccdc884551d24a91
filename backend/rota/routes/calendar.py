"""The private calendar address, read by calendar programs that cannot log in."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from litestar import Request, Response, get

from backend.infra.catalogue import LANGUAGES, catalogue
from backend.infra.refusal import not_found
from backend.rota.calendar import calendar_file
from backend.rota.feeds import fed

MEDIA_TYPE = "text/calendar"  # the framework adds the charset


@get(
    "/calendar/{address:str}",
    opt={"public": "the address itself is the secret: 192 random bits, hashed in the database, revocable"},
    include_in_schema=False,
)
async def calendar(request: Request, address: str) -> Response[bytes]:
    """The published shifts as iCalendar; 304 while nothing has changed, 404 once the address is revoked."""
    secret, dot, ending = address.rpartition(".")
    if not dot or ending != "ics":
        raise not_found()
    found = await fed(secret, datetime.now(UTC))
    body = calendar_file(found, catalogue(found.lang if found.lang in LANGUAGES else "zh-Hans").say)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": etag, "cache-control": "private, max-age=300", "x-robots-tag": "noindex"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=MEDIA_TYPE)
    headers["content-disposition"] = 'inline; filename="rota.ics"'
    return Response(body, headers=headers, media_type=MEDIA_TYPE)


handlers = [calendar]
