"""What a message says, in the reader's language: in the app in full, on a locked screen without anything personal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from backend.company.queries import zone
from backend.infra.catalogue import catalogue
from backend.notifications.keys import key_of
from backend.notifications.wires import Said, Wire
from backend.rules.messages import kind_of
from backend.web.formats import Formats

MOST_TITLES = 4
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:\d\d)$")
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_MONTH = re.compile(r"\d{4}-\d\d$")


def title(said: Said, lang: str) -> str:
    """What it is about, in a few words that name nobody."""
    return catalogue(lang).say(f"message-{kind_of(said.kind).key}-title")


def body(said: Said, lang: str, zone_name: str) -> str:
    """The whole of it, for the app and for the group of colleagues."""
    return catalogue(lang).say(f"message-{kind_of(said.kind).key}-body", **_filled(said, lang, zone_name))


def brief(said: Said, lang: str) -> str:
    """What may stand on a locked screen, in a text or in a spoken call."""
    return catalogue(lang).say(f"message-{kind_of(said.kind).key}-push")


def payload(wire: Wire, lang: str) -> dict[str, Any]:
    """What the phone's service worker gets: nothing of it is personal."""
    say, said = catalogue(lang).say, wire.message
    of = kind_of(said.kind)
    common: dict[str, Any] = {"id": said.id, "key": key_of(wire.delivery_id), "tag": topic(wire)}
    if wire.attempt > 1:  # should the first have arrived after all, the phone does not ring a second time
        common["again"] = True
    if wire.carries:
        whole = (said, *wire.carries)
        return {
            **common, "title": say("messages-bundle", count=len(whole)), "body": _titles(whole, lang),
            "url": "/messages", "actions": [],
        }  # fmt: skip
    action = {"action": "acknowledge", "title": say("messages-understood")}
    return {
        **common, "title": title(said, lang), "body": brief(said, lang), "url": said.url,
        "actions": [action] if of.acknowledge else [],
    }  # fmt: skip


def topic(wire: Wire) -> str:
    """Under which name a second push replaces the first, at the push service and on the phone."""
    return f"{'b' if wire.carries else 'm'}{wire.message.id}"


def group_text(wire: Wire, lang: str, names: Sequence[str], public_url: str) -> str:
    """What a robot says in the group: whom it concerns, what it is, where to look."""
    of = kind_of(wire.message.kind)
    whom = catalogue(lang).say("messages-for", names=_listed(names, lang)) if names else ""
    parts = [
        f"【{title(wire.message, lang)}】" if lang != "en" else f"[{title(wire.message, lang)}]",
        f"{whom}{body(wire.message, lang, wire.zone)}",
        public_url.rstrip("/") + wire.message.url if public_url and of.audience != "robot" else "",
    ]
    return "\n".join(part for part in parts if part)


def _titles(whole: Sequence[Said], lang: str) -> str:
    """Each title once, in the order in which they came."""
    titles = list(dict.fromkeys(title(said, lang) for said in whole))
    return _listed(titles[:MOST_TITLES], lang) + ("…" if len(titles) > MOST_TITLES else "")


def _listed(names: Sequence[str], lang: str) -> str:
    return (", " if lang == "en" else "、").join(names)


def _filled(said: Said, lang: str, zone_name: str) -> dict[str, Any]:
    """Instants, days and months as the reader writes them; what was not given is a dash."""
    given = {name: _worded(value, lang, zone_name) for name, value in said.args.items()}
    given |= _same_day(said, lang, zone_name)
    return {**dict.fromkeys(kind_of(said.kind).args, "–"), **given}


def _same_day(said: Said, lang: str, zone_name: str) -> dict[str, str]:
    """The end of a time on the day of its beginning needs no date of its own."""
    ends = [said.args.get(name) for name in ("start", "end")]
    if not all(isinstance(each, str) and _INSTANT.match(each) for each in ends):
        return {}
    formats = _formats(lang, zone_name)
    start, end = (datetime.fromisoformat(str(each)) for each in ends)
    return {"end": formats.clock(end)} if formats.today(start) == formats.today(end) else {}


def _worded(value: Any, lang: str, zone_name: str) -> Any:
    if not isinstance(value, str) or not value[:1].isdigit():
        return value
    formats = _formats(lang, zone_name)
    try:
        if _INSTANT.match(value):
            return formats.moment(datetime.fromisoformat(value))
        if _DAY.match(value):
            return formats.date(date.fromisoformat(value))
        if _MONTH.match(value):
            return formats.month(date.fromisoformat(value + "-01"))
    except ValueError:
        pass
    return value


@lru_cache(maxsize=256)
def _formats(lang: str, zone_name: str) -> Formats:
    return Formats(lang, zone(zone_name))
