"""What the database itself promises, read from its own catalogue."""

from __future__ import annotations

import asyncpg
import pytest

from backend.infra import db

FACTS = (
    "punch", "punch_decision", "correction", "correction_decision", "audit_event", "audit_seal", "level_decision",
    "rules_change", "publication", "hotline_plan", "hotline_switch", "message_event", "call_event", "callback_attempt",
    "transaction_epoch",
)  # fmt: skip
OF_THE_COMPANY = {
    "company", "department", "edge_sweep", "heartbeat", "login_attempt", "migration", "presence_watch",
    "transaction_epoch", "used_challenge",
}  # fmt: skip


@pytest.mark.parametrize("table", FACTS)
@pytest.mark.parametrize("change", ["UPDATE {0} SET id = id", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
async def test_a_fact_is_only_ever_added(table: str, change: str, database: str) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="append-only"):
        await db.execute(change.format(table))


async def test_nothing_that_others_point_to_can_be_deleted(database: str) -> None:
    """No foreign key cascades or forgets."""
    loose = await db.fetch(
        "SELECT conrelid::regclass::text AS place, conname FROM pg_constraint "
        "WHERE contype = 'f' AND confdeltype NOT IN ('r', 'a')"
    )
    assert [tuple(row) for row in loose] == []


async def test_every_table_says_whose_it_is(database: str) -> None:
    """The boundary between departments; what has none belongs to the whole company and is listed here."""
    without = await db.fetch(
        "SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
        "WHERE relkind = 'r' AND nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_attribute "
        "WHERE attrelid = pg_class.oid AND attname = 'department_id' AND NOT attisdropped)"
    )
    assert {row["relname"] for row in without} == OF_THE_COMPANY


async def test_where_the_department_stands_in_an_index_it_stands_first(database: str) -> None:
    indexes = await db.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%department_id%'"
    )
    columns = {row["indexname"]: row["indexdef"].split(" USING ")[1].split("(", 1)[1] for row in indexes}
    late = [
        name
        for name, said in columns.items()
        if not said.startswith(("department_id", "COALESCE(department_id"))
    ]
    assert late == []


async def test_transactions_are_numbered_beyond_every_cluster_that_was(database: str) -> None:
    """PostgreSQL's own number would begin anew after a restore: only `our_transaction` asks for it."""
    rows = await db.fetch(
        "SELECT adrelid::regclass::text AS place, pg_get_expr(adbin, adrelid) AS said FROM pg_attrdef "
        "UNION ALL SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    )
    asking = {row["place"] for row in rows if "pg_current_" in row["said"]}
    assert asking == {"our_transaction"}
