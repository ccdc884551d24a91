"""A push service of the bench: takes everything, keeps when it came. It opens nothing, so that it costs little."""

from __future__ import annotations

import json
import sys
import time

from aiohttp import web

arrived: list[tuple[str, float]] = []


async def take(request: web.Request) -> web.Response:
    """One push: whose, and when by the clock that everybody here shares."""
    at = time.time()
    await request.read()
    arrived.append((request.match_info["token"], at))
    return web.Response(status=201)


async def count(request: web.Request) -> web.Response:
    return web.json_response(len(arrived))


async def drain(request: web.Request) -> web.Response:
    """Everything since the last time."""
    found, arrived[:] = list(arrived), []
    return web.json_response(found, dumps=json.dumps)


def main() -> None:
    """Listens on the port that is given, until the process is ended."""
    application = web.Application(client_max_size=100_000)
    application.add_routes(
        [web.post("/push/{token}", take), web.get("/count", count), web.get("/drain", drain)]
    )
    web.run_app(application, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)


if __name__ == "__main__":
    main()
