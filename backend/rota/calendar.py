"""A person's published shifts as an iCalendar file (RFC 5545), the same bytes for the same rota."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from icalendar import Calendar, Event, Timezone, vDuration

from backend.rota.feeds import Fed, FedShift

PRODID = "-//Dangban//Rota//EN"
REFRESH = timedelta(hours=1)

Say = Callable[..., str]


def calendar_file(fed: Fed, say: Say) -> bytes:
    """CRLF lines folded at 75 octets; one event for each segment, with the zone's own rules beside them."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", say("rota-feed-name", person=fed.person, department=fed.department))
    calendar.add("x-wr-timezone", str(fed.zone))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    if fed.shifts:
        first, last = fed.shifts[0].segments[0].start, fed.shifts[-1].segments[-1].end
        calendar.add_component(
            Timezone.from_tzinfo(
                fed.zone, str(fed.zone), first.date() - timedelta(days=400), last.date() + timedelta(days=400)
            )
        )
    for shift in fed.shifts:
        for number, _ in enumerate(shift.segments):
            calendar.add_component(_event(shift, number, fed, say))
    return calendar.to_ical()


def _event(shift: FedShift, number: int, fed: Fed, say: Say) -> Event:
    span, event = shift.segments[number], Event()
    event.add("uid", f"{shift.uid}-{number}@dangban")
    event.add("sequence", shift.revision)
    event.add("dtstamp", shift.changed_at)
    event.add("last-modified", shift.changed_at)
    event.add("dtstart", span.start.astimezone(fed.zone))
    event.add("dtend", span.end.astimezone(fed.zone))
    event.add("summary", _summary(shift, number, fed, say))
    event.add("location", "、".join(fed.places) or fed.department)
    about = [shift.note] if shift.note else []
    if shift.break_minutes:
        about.append(say("rota-break-inside", minutes=shift.break_minutes))
    if about:
        event.add("description", "\n".join(about))
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("class", "PRIVATE")
    return event


def _summary(shift: FedShift, number: int, fed: Fed, say: Say) -> str:
    name = shift.names.get("en" if fed.lang == "en" else "zh") or say("rota-feed-shift")
    if len(shift.segments) == 1:
        return name
    return say("rota-feed-part", name=name, part=number + 1, parts=len(shift.segments))
