"""Who has to solve what failed in the check of an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.company.queries import rules_of
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.notifications.audience import audience, holders
from backend.orders.access import MAY_SEE
from backend.orders.following import HOLDER
from backend.people.viewer import Actor
from backend.rules.orders.points import BY_CODE


@dataclass(frozen=True, slots=True)
class Owner:
    """Who solves a problem: a person, or whoever belongs to `post` (`finance`, `leads`), or with `holder` whoever holds
    the order: the person, as long as they do. `told` hear of it at once."""

    person_id: int | None
    post: str
    told: tuple[int, ...]


async def owner_of(by: Actor, order_id: int, point: str, at: datetime, owner_id: int | None) -> Owner:
    """`owner_id`, who must be of the department (else 404) and able to solve it (else 409); else whom the rule of the
    point names (R-ORD-3)."""
    if owner_id is not None:
        await _able(by.department_id, point, owner_id)
        return Owner(owner_id, "", (owner_id,) if owner_id != by.person_id else ())
    rule = BY_CODE[point].owner
    if rule == "finance":
        return Owner(None, "finance", await people_of(by.department_id, "finance", at))
    holder: int | None = await db.fetchval(_HOLDER, by.department_id, order_id)
    others = await audience(by.department_id, "leads", at) if rule == "stock" else ()
    return Owner(holder, HOLDER, tuple(each for each in {*others, holder} if each and each != by.person_id))


async def who_can_solve(department_id: int) -> dict[str, list[tuple[int, str]]]:
    """By point: whom a problem of it can be given to, by name. Who may open the order; of a payment finance alone."""
    rules, people = await rules_of(department_id), await db.fetch(_PEOPLE, department_id)
    able = [(row["id"], row["name"], set(rules.permissions_of(row["role"], row["level"]))) for row in people]
    return {
        point: [(person_id, name) for person_id, name, may in able if may & _needed(point)]
        for point in BY_CODE
    }


async def _able(department_id: int, point: str, owner_id: int) -> None:
    row = await db.fetchrow(_PERSON, department_id, owner_id)
    if row is None:
        raise not_found()
    if not _needed(point) & set((await rules_of(department_id)).permissions_of(row["role"], row["level"])):
        raise Refusal("order-owner-cannot", 409, field="owner_id", name=row["name"])


def _needed(point: str) -> set[str]:
    return {"orders.finance"} if BY_CODE[point].owner == "finance" else {*MAY_SEE}


async def people_of(department_id: int, post: str, at: datetime) -> tuple[int, ...]:
    """The people of the finance posts that the department has named; where there are none, the leads, and whoever may
    check payments if no lead may."""
    leads = await audience(department_id, "leads", at)
    if post != "finance":
        return leads
    codes = (await rules_of(department_id)).orders.finance_posts
    if named := await db.fetch(_OF_POSTS, department_id, list(codes)):
        return tuple(row["id"] for row in named)
    able = await holders(department_id, "orders.finance")
    return leads if set(leads) & set(able) else tuple({*leads, *able})


_HOLDER = "SELECT person_id FROM order_hold WHERE department_id = $1 AND order_id = $2"
_PEOPLE = (
    "SELECT id, name, role, level FROM person WHERE department_id = $1 AND left_at IS NULL ORDER BY name, id"
)
_PERSON = "SELECT name, role, level FROM person WHERE department_id = $1 AND id = $2 AND left_at IS NULL"
_OF_POSTS = """
SELECT person.id FROM person JOIN post ON post.id = person.post_id
WHERE person.department_id = $1 AND post.code = ANY($2::text[]) AND person.left_at IS NULL ORDER BY person.id
"""
