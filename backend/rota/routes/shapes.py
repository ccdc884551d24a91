"""What /api/v1/rota takes and gives."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from backend.rota.duty import OnDuty
from backend.rota.months import Board
from backend.rota.queries import ShiftView
from backend.rota.rotations import RotationForm, RotationView
from backend.rota.templates import TemplateForm, TemplateView, written


class Segment(msgspec.Struct):
    """Half-open: `start` belongs to it, `end` does not."""

    start: datetime
    end: datetime


class Shift(msgspec.Struct):
    """One person's shift of a day; `code` is null where it was entered by times."""

    id: int
    person_id: int
    day: date
    segments: list[Segment]
    break_minutes: int
    code: str | None
    names: dict[str, str]
    note: str
    published: bool = True


class Someone(msgspec.Struct):
    """Somebody on shift: `state` is expected, in, break or out."""

    person_id: int
    name: str
    post: dict[str, str]
    shift_id: int | None
    shift_start: datetime | None
    shift_end: datetime | None
    template_code: str | None
    state: str
    since: datetime | None


class OnShiftAnswer(msgspec.Struct):
    """The one duty truth at `at`."""

    at: datetime
    rostered: list[Someone]
    present: list[Someone]


class Hole(msgspec.Struct):
    """R-ROTA-2: too few people from `start` to `end`."""

    day: date
    start: datetime
    end: datetime
    present: int
    needed: int


class RestFault(msgspec.Struct):
    """R-ROTA-3: a week (by its Monday) whose days off are not as they should be."""

    person_id: int
    week: date
    message: str


class Turns(msgspec.Struct):
    """R-ROTA-5: somebody's shifts of the month by sort of day."""

    person_id: int
    name: str
    weekday: int
    weekend: int
    holiday: int


class Month(msgspec.Struct):
    """The draft of a month and what it amounts to; `changes` days of people differ from what is published."""

    month: str
    published_version: int | None
    published_reason: str | None
    changes: int
    shifts: list[Shift]
    days_off: list[tuple[int, date]]
    holes: list[Hole]
    rest_faults: list[RestFault]
    turns: list[Turns]


class DayChange(msgspec.Struct):
    """One of: `template_id`, `segments` (wall times), `rest`, or none of them to empty the day."""

    template_id: int | None = None
    segments: list[tuple[str, str]] = []
    break_minutes: int = 0
    rest: bool = False
    note: str = ""
    replaces: int | None = None
    seen: list[int] | None = None


class Generation(msgspec.Struct):
    """`preview` only tells what would be done."""

    rotation_id: int
    first_day: date | None = None
    overwrite: bool = False
    preview: bool = False


class Generated(msgspec.Struct):
    """What was done, or would be."""

    added: int
    removed: int
    kept: int
    held: int
    blocked: int
    unfilled: int


class Publication(msgspec.Struct):
    """`reason` is needed where a minimum is broken (R-ROTA-2) or a day off is missing (R-ROTA-3)."""

    reason: str = ""
    seen: int | None = None


class PublicationAnswer(msgspec.Struct):
    """What a publication did."""

    version: int
    person_ids: list[int]
    changed_days: int
    holes: int
    rest_faults: int


class Copy(msgspec.Struct):
    """The week that `source` lies in onto the week of `target`."""

    source: date
    target: date
    replace: bool = False


class Copied(msgspec.Struct):
    """How many shifts were copied and how many left alone."""

    copied: int
    left: int


class Template(msgspec.Struct):
    """A shift template; `segments` are wall times, `+1` after midnight. `seen` stands for this definition."""

    id: int
    code: str
    names: dict[str, str]
    segments: list[list[str]]
    break_minutes: int
    colour: str
    archived: bool
    seen: str


class TemplateChange(msgspec.Struct):
    """What a template is made of. With `seen`, a change is refused when somebody else was faster."""

    code: str
    zh: str
    segments: list[tuple[str, str]]
    en: str = ""
    break_minutes: int = 0
    colour: str = ""
    seen: str = ""

    def form(self) -> TemplateForm:
        return TemplateForm(
            self.code, self.zh, self.en, self.segments, self.break_minutes, self.colour, self.seen
        )


class Rotation(msgspec.Struct):
    """A rotation; `members` in their order."""

    id: int
    name: str
    starts_on: date
    members: list[int]
    kind: str
    rows: list[list[str]]


class RotationChange(msgspec.Struct):
    """What a rotation is made of: `kind` weeks or turns, `rows` of seven days from Monday, `-` is a day off."""

    name: str
    starts_on: date
    members: list[int]
    kind: str
    rows: list[list[str]]

    def form(self) -> RotationForm:
        return RotationForm(self.name, self.starts_on, self.members, self.kind, self.rows)


class FeedAddress(msgspec.Struct):
    """A private calendar address; it is told this once."""

    address: str


class FeedState(msgspec.Struct):
    """The open calendar address, without its secret part."""

    id: int
    created_at: datetime
    last_read_at: datetime | None


def shift(view: ShiftView, published: bool = True) -> Shift:
    """A shift for a program."""
    segments = [Segment(each.start, each.end) for each in view.segments]
    return Shift(
        view.id, view.person_id, view.day, segments, view.break_minutes, view.code or None, view.names, view.note,
        published,
    )  # fmt: skip


def someone(each: OnDuty) -> Someone:
    """Somebody on shift for a program."""
    return Someone(
        each.person_id, each.name, each.post, each.shift_id, each.shift_start, each.shift_end, each.template_code,
        each.state, each.since,
    )  # fmt: skip


def month(found: Board) -> Month:
    """A month for a program."""
    review, publication = found.review, found.publication
    known = {each.shift.id for cell in found.cells.values() for each in cell.shifts if each.published}
    return Month(
        month=f"{found.month:%Y-%m}",
        published_version=publication.version if publication else None,
        published_reason=publication.reason if publication else None,
        changes=found.changes,
        shifts=[shift(each, each.id in known) for each in found.shifts if each.day in found.days],
        days_off=[key for key, cell in sorted(found.cells.items()) if cell.rest is not None],
        holes=[
            Hole(day, hole.span.start, hole.span.end, hole.present, hole.needed)
            for day, hole in review.holes_from(found.month)
        ],
        rest_faults=[RestFault(each.person, each.week, each.reason.message) for each in review.faults],
        turns=[
            Turns(person, found.name(person), each.weekday, each.weekend, each.holiday)
            for person, each in review.fairness.turns.items()
        ],
    )


def template(view: TemplateView) -> Template:
    """A template for a program."""
    return Template(
        view.id,
        view.code,
        view.names,
        written(view.segments),
        view.break_minutes,
        view.colour,
        view.archived,
        view.seen,
    )


def rotation(view: RotationView) -> Rotation:
    """A rotation for a program."""
    pattern = view.pattern
    return Rotation(
        view.id, view.name, view.starts_on, [person for person, _ in view.members], pattern.kind,
        [list(row) for row in pattern.rows],
    )  # fmt: skip
