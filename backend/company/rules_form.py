"""The common parameters of a department as a form: which there are, their rules' ids, and how they are read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backend.rules.presets import Preset


@dataclass(frozen=True, slots=True)
class Parameter:
    """One field. `kind`: number, switch, time, text, choice or posts; `rule` the rule's id, if it has one."""

    section: str
    name: str
    kind: str
    rule: str
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.section}.{self.name}"


def _section(section: str, *parameters: tuple[Any, ...]) -> tuple[Parameter, ...]:
    return tuple(Parameter(section, *parameter) for parameter in parameters)


FORM: tuple[tuple[Parameter, ...], ...] = (
    _section(
        "attendance",
        ("grace_minutes", "number", "R-ATT-2"),
        ("early_is_absence", "switch", "R-ATT-4"),
        ("absence_after_minutes", "number", "R-ATT-5"),
        ("overstay_is_absence", "switch", "R-ATT-5"),
        ("window_before_minutes", "number", ""),
        ("window_after_minutes", "number", ""),
        ("place", "choice", "", ("none", "geofence", "door")),
        ("max_accuracy_m", "number", ""),
        ("bound_device", "switch", ""),
        ("offline_hours", "number", "R-ATT-8"),
        ("offline_drift_seconds", "number", "R-ATT-8"),
    ),
    _section("rota", ("swap_approval", "switch", "R-ROTA-6")),
    _section("rest", ("days_per_week", "number", "R-ROTA-3")),
    _section(
        "leave",
        ("notice_days", "number", "R-LEAVE-2"),
        ("backfill_days", "number", "R-LEAVE-2"),
        ("personal_supervisor_days", "number", "R-LEAVE-3"),
        ("sick_backfill_days", "number", "R-LEAVE-4"),
        ("sick_certificate_after_days", "number", "R-LEAVE-4"),
        ("sick_supervisor_days", "number", "R-LEAVE-4"),
    ),
    _section(
        "penalties",
        ("fines", "text", "R-ATT-10"),
        ("day_pay", "switch", "R-ATT-10"),
        ("outcome", "choice", "R-ATT-10", ("dismissal", "left")),
        ("in_row", "number", "R-ATT-10"),
        ("in_month", "number", "R-ATT-10"),
        ("in_year", "number", "R-ATT-10"),
        ("pay_day", "number", "R-ATT-11"),
    ),
    _section(
        "hotline",
        ("enabled", "switch", "R-HOT-1"),
        ("opens", "time", "R-HOT-1"),
        ("closes", "time", "R-HOT-1"),
        ("confirm_minutes", "number", "R-HOT-4"),
        ("announce_hours", "number", "R-HOT-2"),
        ("switch_seconds", "number", "R-HOT-3"),
        ("duty_posts", "posts", "R-HOT-1"),
        ("tell_minutes", "number", "R-HOT-4"),
        ("ring_seconds", "number", "R-HOT-2"),
        ("callback_minutes", "number", "R-HOT-6"),
    ),
    _section(
        "messages",
        ("quiet_from", "time", ""),
        ("quiet_until", "time", ""),
        ("bundle_minutes", "number", ""),
        ("prove_phone", "switch", ""),
    ),
    _section(
        "handover",
        ("enabled", "switch", "R-DUTY-2"),
        ("open_minutes", "number", "R-DUTY-2"),
        ("confirm_minutes", "number", "R-DUTY-2"),
    ),
    _section(
        "orders",
        ("reach_minutes", "number", "R-ORD-2"),
        ("warn_minutes", "number", "R-ORD-2"),
        ("saved_at", "time", "R-ORD-5"),
        ("keep_years", "number", "R-ORD-6"),
        ("hand_on_seconds", "number", "R-ORD-4"),
        ("silent_seconds", "number", "R-ORD-4"),
        ("most_held", "number", "R-ORD-4"),
        ("service_hours_only", "switch", "R-ORD-2"),
        ("opens", "time", "R-ORD-2"),
        ("closes", "time", "R-ORD-2"),
        ("problem_hours", "number", "R-ORD-3"),
        ("finance_posts", "text", "R-ORD-3"),
        ("return_hours", "number", "R-ORD-7"),
        ("check_hours", "number", "R-ORD-7"),
        ("complaint_hours", "number", "R-CS-2"),
        ("review_hours", "number", "R-CS-2"),
        ("follow_up_hours", "number", "R-CS-2"),
    ),
    _section(
        "dispatch",
        ("list_closed", "time", "R-SHIP-1"),
        ("out_of_warehouse", "time", "R-SHIP-1"),
        ("packed", "time", "R-SHIP-1"),
    ),
    _section("counts", ("every_days", "number", "R-STK-4")),
    _section("passwords", ("min_length", "number", "R-PPL-2"), ("change_days", "number", "R-PPL-2")),
    _section("leaving", ("notice_days", "number", "R-PPL-3"), ("handover_days", "number", "R-PPL-3")),
)
LISTS = ("fines", "duty_posts", "finance_posts")
SECTIONS = {parameters[0].section: parameters for parameters in FORM}


def value_of(rules: Preset, parameter: Parameter) -> Any:
    """As the field shows it."""
    value = getattr(getattr(rules, parameter.section), parameter.name)
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return value if isinstance(value, bool | int) else str(value)


def with_section(rules: Preset, section: str, given: dict[str, str]) -> Preset:
    """The rules with one section as the form gives it; PresetError names the field that does not fit."""
    data = rules.to_dict()
    data[section] = {
        **data[section],
        **{each.name: _read(each, given.get(each.name, "")) for each in SECTIONS[section]},
    }
    return Preset.from_dict(data)


def with_coverage(rules: Preset, minimums: list[str]) -> Preset:
    """The rules with other coverage minimums, in the order in which they stand."""
    data = rules.to_dict()
    for row, minimum in zip(data["coverage"], minimums, strict=False):
        row["minimum"] = _number(minimum)
    return Preset.from_dict(data)


def _read(parameter: Parameter, text: str) -> Any:
    if parameter.kind == "switch":
        return text == "1"
    if parameter.kind == "number":
        return _number(text)
    if parameter.name in LISTS:
        return [
            part.strip() for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip()
        ]
    return text


def _number(text: str) -> Any:
    """What is not a number stays text, so that the rules' own reader says so."""
    return int(text) if text.isdecimal() and len(text) < 9 else text
