"""The page that reads the API's description to people; nothing on it comes from elsewhere."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

from backend.web.guards import signed_in
from backend.web.render import page


@get("/reference", guards=[signed_in], include_in_schema=False, sync_to_thread=False)
def api_reference(request: Request) -> Response[Any]:
    """Everything under /api/v1, with its shapes and answers."""
    return page(request, "shell/api.html", here="me")


handlers = [api_reference]
