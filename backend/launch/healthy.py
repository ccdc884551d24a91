"""`python -m backend.launch.healthy`: exit code 0 when this container does its work. Needs no curl in the image.

The web process is asked over HTTP; a worker (`DANGBAN_ROLE=worker`) by its own heartbeat in the database.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import urllib.error
import urllib.request

SILENT_SECONDS = 30


def web_is_ready() -> bool:
    port = os.environ.get("DANGBAN_PORT", "8000")
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=4) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


async def worker_beats() -> bool:
    import asyncpg

    connection = await asyncpg.connect(os.environ["DATABASE_URL"], timeout=4)
    try:
        recent = "SELECT max(at) > now() - make_interval(secs => $2) FROM heartbeat WHERE name LIKE $1"
        return bool(await connection.fetchval(recent, f"worker:{socket.gethostname()}:%", SILENT_SECONDS))
    finally:
        await connection.close()


def main() -> int:
    if os.environ.get("DANGBAN_ROLE") == "worker":
        try:
            return 0 if asyncio.run(worker_beats()) else 1
        except Exception as error:
            print(type(error).__name__, file=sys.stderr)
            return 1
    return 0 if web_is_ready() else 1


if __name__ == "__main__":
    sys.exit(main())
