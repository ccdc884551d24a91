"""Every kind of message, as data: who hears it, how pressing it is, and how it climbs if a department says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from backend.rules.messages.parts import CALL, LIVE, PUSH, ROBOT, SMS, Climb, Step

NORMAL, URGENT, EMERGENCY = URGENCIES = ("normal", "urgent", "emergency")
MINUTE = 60

CALM = (Step(LIVE, 0), Step(PUSH, 0))
PRESSING = (Step(LIVE, 0), Step(PUSH, 0), Step(ROBOT, 3 * MINUTE))
GRAVE = (Step(LIVE, 0), Step(PUSH, 0), Step(ROBOT, 2 * MINUTE), Step(SMS, 4 * MINUTE), Step(CALL, 7 * MINUTE))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `acknowledge`: it climbs until somebody says "understood"; else it ends when it has reached the person.

    `one_is_enough`: the first of several to acknowledge does so for all. `awake`: whoever is told is on duty, so that
    no quiet hours hold it back. `lives`: how long anybody needs to be told, where the caller gives no `until`.
    `args` are the names of what fills its sentences; an instant or a day is given as ISO text (`at.isoformat()`) and
    read by everybody in their own language. `group`: whose group chat hears it.
    """

    name: str
    audience: str
    urgency: str = NORMAL
    acknowledge: bool = False
    ladder: tuple[Step, ...] = CALM
    chain: tuple[Climb, ...] = ()
    one_is_enough: bool = False
    awake: bool = False
    lives: timedelta = timedelta(hours=24)
    args: tuple[str, ...] = ()
    group: str = "floor"

    @property
    def key(self) -> str:
        """As the ids of its sentences have it: `hotline.missed-call` is `hotline-missed-call`."""
        return self.name.replace(".", "-").replace("_", "-")

    @property
    def breaks_quiet(self) -> bool:
        return self.urgency == EMERGENCY or self.awake

    @property
    def bundles(self) -> bool:
        """Ordinary news may wait a moment and come together with other news."""
        return self.urgency == NORMAL and not self.acknowledge

    @property
    def may_be_switched_off(self) -> bool:
        """What must be answered, and what is an emergency, is told whatever somebody prefers."""
        return self.bundles


_KINDS = (
    Kind(
        "hotline.duty",
        "persons",
        EMERGENCY,
        acknowledge=True,
        ladder=GRAVE,
        lives=timedelta(hours=2),
        args=("start", "end"),
    ),
    Kind(
        "hotline.hole",
        "managers",
        URGENT,
        acknowledge=True,
        ladder=PRESSING,
        one_is_enough=True,
        group="managers",
        args=("start", "end"),
    ),
    Kind(
        "hotline.drift",
        "managers",
        URGENT,
        acknowledge=True,
        ladder=GRAVE,
        one_is_enough=True,
        awake=True,
        group="managers",
        args=("wanted", "found"),
    ),
    Kind("hotline.taken", "persons", URGENT, awake=True, lives=timedelta(hours=4), args=("name", "end")),
    Kind("hotline.assigned", "persons", lives=timedelta(days=7), args=("start", "end")),
    Kind(
        "hotline.unconfirmed",
        "managers",
        URGENT,
        acknowledge=True,
        ladder=PRESSING,
        one_is_enough=True,
        awake=True,
        group="managers",
        args=("name", "start"),
    ),
    Kind(
        "hotline.away",
        "managers",
        URGENT,
        acknowledge=True,
        ladder=GRAVE,
        one_is_enough=True,
        awake=True,
        group="managers",
        args=("since",),
    ),
    Kind("hotline.repaired", "managers", group="managers", args=("since",)),
    Kind(
        "hotline.missed-call",
        "on_shift",
        URGENT,
        acknowledge=True,
        ladder=PRESSING,
        chain=(Climb("leads", 15 * MINUTE),),
        one_is_enough=True,
        awake=True,
        args=("called", "caller"),
    ),
    Kind(
        "hotline.callback-overdue",
        "leads",
        URGENT,
        acknowledge=True,
        ladder=PRESSING,
        chain=(Climb("managers", 30 * MINUTE),),
        one_is_enough=True,
        group="managers",
        args=("called", "caller"),
    ),
    Kind(
        "order.warning",
        "persons",
        URGENT,
        acknowledge=True,
        ladder=(Step(LIVE, 0), Step(PUSH, 0)),
        awake=True,
        lives=timedelta(minutes=30),
        args=("number", "due"),
    ),
    Kind(
        "order.missed",
        "leads",
        URGENT,
        acknowledge=True,
        ladder=PRESSING,
        one_is_enough=True,
        awake=True,
        lives=timedelta(hours=8),
        args=("number", "due", "name"),
    ),
    Kind("order.call-due", "persons", URGENT, awake=True, lives=timedelta(hours=2), args=("number", "due")),
    Kind("order.handed", "persons", URGENT, awake=True, lives=timedelta(minutes=30), args=("number", "due")),
    Kind(
        "order.problem",
        "persons",
        URGENT,
        awake=True,
        lives=timedelta(hours=12),
        args=("number", "point", "due"),
    ),
    Kind(
        "order.problem-overdue",
        "persons",
        URGENT,
        acknowledge=True,
        ladder=PRESSING,
        one_is_enough=True,
        group="managers",
        args=("number", "point", "due"),
    ),
    Kind(
        "order.case-due",
        "persons",
        URGENT,
        acknowledge=True,
        chain=(Climb("leads", 60 * MINUTE),),
        one_is_enough=True,
        args=("case", "number", "due"),
    ),
    Kind("order.calls-planned", "persons", args=("count", "due", "name")),
    Kind("order.case-handed", "persons", args=("case", "number", "due", "name")),
    Kind("phone.unreachable", "leads", URGENT, lives=timedelta(hours=8), group="managers", args=("name",)),
    Kind("handover.due", "persons", URGENT, awake=True, lives=timedelta(hours=2), args=("end",)),
    Kind("handover.waiting", "persons", URGENT, awake=True, lives=timedelta(hours=2), args=("end",)),
    Kind(
        "handover.unconfirmed",
        "leads",
        URGENT,
        acknowledge=True,
        ladder=PRESSING,
        one_is_enough=True,
        group="managers",
        args=("end",),
    ),
    Kind("attendance.waiting", "leads", lives=timedelta(hours=12), group="managers", args=("name",)),
    Kind("rota.published", "persons", lives=timedelta(hours=48), args=("month", "days")),
    Kind(
        "audit.head",
        "robot",
        ladder=(Step(ROBOT, 0),),
        lives=timedelta(hours=48),
        group="managers",
        args=("day", "head", "seals", "orders", "saved"),
    ),
    Kind(
        "order.day-not-saved",
        "leads",
        URGENT,
        acknowledge=True,
        ladder=PRESSING,
        one_is_enough=True,
        group="managers",
        args=("day", "why"),
    ),
    Kind("test", "persons", EMERGENCY, lives=timedelta(minutes=10)),
)

KINDS = {kind.name: kind for kind in _KINDS}


def kind_of(name: str) -> Kind:
    """The kind of that name; KeyError for one that does not exist."""
    return KINDS[name]
