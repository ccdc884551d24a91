"""The built front end: hashed names for ever, brotli or gzip as the browser likes, 304 when it has it already."""

from __future__ import annotations

from litestar import Request, Response, get
from litestar.handlers import asgi
from litestar.types import Receive, Scope, Send
from servestatic import ServeStaticASGI

from backend.infra.catalogue import FRONTEND
from backend.infra.refusal import not_found

_DIST = FRONTEND / "dist"
_HASHED = r"^.+\.[0-9A-Za-z]{8,12}\.[a-z0-9]+$"

_files = ServeStaticASGI(
    None,
    root=str(_DIST) if _DIST.is_dir() else None,
    prefix="/",
    immutable_file_test=_HASHED,
    max_age=60,
    allow_all_origins=False,
    mimetypes={".webmanifest": "application/manifest+json"},
)


@asgi("/static", is_mount=True, copy_scope=True, opt={"public": "the same files for everybody"})
async def static(scope: Scope, receive: Receive, send: Send) -> None:
    """Files of frontend/dist, and of nothing else."""
    path = scope["path"].removeprefix("/static").rstrip("/")
    await _files({**scope, "path": path if path.startswith("/") else f"/{path}"}, receive, send)  # type: ignore[arg-type]


@get(
    "/sw.js",
    opt={"public": "the service worker, the same for everybody"},
    include_in_schema=False,
    sync_to_thread=False,
)
def service_worker(request: Request) -> Response[bytes]:
    """At the root, since a worker rules what lies below its own address; never kept, since it tells of new versions."""
    worker = _DIST / "sw.js"
    if not worker.exists():
        raise not_found()
    return Response(worker.read_bytes(), media_type="text/javascript", headers={"cache-control": "no-cache"})


handlers = [static, service_worker]
