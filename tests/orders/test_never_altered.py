"""R-ORD-1: an order is never changed or deleted, whoever asks and however."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import asyncpg
import pytest

from backend.infra import db
from backend.orders.guards import TRIGGERS, unguarded
from backend.piccolo_app import APP_CONFIG
from tests.orders.sealed import TABLES, seals, takes
from tests.support.shop import Shop

NOW = datetime(2026, 11, 11, 2, tzinfo=UTC)
REFUSED = asyncpg.IntegrityConstraintViolationError

MAY_CHANGE = {
    "order_work": "how far an order is; each step of it is an event",
    "order_hold": "who works on it now; each claim is an event",
    "order_tick": "the check list as it stands; each tick is an event",
    "order_problem": "until it is solved; opened and solved are events",
    "order_import": "a file on its way in",
    "order_import_row": "a file on its way in",
    "order_layout": "a mapping of columns",
    "order_source": "a shop system and its key",
    "order_delivery": "what a shop system has sent lately, so that nothing is taken twice",
    "order_case": "until it is closed; each step is an event",
}
"""Every other table of orders, and of what hangs on them, is a fact."""

CHANGES = (
    "UPDATE {0} SET id = id",
    "UPDATE {0} SET id = id WHERE false",
    "DELETE FROM {0}",
    "DELETE FROM {0} WHERE false",
    "DELETE FROM ONLY {0}",
    "TRUNCATE {0} CASCADE",
    "WITH gone AS (DELETE FROM {0} RETURNING id) SELECT count(*) FROM gone",
    "MERGE INTO {0} USING (SELECT 1 AS one) AS other ON true WHEN MATCHED THEN DELETE",
    "MERGE INTO {0} USING (SELECT 1 AS one) AS other ON true WHEN MATCHED THEN UPDATE SET id = {0}.id",
    "DO $$ BEGIN UPDATE {0} SET id = id; END $$",
)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
async def test_the_programs_own_user_is_refused(table: str, change: str, database: str) -> None:
    with pytest.raises(REFUSED, match="append-only"):
        await db.execute(change.format(table))


async def test_every_table_of_orders_is_a_fact_or_may_change_for_a_reason(database: str) -> None:
    """A new table must be made one or the other."""
    of_the_program = {
        table._meta.tablename
        for table in APP_CONFIG.table_classes
        if table.__module__.startswith("backend.orders")
    }
    assert set(TABLES) - {"transaction_epoch"} <= of_the_program  # of all that is sealed
    hanging = {row["name"] for row in await db.fetch(_HANGING)}
    assert {"order_item", "order_event", "order_work"} <= hanging
    for table in sorted((of_the_program | hanging) - set(MAY_CHANGE)):
        for change in ("UPDATE {0} SET id = id", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"):
            with pytest.raises(REFUSED, match="append-only"):
                await db.execute(change.format(table))


# what points to an order, or to what points to it
_HANGING = """
WITH RECURSIVE hanging AS (
    SELECT 'customer_order'::regclass AS of
    UNION SELECT conrelid::regclass FROM pg_constraint JOIN hanging ON confrelid = of WHERE contype = 'f'
)
SELECT of::text AS name FROM hanging
"""


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", ["UPDATE {0} SET id = id", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
async def test_a_session_that_calls_itself_a_replica_is_refused_too(
    table: str, change: str, database: str
) -> None:
    with pytest.raises(REFUSED, match="append-only"):
        async with db.transaction():
            await db.execute("SET LOCAL session_replication_role = replica")
            await db.execute(change.format(table))


async def test_emptying_what_orders_point_to_does_not_reach_them(shop: Shop) -> None:
    for table in ("department", "person"):
        with pytest.raises(REFUSED, match="append-only"):
            await db.execute(f"TRUNCATE {table} CASCADE")


async def test_an_insert_does_not_turn_into_a_change(shop: Shop) -> None:
    (order,) = await takes(shop, NOW, "1")
    with pytest.raises(REFUSED, match="append-only"):
        await db.execute(
            "INSERT INTO customer_order (department_id, platform, number, standing, accepted_at, source) "
            "SELECT department_id, platform, number, 'closed', accepted_at, source FROM customer_order WHERE id = $1 "
            "ON CONFLICT (department_id, platform, number) DO UPDATE SET standing = 'closed'",
            order,
        )
    assert await db.fetchval("SELECT standing FROM customer_order WHERE id = $1", order) == "paid"


async def test_nothing_is_put_into_an_order_later(shop: Shop) -> None:
    """A second lipstick that nobody ordered; what is bought later is an amendment."""
    (order,) = await takes(shop, NOW, "1")
    with pytest.raises(REFUSED, match="come with their order"):
        await db.execute(
            "INSERT INTO order_item (department_id, order_id, line, title) VALUES ($1, $2, 2, '第二支口红')",
            shop.department_id, order,
        )  # fmt: skip


@asynccontextmanager
async def _a_user(database: str) -> AsyncIterator[asyncpg.Connection]:
    """A database user who may do everything to the rows, and owns nothing."""
    connection = await asyncpg.connect(database)
    spare = connection.transaction()
    await spare.start()
    try:
        await connection.execute("CREATE ROLE reckless; GRANT ALL ON ALL TABLES IN SCHEMA public TO reckless")
        await connection.execute(
            "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO reckless; SET LOCAL ROLE reckless"
        )
        yield connection
    finally:
        await spare.rollback()
        await connection.close()


async def _tries(user: asyncpg.Connection, statement: str) -> None:
    savepoint = user.transaction()
    await savepoint.start()
    try:
        await user.execute(statement)
    finally:
        await savepoint.rollback()


NOT_HIS = (
    "SET session_replication_role = replica",
    "ALTER TABLE {0} DISABLE TRIGGER ALL",
    "DROP TRIGGER {0}_is_a_fact ON {0}",
    "CREATE RULE quietly AS ON UPDATE TO {0} DO INSTEAD NOTHING",
    "CREATE RULE away AS ON INSERT TO {0} DO ALSO DELETE FROM {0}",
    "ALTER TABLE {0} SET UNLOGGED",
    "ALTER TABLE {0} RENAME TO other",
    "DROP TABLE {0} CASCADE",
    "CREATE TEMP TABLE child () INHERITS ({0})",
)


@pytest.mark.parametrize("table", TABLES)
async def test_what_would_get_around_the_triggers_belongs_to_the_owner(table: str, database: str) -> None:
    async with _a_user(database) as user:
        for statement in NOT_HIS:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await _tries(user, statement.format(table))


@pytest.mark.parametrize("table", TABLES)
async def test_what_anybody_may_make_gets_around_nothing(table: str, database: str) -> None:
    """Views, rules on them, functions and triggers of one's own on temporary tables: the facts' triggers fire."""
    async with _a_user(database) as user:
        await user.execute(f"CREATE TEMP VIEW mine AS SELECT * FROM {table}")
        await user.execute("CREATE TEMP TABLE lever (id bigint)")
        await user.execute(f"CREATE RULE pull AS ON INSERT TO lever DO ALSO DELETE FROM {table}")
        await user.execute(
            f"CREATE FUNCTION pg_temp.push() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS "
            f"$$ BEGIN DELETE FROM {table}; RETURN NULL; END $$"
        )
        await user.execute(
            "CREATE TEMP TABLE button (id bigint); CREATE TRIGGER pushed AFTER INSERT ON button "
            "EXECUTE FUNCTION pg_temp.push()"
        )
        for statement in (
            "UPDATE mine SET id = id", "DELETE FROM mine", "INSERT INTO lever VALUES (1)",
            "INSERT INTO button VALUES (1)", f"SELECT * FROM {table} FOR UPDATE; DELETE FROM {table}",
        ):  # fmt: skip
            with pytest.raises(REFUSED, match="append-only"):
                await _tries(user, statement)


async def test_copy_only_adds(shop: Shop) -> None:
    """COPY cannot replace a row: the same number is refused, and the triggers stay."""
    (order,) = await takes(shop, NOW, "1")
    await seals(shop, NOW)
    row = await db.fetchrow("SELECT department_id, platform, number, standing, accepted_at, source FROM customer_order WHERE id = $1", order)  # fmt: skip # noqa: E501
    assert row is not None
    connection = await asyncpg.connect(db.engine().config["dsn"])
    try:
        with pytest.raises(asyncpg.UniqueViolationError):
            await connection.copy_records_to_table(
                "customer_order", records=[tuple(row)], columns=list(row.keys())
            )
        with pytest.raises(REFUSED, match="come with their order"):
            await connection.copy_records_to_table(
                "order_item", records=[(shop.department_id, order, 9, "口红")],
                columns=["department_id", "order_id", "line", "title"],
            )  # fmt: skip
    finally:
        await connection.close()


async def test_the_databases_owner_may_take_a_trigger_off_and_that_is_seen(shop: Shop) -> None:
    """The program's own user owns the tables where it made them: it could, by a statement that is in no program. What
    it would do then is found by the chain (test_chain); that the way stands open is found at once."""
    assert await unguarded() == []
    try:
        await db.execute("ALTER TABLE customer_order DISABLE TRIGGER customer_order_is_a_fact")
        assert await unguarded() == ["customer_order"]
    finally:
        await db.execute("ALTER TABLE customer_order ENABLE ALWAYS TRIGGER customer_order_is_a_fact")
    try:
        await db.execute("ALTER TABLE order_event ENABLE TRIGGER order_event_goes_recorded")
        assert await unguarded() == ["order_event"], "a replica would get past it"
    finally:
        await db.execute("ALTER TABLE order_event ENABLE ALWAYS TRIGGER order_event_goes_recorded")
    assert await unguarded() == []


async def test_each_single_trigger_is_missed(shop: Shop) -> None:
    """Also those that only watch over removals: without them young orders could go with a record."""
    rows = await db.fetch(
        "SELECT tgname::text AS name, tgrelid::regclass::text AS of FROM pg_trigger WHERE NOT tgisinternal "
        "AND tgrelid = ANY($1::text[]::regclass[])",
        [*TABLES, "order_case"],
    )
    assert {row["name"]: row["of"] for row in rows} == TRIGGERS, "a new one must be looked after, too"
    for name, table in TRIGGERS.items():
        for deed in (f"ALTER TABLE {table} ENABLE TRIGGER {name}", f"DROP TRIGGER {name} ON {table}"):
            async with db.transaction() as undone:
                await db.execute(deed)
                assert await unguarded() == [table], deed
                await undone.rollback()
    assert await unguarded() == []


@pytest.mark.parametrize(
    "deed",
    [
        "CREATE RULE lost AS ON INSERT TO order_event DO INSTEAD NOTHING",
        "CREATE RULE quietly AS ON UPDATE TO order_event DO INSTEAD NOTHING",
        "CREATE TRIGGER dearer BEFORE INSERT ON order_event FOR EACH ROW EXECUTE FUNCTION "
        "suppress_redundant_updates_trigger()",
        "CREATE TABLE child () INHERITS (order_event)",
    ],
)
async def test_what_the_owner_puts_in_between_is_seen(shop: Shop, deed: str) -> None:
    """Nothing is altered by it that is there: what comes is lost, comes otherwise, or may be altered elsewhere."""
    async with db.transaction() as undone:
        await db.execute(deed)
        assert await unguarded() == ["order_event"]
        await undone.rollback()


async def test_a_replica_puts_nothing_into_an_order_either(shop: Shop) -> None:
    (order,) = await takes(shop, NOW, "1")
    with pytest.raises(REFUSED, match="come with their order"):
        async with db.transaction():
            await db.execute("SET LOCAL session_replication_role = replica")
            await db.execute(
                "INSERT INTO order_item (department_id, order_id, line, title) VALUES ($1, $2, 2, '第二支口红')",
                shop.department_id, order,
            )  # fmt: skip


async def test_a_trigger_that_does_nothing_any_more_is_seen(shop: Shop) -> None:
    source = await db.fetchval("SELECT pg_get_functiondef('refuse_change'::regproc)")
    try:
        await db.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NULL; END $$"
        )
        assert await unguarded() == list(TABLES)
    finally:
        await db.execute(source)
    assert await unguarded() == []


@pytest.mark.parametrize("column", ["phone", "standing", "total", "original", "tx"])
async def test_no_single_column_is_an_exception(shop: Shop, column: str) -> None:
    (order,) = await takes(shop, NOW, "1")
    with pytest.raises(REFUSED, match="append-only"):
        await db.execute(f"UPDATE customer_order SET {column} = {column} WHERE id = $1", order)
