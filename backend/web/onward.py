"""After a form has done its work: on to the next page, whether htmx or the browser itself has sent it."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response


def onward(request: Request, url: str) -> Response[Any]:
    """A redirect that a plain form follows as 303 and htmx as `HX-Redirect`."""
    if request.headers.get("hx-request") == "true":
        return Response(b"", status_code=200, media_type="text/html", headers={"hx-redirect": url})
    return Response(b"", status_code=303, media_type="text/html", headers={"location": url})


async def fields(request: Request) -> dict[str, str]:
    """The text fields of a form, each once; files are left out."""
    form = await request.form()
    return {name: value.strip() for name, value in form.items() if isinstance(value, str)}
