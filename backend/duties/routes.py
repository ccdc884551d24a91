"""Handover logs: the one on my phone, and the past ones at the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.duties.confirming import hand_over, take_over
from backend.duties.queries import PAGE, Log, colleagues, handover_log, handover_logs, open_logs
from backend.duties.today import turn_of, turns_of
from backend.duties.wording import wording
from backend.duties.writing import give, may_give, take_back_note, write_note
from backend.infra.refusal import Refusal
from backend.rota.duty import who_is_on_shift
from backend.web.guards import allow
from backend.web.onward import fields
from backend.web.parts import part_of
from backend.web.render import page, partial

GUARD = [allow("duties.hand-over")]


@get("/handovers", guards=GUARD, include_in_schema=False)
async def handovers(request: Request, before: int | None = None) -> Response[Any]:
    """Every log, the latest first: what was open, and when it was confirmed."""
    return page(request, "duties/handovers.html", here="handovers", **await _list(request, before))


@get("/handovers/list", guards=[*GUARD, part_of("/handovers")], include_in_schema=False)
async def handovers_list(request: Request, before: int | None = None) -> Response[Any]:
    """The list without its frame."""
    return partial(request, "duties/_handovers.html", **await _list(request, before))


@get("/handovers/today", guards=[*GUARD, part_of("/")], include_in_schema=False)
async def handovers_today(request: Request) -> Response[Any]:
    """What stands at the top of my Today."""
    by, at = request.user, datetime.now(UTC)
    turns = turns_of(await open_logs(by.department_id), by.person_id, at)
    return partial(request, "duties/_today.html", turns=turns, words=wording(request))


@get("/handovers/{handover_id:int}", guards=GUARD, include_in_schema=False)
async def handover(request: Request, handover_id: int) -> Response[Any]:
    """One log."""
    return page(request, "duties/handover.html", here="today", **await _one(request, handover_id))


@get(
    "/handovers/{handover_id:int}/log",
    guards=[*GUARD, part_of("/handovers/{handover_id}")],
    include_in_schema=False,
)
async def handover_alone(request: Request, handover_id: int) -> Response[Any]:
    """The log without its frame, fetched anew when anything in it has changed."""
    return await _log(request, handover_id)


@post("/handovers/{handover_id:int}/handing-over", guards=GUARD, include_in_schema=False, status_code=200)
async def handing_over(request: Request, handover_id: int) -> Response[Any]:
    await hand_over(request.user, handover_id, datetime.now(UTC))
    return await _log(request, handover_id)


@post("/handovers/{handover_id:int}/taking-over", guards=GUARD, include_in_schema=False, status_code=200)
async def taking_over(request: Request, handover_id: int) -> Response[Any]:
    await take_over(request.user, handover_id, datetime.now(UTC))
    return await _log(request, handover_id)


@post("/handovers/{handover_id:int}/notes", guards=GUARD, include_in_schema=False, status_code=200)
async def noting(request: Request, handover_id: int) -> Response[Any]:
    given = await fields(request)
    await write_note(
        request.user,
        handover_id,
        given.get("note", ""),
        datetime.now(UTC),
        taken_by=_person(given.get("person_id", "")),
        key=given.get("request_key", ""),
    )
    return await _log(request, handover_id)


@post(
    "/handovers/{handover_id:int}/items/{item_id:int}/withdrawal",
    guards=GUARD,
    include_in_schema=False,
    status_code=200,
)
async def taking_back(request: Request, handover_id: int, item_id: int) -> Response[Any]:
    await take_back_note(request.user, handover_id, item_id, datetime.now(UTC))
    return await _log(request, handover_id)


@post(
    "/handovers/{handover_id:int}/items/{item_id:int}/taker",
    guards=GUARD,
    include_in_schema=False,
    status_code=200,
)
async def giving(request: Request, handover_id: int, item_id: int) -> Response[Any]:
    given = await fields(request)
    await give(request.user, handover_id, item_id, _person(given.get("person_id", "")), datetime.now(UTC))
    return await _log(request, handover_id)


async def _log(request: Request, handover_id: int) -> Response[Any]:
    return partial(request, "duties/_handover.html", **await _one(request, handover_id))


async def _one(request: Request, handover_id: int) -> dict[str, Any]:
    by, at = request.user, datetime.now(UTC)
    log = await handover_log(by.department_id, handover_id)
    turn = turn_of(log, by.person_id, at)
    side = turn.side if turn else await _stands_in(request, log, at)
    gives = log.state == "open" and _gives(by.person_id, log)
    return {
        "log": log,
        "side": side,
        "writes": log.state == "open" and log.leaves(by.person_id) and log.handed_over_by is None,
        "gives": gives,
        "words": wording(request),
        "people": await colleagues(by.department_id) if gives else [],
    }


async def _stands_in(request: Request, log: Log, at: datetime) -> str:
    """Whoever is there and was not planned may step in for those who should have come, once the shift is over."""
    by = request.user
    if log.state != "open" or log.taken_over_by is not None or at < log.ends_at or log.leaves(by.person_id):
        return ""
    present = (await who_is_on_shift(by.department_id, at)).present
    return "coming" if any(each.person_id == by.person_id for each in present) else ""


def _gives(person_id: int, log: Log) -> bool:
    handed_over_by = log.handed_over_by.id if log.handed_over_by else None
    return may_give(
        person_id, handed_over_by, {each.id for each in log.leaving}, {each.id for each in log.coming}
    )


async def _list(request: Request, before: int | None) -> dict[str, Any]:
    logs = await handover_logs(request.user.department_id, before=before)
    return {"logs": logs, "more": len(logs) == PAGE, "before": before}


def _person(given: str) -> int | None:
    if given and not given.isdecimal():
        raise Refusal("handover-taker-unknown", 422, field="person_id")
    return int(given) if given else None


handlers: list[Any] = [
    handovers,
    handovers_list,
    handovers_today,
    handover,
    handover_alone,
    handing_over,
    taking_over,
    noting,
    taking_back,
    giving,
]
