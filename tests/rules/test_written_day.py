"""A day as people write it down, and what they are told when it cannot be read."""

from copy import deepcopy

import pytest

from backend.rules.attendance import BadInput, from_json, judge_json
from backend.rules.clock import DEFAULT_ZONE
from backend.rules.presets import load

DAY_SPLIT = load("day-split").attendance
EXAMPLE = {
    "date": "2026-11-02",
    "segments": [["08:30", "12:00"], ["13:30", "17:30"]],
    "punches": [["08:30:00", "in"], ["17:30:00", "out"]],
    "leave": [["08:30", "10:05", "personal", "approved"]],
}


def translate(message: str, **args) -> str:
    return f"{message} {args}"


def test_the_answer_has_status_minutes_day_and_reasons():
    early = EXAMPLE | {"punches": [["08:30:00", "in"], ["17:00:00", "out"]]}
    answer = judge_json(early, DEFAULT_ZONE, DAY_SPLIT, translate)
    assert (answer["status"], answer["late_minutes"], answer["early_minutes"]) == ("absent", 0, 30)
    assert answer["day"] == "2026-11-02"
    assert [reason["rule"] for reason in answer["reasons"]] == ["R-ATT-3", "R-ATT-4"]
    assert "17:00" in answer["reasons"][0]["text"]


def test_leave_that_was_not_used_is_no_leave():
    assert judge_json(EXAMPLE, DEFAULT_ZONE, DAY_SPLIT, translate)["status"] == "present"


def test_punches_and_leave_may_be_left_out():
    assert from_json({"date": "2026-11-02", "segments": []}).segments == ()


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        ({"date": "2026-13-02"}, "date", "rules-input-bad-date"),
        ({"date": "20261102"}, "date", "rules-input-bad-date"),
        ({"date": 20261102}, "date", "rules-input-bad-date"),
        ({"segment": []}, "segment", "rules-input-unknown-key"),
        ({"segments": "08:30"}, "segments", "rules-input-not-a-list"),
        ({"segments": [["08:30"]]}, "segments[0]", "rules-input-segment-shape"),
        ({"segments": [["08:30", "8:45"]]}, "segments[0][1]", "rules-input-bad-time"),
        ({"segments": [["22:00", "06:00"]]}, "segments[0]", "rules-input-ends-before-start"),
        (
            {"segments": [["08:30", "12:00"], ["11:59", "13:00"]]},
            "segments[1]",
            "rules-input-segments-overlap",
        ),
        (
            {"segments": [["13:30", "17:30"], ["08:30", "12:00"]]},
            "segments[1]",
            "rules-input-segments-overlap",
        ),
        ({"punches": [["08:30", "in"], ["12:00", "lunch"]]}, "punches[1][1]", "rules-input-not-one-of"),
        ({"punches": [["08:30", ["in"]]]}, "punches[0][1]", "rules-input-not-one-of"),
        ({"punches": [["half past", "in"]]}, "punches[0][0]", "rules-input-bad-time"),
        ({"punches": [None]}, "punches[0]", "rules-input-punch-shape"),
        ({"punches": None}, "punches", "rules-input-not-a-list"),
        ({"leave": [["08:30", "10:05", "personal"]]}, "leave[0]", "rules-input-leave-shape"),
        ({"leave": [["08:30", "10:05", "holiday", "approved"]]}, "leave[0][2]", "rules-input-not-one-of"),
        ({"leave": [["08:30", "10:05", "sick", "rejected"]]}, "leave[0][3]", "rules-input-not-one-of"),
        ({"leave": [["10:05", "08:30", "sick", "approved"]]}, "leave[0]", "rules-input-ends-before-start"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_place(change, path, message):
    with pytest.raises(BadInput) as fault:
        from_json(deepcopy(EXAMPLE) | change)
    assert (fault.value.path, fault.value.message) == (path, message)
    assert path in fault.value.say(translate)


@pytest.mark.parametrize("data", [None, [], "2026-11-02", 7])
def test_a_day_is_an_object(data):
    with pytest.raises(BadInput):
        from_json(data)


@pytest.mark.parametrize("key", ["date", "segments"])
def test_what_is_needed_is_asked_for(key):
    with pytest.raises(BadInput) as fault:
        from_json({name: value for name, value in EXAMPLE.items() if name != key})
    assert (fault.value.path, fault.value.message) == (key, "rules-input-missing")


def test_the_last_day_of_the_calendar_is_refused_not_broken():
    with pytest.raises(BadInput):
        from_json({"date": "9999-12-31", "segments": [["22:00", "06:00+1"]]})
