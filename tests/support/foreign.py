"""One of everything in a department that the viewer does not belong to, and bodies in which only the id is wrong."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from polyfactory.factories import BaseFactory, DataclassFactory
from polyfactory.factories.msgspec_factory import MsgspecFactory

from backend.infra import db
from tests.support.orders import an_order
from tests.support.shop import Colleague, Shop, found_department

NOW = datetime(2026, 11, 2, tzinfo=UTC)

Maker = Callable[[Shop, Colleague], Awaitable[Any]]


async def foreign_ids() -> dict[str, Any]:
    """By the name of the path parameter: `{"person_id": 17, "site_id": 3, …}`."""
    shop = await found_department("mall-service", "别的部门")
    theirs = await shop.hire("陌生人")
    await theirs.viewer()
    return {name: await make(shop, theirs) for name, make in FOREIGN.items()}


def body_for(handler: Any) -> dict[str, Any]:
    """A body that the route's own type accepts, as JSON or as a form."""
    field = handler.parsed_data_field
    made = _made(field.annotation) if field is not None else None
    if made is None:
        return {} if handler.http_methods <= {"GET", "HEAD", "OPTIONS"} else {"data": PLAUSIBLE}
    made |= {name: value for name, value in PLAUSIBLE.items() if name in made and name in NARROW}
    encoding = getattr(field.kwarg_definition, "media_type", "application/json")
    if "form" in str(encoding):
        return {"data": {key: _text(value) for key, value in made.items() if value is not None}}
    return {"json": {key: _plain(value) for key, value in made.items() if value is not msgspec.UNSET}}


PLAUSIBLE = {
    "name": "新名字", "zh": "新名字", "en": "New name", "reason": "家里有事，商量过了", "note": "看过了", "why": "忘了",
    "date": "2027-01-31", "last_day": "2027-01-31", "notice_on": "2026-12-31", "day": "2026-11-02", "time": "08:30",
    "headcount": "1", "role": "staff", "side": "marketing", "decision": "accept", "kind": "in", "level": "2",
    "choice": "rest", "code": "ZX", "segments": "08:30-16:00", "starts_on": "2026-11-02", "break_minutes": "0",
    "outcome": "reached",
}  # fmt: skip
NARROW = (
    "headcount",
    "role",
    "side",
    "kind",
    "level",
    "zh",
    "en",
    "name",
    "outcome",
)  # what chance does not find


def _made(annotation: Any) -> dict[str, Any] | None:
    factory: Any = MsgspecFactory if MsgspecFactory.is_supported_type(annotation) else DataclassFactory
    if not factory.is_supported_type(annotation):
        return None
    one: BaseFactory[Any] = factory.create_factory(annotation)
    built = one.build()  # type: ignore[attr-defined]  # a factory class: build is a class method
    return {name: getattr(built, name) for name in getattr(built, "__struct_fields__", None) or vars(built)}


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def _text(value: Any) -> str:
    return str(_plain(value))


async def _department(shop: Shop, theirs: Colleague) -> int:
    return shop.department_id


async def _person(shop: Shop, theirs: Colleague) -> int:
    return theirs.person_id


async def _device(shop: Shop, theirs: Colleague) -> int:
    assert theirs.session is not None
    return theirs.session.device_id


async def _shift(shop: Shop, theirs: Colleague) -> int:
    return await shop.shift(theirs, "2026-11-02", ("08:30", "16:00"))


def _row(table: str, **values: Any) -> Maker:
    """A row of `table` by SQL; a callable value is asked with (shop, colleague)."""

    async def make(shop: Shop, theirs: Colleague) -> Any:
        filled = {"department_id": shop.department_id}
        for name, value in values.items():
            filled[name] = value(shop, theirs) if callable(value) else value
        columns = ", ".join(filled)
        marks = ", ".join(f"${number}" for number in range(1, len(filled) + 1))
        return await db.fetchval(
            f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING id", *filled.values()
        )

    return make


async def _line(shop: Shop, theirs: Colleague) -> int:
    """The department's one line."""
    known = await db.fetchval("SELECT id FROM hotline_line WHERE department_id = $1", shop.department_id)
    return known or await db.fetchval(
        "INSERT INTO hotline_line (department_id, number, office_number, adapter, token) "
        "VALUES ($1, '4001234567', '02155550100', 'webhook', $2) RETURNING id",
        shop.department_id,
        uuid.uuid4().hex,
    )


async def _order(shop: Shop, theirs: Colleague) -> int:
    return await an_order(shop, datetime.now(UTC))


async def _problem(shop: Shop, theirs: Colleague) -> int:
    order_id, now = await _order(shop, theirs), datetime.now(UTC)
    make = _row(
        "order_problem",
        order_id=order_id,
        point="stock",
        what="红色断货",
        opened_by=_theirs,
        opened_at=now,
        due_at=now,
    )
    return await make(shop, theirs)


async def _call(shop: Shop, theirs: Colleague) -> int:
    return await db.fetchval(
        "INSERT INTO call (department_id, line_id, vendor_id, caller, person_id, started_at, outcome) "
        "VALUES ($1, $2, $3, '13912345678', $4, $5, 'missed') RETURNING id",
        shop.department_id, await _line(shop, theirs), uuid.uuid4().hex, theirs.person_id, datetime.now(UTC),
    )  # fmt: skip


async def _callback(shop: Shop, theirs: Colleague) -> int:
    return await db.fetchval(
        "INSERT INTO callback (department_id, line_id, caller, missed_at, last_missed_at, due_at, claimed_by, "
        "claimed_at) VALUES ($1, $2, '13912345678', $4, $4, $4::timestamptz + interval '30 minutes', $3, $4) "
        "RETURNING id",
        shop.department_id, await _line(shop, theirs), theirs.person_id, datetime.now(UTC),
    )  # fmt: skip


def _theirs(shop: Shop, theirs: Colleague) -> int:
    return theirs.person_id


def _secret(shop: Shop, theirs: Colleague) -> bytes:
    return uuid.uuid4().bytes


_SOON = NOW + timedelta(days=3650)

_handover = _row("handover", ends_at=NOW, closes_at=_SOON)


async def _handover_item(shop: Shop, theirs: Colleague) -> int:
    log = await db.fetchval("SELECT id FROM handover WHERE department_id = $1", shop.department_id)
    log = log or await _handover(shop, theirs)
    return await _row("handover_item", handover_id=log, source="note", subject="n", note="门没锁")(
        shop, theirs
    )


async def _watch(shop: Shop, theirs: Colleague) -> int:
    line_id, asked = await _line(shop, theirs), [{"person_id": theirs.person_id, "at": NOW.isoformat()}]
    return await _row("hotline_watch", line_id=line_id, starts_at=NOW, ends_at=_SOON, asked=asked)(
        shop, theirs
    )


async def _case(shop: Shop, theirs: Colleague) -> int:
    return await _row(
        "order_case", kind="complaint", contact="王女士 13900001111", what="杯子有裂纹", registered_by=_theirs,
        registered_at=NOW, owner_id=_theirs, due_at=_SOON,
    )(shop, theirs)  # fmt: skip


async def _day(shop: Shop, theirs: Colleague) -> int:
    known = await db.fetchval("SELECT id FROM order_day WHERE department_id = $1", shop.department_id)
    return known or await _row(
        "order_day", day=NOW.date(), filename="orders/0/2026-11-02.jsonl.gz", count=0, total=0, sha256=b"x" * 32,
        previous=b"", saved_at=NOW, since=NOW, until=NOW,
    )(shop, theirs)  # fmt: skip


async def _amendment(shop: Shop, theirs: Colleague) -> int:
    order_id = await _order(shop, theirs)
    return await _row(
        "amendment", order_id=order_id, field="address", after="文三路 9 号", at=datetime.now(UTC)
    )(shop, theirs)


FOREIGN: dict[str, Maker] = {
    "day_id": _day,
    "handover_id": _handover,
    "item_id": _handover_item,
    "person_id": _person,
    "department_id": _department,
    "device_id": _device,
    "shift_id": _shift,
    "post_id": _row("post", code="x", names={"zh": "岗", "en": "post"}),
    "template_id": _row(
        "shift_template", code="ZZ", names={"zh": "班", "en": "shift"}, segments=[["08:30", "16:00"]]
    ),
    "rotation_id": _row(
        "rotation",
        name="r",
        starts_on=NOW.date(),
        members=[],
        pattern={"kind": "weeks", "rows": [["-"] * 7]},
    ),
    "site_id": _row("site", name="门店", latitude=31.2, longitude=121.5),
    "door_id": _row("door", name="门", secret=b"x" * 20, token_hash=_secret),
    "order_id": _order,
    "amendment_id": _amendment,
    "problem_id": _problem,
    "case_id": _case,
    "call_id": _call,
    "callback_id": _callback,
    "punch_id": _row(
        "punch", person_id=_theirs, sequence=1, kind="in", at=NOW, day=NOW.date(), standing="waiting"
    ),
    "correction_id": _row(
        "correction", person_id=_theirs, kind="out", at=NOW, day=NOW.date(), why="忘了", requested_by=_theirs
    ),
    "passkey_id": _row("passkey", person_id=_theirs, credential_id=_secret, public_key=b"x", name="k"),
    "token_id": _row("api_token", person_id=_theirs, token_hash=_secret, name="t"),
    "invitation_id": _row(
        "invitation", person_id=_theirs, purpose="join", token_hash=_secret, expires_at=_SOON
    ),
    "change_id": _row(
        "level_change", person_id=_theirs, from_level=1, to_level=2, reason="r", requested_by=_theirs
    ),
    "override_id": _row("hotline_override", person_id=_theirs, kind="assigned", starts_at=NOW, ends_at=_SOON),
    "watch_id": _watch,
    "import_id": _row("staff_import", filename="people.csv", rows=[]),
    "order_import_id": _row(
        "order_import", filename="订单.csv", sha256=b"x" * 32, uploaded_at=NOW, state="failed"
    ),
    "layout_id": _row("order_layout", code="own-1", name="批发", headings=[], columns={}),
    "source_id": _row(
        "order_source", name="独立站", platform="", token=lambda *_: uuid.uuid4().hex, secret=b"x"
    ),
    "message_id": _row(
        "message", person_id=_theirs, kind="hotline.duty", subject="duty:1", until=_SOON, ladder=[["push", 0]]
    ),
    "robot_id": _row("message_robot", name="群", vendor="wecom", secrets=b"x"),
    "provider_id": _row("message_provider", channel="sms", name="短信", secrets=b"x"),
    "feed_id": _row("calendar_feed", person_id=_theirs, token_hash=_secret),
}
