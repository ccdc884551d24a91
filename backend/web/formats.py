"""Dates, times and numbers as the reader's language and the department's clock write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

BABEL = {"zh-Hans": "zh_Hans_CN", "zh-Hant": "zh_Hant_HK", "en": "en_GB"}

Day = date  # inside the class `date` is the method


class Formats:
    """One language and one zone, for a template."""

    __slots__ = ("lang", "zone")

    def __init__(self, lang: str, zone: ZoneInfo):
        self.lang, self.zone = lang, zone

    def clock(self, at: datetime | None, seconds: bool = False) -> str:
        """`08:24` (or `08:24:16`) on the department's wall."""
        return at.astimezone(self.zone).strftime("%H:%M:%S" if seconds else "%H:%M") if at else "–"

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def today(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def date(self, day: Day) -> str:
        """`11月22日`, `22 Nov`."""
        return _skeleton("MMMd", day, self.lang)

    def long_date(self, day: Day) -> str:
        """`11月22日星期日`, `Sunday 22 November`."""
        return _skeleton("MMMMEEEEd", day, self.lang)

    def full_date(self, day: Day) -> str:
        """`2026年11月22日`."""
        return _skeleton("yMMMd", day, self.lang)

    def short_date(self, day: Day) -> str:
        """`11月22日周日`, `Sun 22 Nov`."""
        return _skeleton("MMMEd", day, self.lang)

    def weekday(self, day: Day) -> str:
        """`周日`, `Sun`."""
        return _skeleton("E", day, self.lang)

    def month(self, day: Day) -> str:
        """`2026年11月`, `November 2026`."""
        return _skeleton("yMMMM", day, self.lang)

    def moment(self, at: datetime | None) -> str:
        """`11月22日 08:24`."""
        return f"{self.date(self.today(at))} {self.clock(at)}" if at else "–"

    def soon(self, at: datetime, now: datetime) -> str:
        """`21:00` today, `11月23日 08:30` on another day."""
        return self.clock(at) if self.today(at) == self.today(now) else self.moment(at)

    def field(self, at: datetime) -> str:
        """As a browser's field for day and time wants it, on the department's wall."""
        return at.astimezone(self.zone).strftime("%Y-%m-%dT%H:%M")

    def masked(self, mobile: str | None) -> str:
        """`138****5678`."""
        return mask_mobile(mobile)

    def phone(self, number: str) -> str:
        """A 400 or 800 number in its usual groups: `400-800-1234`; any other as it is dialled."""
        service = len(number) == 10 and number.startswith(("400", "800"))
        return f"{number[:3]}-{number[3:6]}-{number[6:]}" if service else number

    def hours(self, length: timedelta) -> str:
        """`7:30`."""
        minutes = int(length.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"


@lru_cache(maxsize=4096)
def _skeleton(skeleton: str, day: date, lang: str) -> str:
    return format_skeleton(skeleton, datetime(day.year, day.month, day.day), locale=BABEL[lang], tzinfo=None)


def mask_mobile(mobile: str | None) -> str:
    """`138****5678`: enough to know whose it is, not enough to dial."""
    return f"{mobile[:3]}****{mobile[-4:]}" if mobile and len(mobile) >= 8 else "****" if mobile else "–"
