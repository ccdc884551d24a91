"""Every failure as one human sentence: a fragment for htmx, a page for a browser, RFC 9457 problem+json for the API."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import asyncpg
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from backend.infra.catalogue import Catalogue, catalogue
from backend.infra.refusal import Detour, Refusal
from backend.web.onward import onward
from backend.web.render import language, page, partial, say

log = structlog.get_logger("web")

UNREADABLE = "shell-error-field"
"""What was given does not fit its field: `fields` are their names as the program has them, with commas."""

BIGGEST_ID = 2**63 - 1
"""What a `bigint` holds."""

_BY_STATUS = {
    400: "shell-error-bad-request",
    401: "shell-error-sign-in",
    403: "shell-error-forbidden",
    404: "shell-error-not-found",
    405: "shell-error-method",
    413: "shell-error-too-large",
    429: "shell-error-too-many",
}


def refused(request: Request, refusal: Refusal) -> Response[Any]:
    """An action said no."""
    if refusal.status == 401 and not _is_api(request) and not _is_htmx(request):
        return Response(b"", status_code=303, headers={"location": _login(request)})
    if isinstance(refusal, Detour) and refusal.way_out and not _is_api(request):
        return onward(request, refusal.way_out)
    return _answer(request, refusal)


def http_error(request: Request, error: HTTPException) -> Response[Any]:
    """The framework said no: unknown address, wrong method, input that does not fit."""
    if isinstance(error, ValidationException):
        return _answer(request, Refusal(UNREADABLE, 422, field=_fields(error), fields=_fields(error)))
    status = error.status_code
    if status >= 500:
        return unexpected(request, error)
    return _answer(request, Refusal(_BY_STATUS.get(status, "shell-error-bad-request"), status))


def database_away(request: Request, error: Exception) -> Response[Any]:
    """Nothing was written; the phone keeps what it wanted to say and says it again."""
    log.error("database_away", error=repr(error))
    return _answer(request, Refusal("shell-error-database", 503), {"retry-after": "2"})


def does_not_fit(request: Request, error: Exception) -> Response[Any]:
    """A number, a date or a character beyond what can be kept, or brackets without end: the sender's mistake, not ours.

    An id that no row can have is one that nobody has.
    """
    log.warning("does_not_fit", error=repr(error)[:300])
    if any(
        isinstance(value, int) and not -BIGGEST_ID <= value <= BIGGEST_ID
        for value in request.path_params.values()
    ):
        return _answer(request, Refusal("shell-error-not-found", 404))
    return _answer(request, Refusal("shell-error-does-not-fit", 422))


def unexpected(request: Request, error: Exception) -> Response[Any]:
    """A mistake of ours: logged with the request id that the page shows."""
    log.error("unexpected", exc_info=error)
    return _answer(request, Refusal("shell-error-unexpected", 500, id=request_id(request)))


def request_id(request: Request) -> str:
    return request.scope.get("state", {}).get("request_id", "–")


HANDLERS: dict[Any, Any] = {
    Refusal: refused,
    HTTPException: http_error,
    asyncpg.PostgresConnectionError: database_away,
    asyncpg.CannotConnectNowError: database_away,
    asyncpg.AdminShutdownError: database_away,
    asyncpg.InterfaceError: database_away,
    ConnectionError: database_away,
    asyncpg.DataError: does_not_fit,
    OverflowError: does_not_fit,
    RecursionError: does_not_fit,
    Exception: unexpected,
}


def _answer(request: Request, refusal: Refusal, headers: dict[str, str] | None = None) -> Response[Any]:
    sentence = _sentence(request, refusal)
    if _is_api(request):
        response: Response[Any] = _problem(request, refusal, sentence)
    elif _is_htmx(request):
        response = partial(
            request, "components/refusal.html", status=refusal.status, refusal=refusal, sentence=sentence
        )
    else:
        response = page(
            request, "shell/refused.html", status=refusal.status, refusal=refusal, sentence=sentence
        )
    response.headers.update(headers or {})
    return response


def _sentence(request: Request, refusal: Refusal) -> str:
    if refusal.code != UNREADABLE:
        return say(request, refusal.code, **refusal.values)
    return unreadable(
        catalogue(language(request)), refusal.values["fields"].split(", "), to_program=_is_api(request)
    )


def unreadable(words: Catalogue, names: list[str], *, to_program: bool) -> str:
    """Which fields do not fit, in the reader's words. Where a field has none, a program is told its name; people are
    told without."""
    ids = [field_word(name) for name in names]
    if not to_program and not all(map(words.knows, ids)):
        return words.say("shell-error-unreadable")
    said = [words.say(id) if words.knows(id) else name for id, name in zip(ids, names, strict=True)]
    return words.say(UNREADABLE, fields=words.say("messages-comma").join(dict.fromkeys(said)))


def field_word(name: str) -> str:
    """The id of what people call a field: of `person_id` it is `shell-field-person`."""
    return f"shell-field-{name.removesuffix('_id').replace('_', '-')}"


def _problem(request: Request, refusal: Refusal, sentence: str) -> Response[Any]:
    body = {
        "type": f"urn:dangban:{refusal.code}",
        "title": sentence,
        "status": refusal.status,
        "detail": sentence,
        "instance": request.url.path,
        "field": refusal.field,
        "request_id": request_id(request),
    }
    return Response(
        {key: value for key, value in body.items() if value is not None},
        status_code=refusal.status,
        media_type="application/problem+json",
    )


def _fields(error: ValidationException) -> str:
    extra = error.extra if isinstance(error.extra, list) else []
    return ", ".join(str(item.get("key") or item.get("message")) for item in extra) or error.detail


def _login(request: Request) -> str:
    """With the way back, so that a link from a message opens what it was for."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return "/login" if asked == "/" else f"/login?next={quote(asked, safe='/')}"


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/") or "application/json" in request.headers.get("accept", "")


def _is_htmx(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"
