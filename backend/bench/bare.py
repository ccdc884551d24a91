"""What the program is compared with: one raw INSERT, one 20-row page; same server, same flags, same database."""

from __future__ import annotations

import asyncpg
from jinja2 import Environment
from litestar import Litestar, Request, Response, get, post
from litestar.enums import MediaType

from backend.settings import settings

ROWS = [
    {"name": f"同事 {n}", "shift": "08:30–16:00", "state": "在岗", "since": f"08:{n:02d}"} for n in range(20)
]

PAGE = Environment(autoescape=True).from_string("""<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<table>{% for row in rows %}
<tr><td>{{ row.name }}</td><td>{{ row.shift }}</td><td>{{ row.state }}</td><td>{{ row.since }}</td></tr>{% endfor %}
</table></body></html>""")


@post("/insert")
async def insert(request: Request) -> Response[None]:
    """One row by asyncpg, in autocommit."""
    async with request.app.state.pool.acquire() as connection:
        await connection.execute("INSERT INTO bench_bare (person_id, kind) VALUES ($1, $2)", 1, "in")
    return Response(None, status_code=201)


@get("/page", sync_to_thread=False)
def page() -> Response[bytes]:
    """Twenty rows by Jinja."""
    return Response(PAGE.render(title="当班", rows=ROWS).encode(), media_type=MediaType.HTML)


async def _open(app: Litestar) -> None:
    app.state.pool = await asyncpg.create_pool(
        settings().database_url, min_size=1, max_size=settings().database_pool, reset=_keep_as_it_is
    )
    async with app.state.pool.acquire() as connection:
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS bench_bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
            "person_id bigint, kind text, at timestamptz DEFAULT now())"
        )


async def _keep_as_it_is(connection: asyncpg.Connection) -> None:
    """Spares the reset query on release, as the program itself does: the comparison is at its hardest."""


async def _close(app: Litestar) -> None:
    await app.state.pool.close()


app = Litestar(
    [insert, page], on_startup=[_open], on_shutdown=[_close], openapi_config=None, logging_config=None
)
