"""The one way to PostgreSQL: an engine for Piccolo, a transaction that never leaks, and raw statements for hot paths.

Guarantees:
- a connection always goes back to the pool, also when COMMIT itself fails or the request is cancelled;
- a nested `transaction()` is a savepoint: an inner failure that is caught undoes the inner work only;
- what `after_commit` was given runs once, after the outermost commit, and never after a rollback.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Literal, cast

import anyio
import asyncpg
import msgspec
import structlog
from asyncpg import Record
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from backend.settings import settings

PATIENCE_SECONDS = 10.0

log = structlog.get_logger("database")


def transaction() -> Transaction:
    """Opens a transaction, or a savepoint inside the one that is open: `async with transaction(): …`."""
    return engine().transaction()


async def fetch(sql: str, *args: Any) -> list[Record]:
    """Every row of one statement, in the open transaction if there is one."""
    return await _run("fetch", sql, args)


async def fetchrow(sql: str, *args: Any) -> Record | None:
    """The first row of one statement, or None."""
    return await _run("fetchrow", sql, args)


async def fetchval(sql: str, *args: Any) -> Any:
    """The first column of the first row, or None."""
    return await _run("fetchval", sql, args)


async def execute(sql: str, *args: Any) -> str:
    """Runs one statement and returns PostgreSQL's tag, for instance `UPDATE 3`."""
    return await _run("execute", sql, args)


def after_commit(effect: Callable[[], None]) -> None:
    """Runs `effect` once what is written now is really there: at once outside of a transaction."""
    current = cast("Transaction | None", engine().current_transaction.get())
    if current is None:
        effect()
    else:
        current.effects.append(effect)


async def open_pool(size: int | None = None) -> None:
    """Connects; raises what asyncpg raises when the database cannot be reached."""
    await _open_pool(size or settings().database_pool, ready=1)


async def open_pool_anyway() -> bool:
    """The same for a process that has something to do without the database, too: each statement connects by itself
    once it is back. False when it is away now."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await open_pool()
    except (OSError, asyncpg.PostgresError, TimeoutError) as error:
        log.error("database_away_at_start", error=repr(error))
        engine().pool = None
        await _open_pool(settings().database_pool, ready=0)
        return False
    return True


async def close_pool() -> None:
    if engine().pool is not None:
        await engine().close_connection_pool()


def engine() -> Engine:
    """The engine that `piccolo_conf.DB` names; made at the first call so that importing reads no environment."""
    global _engine
    if _engine is None:
        _engine = Engine(config={"dsn": settings().database_url})
    return _engine


def point_at(url: str) -> None:
    """Points the program at another database, and what is kept in memory of the one before is forgotten: ids begin
    anew there. For start-up and tests, before the pool is open."""
    engine().config["dsn"] = url
    for forget in _forgetters:
        forget()


def of_one_database(forget: Callable[[], None]) -> None:
    """Registers how something is forgotten that a module keeps in memory of the database's rows."""
    _forgetters.append(forget)


_forgetters: list[Callable[[], None]] = []


class Transaction(PostgresTransaction):
    """Piccolo's transaction, mended: see the guarantees above."""

    engine: Engine
    _parent: Transaction | None

    def __init__(self, engine: Engine, allow_nested: bool = True):
        super().__init__(engine, allow_nested)
        self.effects: list[Callable[[], None]] = []

    async def __aenter__(self) -> Transaction:
        if self._parent is not None:
            self._savepoint = await self._parent.savepoint()
            self._effects_before = len(self._parent.effects)
            return self._parent
        return await self._begin()

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> Literal[False]:
        with anyio.CancelScope(shield=True):
            if self._parent is not None:
                await self._end_savepoint(exception)
            else:
                await self._end(exception)
        return False

    async def _begin(self) -> Transaction:
        self.connection = await self.get_connection()
        try:
            self.transaction = self.connection.transaction()
            await self.begin()
        except BaseException:
            with anyio.CancelScope(shield=True):
                await self._release()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def _end(self, exception: BaseException | None) -> None:
        try:
            if exception is None and not self._rolled_back:
                await self.commit()
            elif not self._rolled_back:
                await self.rollback()
        finally:
            self.engine.current_transaction.reset(self.context)
            await self._release()
        if self._committed:
            for effect in self.effects:
                effect()

    async def _end_savepoint(self, exception: BaseException | None) -> None:
        assert self._parent is not None
        if exception is None:
            await self._savepoint.release()
        else:
            del self._parent.effects[self._effects_before :]
            await self._savepoint.rollback_to()

    async def _release(self) -> None:
        if self.engine.pool is not None:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()


class Engine(PostgresEngine):
    """Piccolo's engine with our transaction and JSON as Python values."""

    def transaction(self, allow_nested: bool = True) -> Transaction:
        return Transaction(engine=self, allow_nested=allow_nested)

    async def check_version(self) -> None:
        """Piccolo would connect here, when the engine is made; `doctor` asks for the version when somebody wants it."""

    async def get_new_connection(self) -> asyncpg.Connection:
        connection = await asyncpg.connect(**self.config)
        await _prepare(connection)
        return connection


_engine: Engine | None = None


async def _open_pool(size: int, ready: int) -> None:
    if engine().pool is None:
        await engine().start_connection_pool(
            min_size=ready, max_size=size, init=_prepare, reset=_keep_as_it_is, server_settings=_SESSION
        )


# Compiling a statement cost seconds of processor time, planning it anew each time half of the work of a page.
_SESSION = {"jit": "off", "plan_cache_mode": "force_generic_plan"}


async def _run(verb: str, sql: str, args: tuple[Any, ...]) -> Any:
    current = engine().current_transaction.get()
    if current is not None:
        return await getattr(current.connection, verb)(sql, *args)
    pool = engine().pool
    if pool is None:
        raise RuntimeError("the database pool is closed: open_pool() comes first")
    async with pool.acquire() as connection:
        return await getattr(connection, verb)(sql, *args)


async def _prepare(connection: asyncpg.Connection) -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(name, encoder=_to_json, decoder=_from_json, schema="pg_catalog")


async def _keep_as_it_is(connection: asyncpg.Connection) -> None:
    """No reset query on release: it is a whole round trip, and nothing here changes the state of a session."""


def _to_json(value: Any) -> str:
    """Piccolo hands over finished JSON text; everything else is still a Python value."""
    return value if isinstance(value, str) else _encoder.encode(value).decode()


_encoder = msgspec.json.Encoder(enc_hook=str)
_from_json = msgspec.json.Decoder().decode
