"""What would the rules say? One written day in, one written verdict out; for the page, the API and the command line."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

from backend.infra.catalogue import catalogue
from backend.infra.refusal import Refusal
from backend.rules.attendance import BadInput, judge_json
from backend.rules.presets import PRESETS, Preset, load

EXAMPLE = {
    "date": "2026-11-02",
    "segments": [["08:30", "12:00"], ["13:30", "17:30"]],
    "punches": [["08:30:00", "in"], ["17:30:00", "out"]],
    "leave": [["08:30", "10:05", "personal", "approved"]],
}


def judge_written(data: Any, rules: Preset, lang: str, zone: ZoneInfo | None = None) -> dict[str, Any]:
    """`{"status", "late_minutes", "early_minutes", "day", "reasons"}`; Refusal with one sentence that names the place
    (`segments[1][0]`) for a day that cannot be read."""
    say = catalogue(lang).say
    try:
        return judge_json(data, zone or ZoneInfo(rules.zone), rules.attendance, say)
    except BadInput as bad:
        raise Refusal("attendance-judge-bad", 422, field=bad.path, text=bad.say(say)) from None


def judge_text(text: str, rules: Preset, lang: str, zone: ZoneInfo | None = None) -> dict[str, Any]:
    """The same for JSON text; what is no JSON is refused with its line."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise Refusal(
            "attendance-judge-not-json", 422, field="day", line=error.lineno, column=error.colno
        ) from None
    except ValueError:  # a number of more digits than Python reads
        raise Refusal("shell-error-does-not-fit", 422, field="day") from None
    return judge_written(data, rules, lang, zone)


def preset_named(name: str) -> Preset:
    """One of the presets; refused with the known names for any other."""
    if name not in PRESETS:
        raise Refusal("attendance-judge-preset", 422, field="preset", known=", ".join(PRESETS))
    return load(name)
