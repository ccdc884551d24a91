"""Whose night it is by the rota, and who stands behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from backend.rules.hotline.facts import DutyShift


def who_has_the_night(day: date, shifts: Iterable[DutyShift]) -> int | None:
    """Whoever's shift of `day` ends last; None when nobody works.

    A tie goes to whoever began later that day, having worked less; if that is a tie, too, those who are left take it in
    turns by the day's number, in the order of their ids, so that no id has every night.
    """
    of_day = [each for each in shifts if each.day == day]
    if not of_day:
        return None
    best = max((each.end, each.start) for each in of_day)
    tied = sorted({each.person_id for each in of_day if (each.end, each.start) == best})
    return tied[day.toordinal() % len(tied)]


def superiors_of(
    duty_posts: Sequence[str], superior: Mapping[str, str | None], holders: Mapping[str, Sequence[int]]
) -> tuple[int, ...]:
    """Holders of the superior posts, the nearest to the duty first and the head of the house last (R-HOT-2).

    `superior` names each post's superior, `holders` who holds a post. Without `duty_posts` every post is on duty: then
    all that are somebody's superior.
    """
    starts = list(duty_posts) or list(superior)
    above = {code for start in starts for code in _upwards(start, superior)}
    in_order = [code for code in superior if code in above]
    upwards = sorted(in_order, key=lambda code: -len(_upwards(code, superior)))
    return tuple(dict.fromkeys(person_id for code in upwards for person_id in holders.get(code, ())))


def _upwards(code: str, superior: Mapping[str, str | None]) -> list[str]:
    """The posts above one; a circle, which the rules refuse, would end where it closes."""
    found: list[str] = []
    above = superior.get(code)
    while above and above != code and above not in found:
        found.append(above)
        above = superior.get(above)
    return found
