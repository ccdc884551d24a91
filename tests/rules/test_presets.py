"""The four presets hold what the documents say, and a wrong one is refused with the key and the reason."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.rules.clock import WallTime
from backend.rules.permissions import PERMISSIONS
from backend.rules.presets import PRESETS, Preset, PresetError, load, parse, source, to_toml


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_survives_the_database_and_the_editor(name):
    preset = load(name)
    assert preset.code == name
    kept = json.loads(json.dumps(preset.to_dict(), sort_keys=True))
    again = Preset.from_dict(kept)
    assert again == preset == parse(to_toml(preset))
    assert list(again.posts) == list(preset.posts), "posts keep their order"
    assert list(again.shifts) == list(preset.shifts)


@pytest.mark.parametrize("name", PRESETS)
def test_every_department_has_the_standard_roles_and_somebody_for_each_approval(name):
    permissions = load(name).permissions
    assert {"staff", "lead", "manager"} <= set(permissions)
    everything = frozenset().union(*permissions.values())
    assert everything == set(PERMISSIONS) - {"company.manage"}
    for one in ("marketing", "it", "general"):
        holders = [role for role, held in permissions.items() if f"people.level.{one}" in held]
        assert len(holders) == 1, "two approvals come from two sides (R-PPL-1)"


def test_an_unknown_role_may_do_nothing():
    assert load("day-split").permissions_of("ghost") == frozenset()


def test_headcounts_of_the_three_shift_department():
    assert sum(post.headcount for post in load("three-shift").posts.values()) == 8


def test_what_only_one_document_asks_for():
    split, mall, early = load("day-split"), load("mall-service"), load("early-late")
    assert (split.attendance.early_is_absence, split.attendance.absence_after_minutes) == (True, 60)
    assert split.penalties.fines == (Decimal("100.00"), Decimal("300.00"))
    assert [requirement.minimum for requirement in split.coverage] == [2]
    assert (mall.hotline.enabled, str(mall.hotline.opens), str(mall.hotline.closes)) == (
        True,
        "08:30",
        "21:00",
    )
    assert (mall.counts.every_days, mall.passwords.change_days, mall.orders.reach_minutes) == (2, 90, 10)
    assert (early.rest.days_per_week, early.rest.weekdays) == (1, ("sat", "sun"))
    assert {load(name).attendance.grace_minutes for name in PRESETS} == {0}


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ("[attendance]", "[attendance]\ngrace = 5", "attendance.grace", "unknown-key"),
        ('code = "day-split"\n', "", "code", "missing-key"),
        (
            "early_is_absence = true",
            'early_is_absence = "yes"',
            "attendance.early_is_absence",
            "not-true-or-false",
        ),
        (
            "absence_after_minutes = 60",
            "absence_after_minutes = 6000",
            "attendance.absence_after_minutes",
            "out-of-range",
        ),
        (
            "absence_after_minutes = 60",
            "absence_after_minutes = 60.5",
            "attendance.absence_after_minutes",
            "not-a-number",
        ),
        (
            "absence_after_minutes = 60",
            "absence_after_minutes = true",
            "attendance.absence_after_minutes",
            "not-a-number",
        ),
        ('"100.00"', "100.0", "penalties.fines[0]", "bad-amount"),
        ('"300.00"', '"300.005"', "penalties.fines[1]", "bad-amount"),
        ('"300.00"', '"NaN"', "penalties.fines[1]", "bad-amount"),
        (
            '["13:30", "17:30"]]\ncolour',
            '["11:30", "17:30"]]\ncolour',
            "shifts.day.segments[1]",
            "segments-overlap",
        ),
        (
            '["13:30", "17:30"]]\ncolour',
            '["17:30", "13:30"]]\ncolour',
            "shifts.day.segments[1]",
            "segment-ends-before-start",
        ),
        (
            '["13:30", "17:30"]]\ncolour',
            '["13:30", "08:31+1"]]\ncolour',
            "shifts.day.segments[1]",
            "segments-too-long",
        ),
        (
            '["13:30", "17:30"]]\ncolour',
            '["13:30", "17.30"]]\ncolour',
            "shifts.day.segments[1][1]",
            "bad-time",
        ),
        ('["13:30", "17:30"]]\ncolour', '["13:30"]]\ncolour', "shifts.day.segments[1]", "list-length"),
        (
            '"12:00"], ["13:30", "17:30"]]\ncolour',
            '"09:00"]]\nbreak_minutes = 30\ncolour',
            "shifts.day.break_minutes",
            "break-too-long",
        ),
        ('superior = "supervisor"', 'superior = "chief"', "posts.pre-sales.superior", "unknown-post"),
        (
            "[posts.supervisor]",
            '[posts.supervisor]\nsuperior = "planner"',
            "posts.supervisor.superior",
            "superior-circle",
        ),
        ('role = "manager"', 'role = "chief"', "posts.supervisor.role", "unknown-role"),
        ("headcount = 2", 'headcount = "2"', "posts.pre-sales.headcount", "not-a-number"),
        ('"rota.edit"', '"rota.rub-out"', "roles.lead.permissions[6]", "unknown-permission"),
        ('"department.rules"', '"rota.view"', "roles", "nobody-in-charge"),
        ('"day day"', '"day night"', "rotations.duty.pattern", "unknown-shift"),
        ('kind = "turns"', 'kind = "rounds"', "rotations.duty.pattern.kind", "not-one-of"),
        (
            '"pre-sales", "after-sales"]',
            '"pre-sale", "after-sales"]',
            "rotations.duty.posts[0]",
            "unknown-post",
        ),
        ('"Asia/Shanghai"', '"Asia/Atlantis"', "zone", "unknown-zone"),
        ('"Asia/Shanghai"', '"../etc/passwd"', "zone", "unknown-zone"),
        ("minimum = 2", "minimum = 0", "coverage[0].minimum", "out-of-range"),
        ("minimum = 2", 'minimum = 2\nweekdays = ["funday"]', "coverage[0].weekdays[0]", "not-one-of"),
        (
            'names = { zh = "美工", en = "Designer" }',
            'names = { zh = "美工" }',
            "posts.designer.names.en",
            "missing-key",
        ),
        ("[leave]", '[dispatch]\npacked = "14:30"\n[leave]', "dispatch", "deadlines-out-of-order"),
        ("[leave]", '[hotline]\ncloses = "08:00"\n[leave]', "hotline.closes", "closes-before-it-opens"),
        ("[leave]", "[orders]\nwarn_minutes = 10\n[leave]", "orders.warn_minutes", "warns-too-early"),
        ("[posts.designer]", '[posts."art design"]', "posts.art design", "bad-code"),
    ],
)
def test_a_wrong_preset_is_refused_with_the_key_and_the_reason(old, new, key, message):
    text = source("day-split")
    assert old in text
    with pytest.raises(PresetError) as fault:
        parse(text.replace(old, new))
    assert (fault.value.key, fault.value.message) == (key, f"rules-preset-{message}")


def test_the_line_of_the_fault_is_found():
    text = source("day-split").replace("headcount = 2", "headcount = -2", 1)
    with pytest.raises(PresetError) as fault:
        parse(text)
    assert text.splitlines()[fault.value.line - 1] == "headcount = -2"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('code = "x"\nnames = {', 2, "statement"),
        ('code = "x"\nnames = { zh = "a", en = "b"', 2, "unclosed"),
        ("code = [1, 2", 1, "unclosed"),
        ("code = [1 2]", 1, "unclosed"),
        ('\ncode = "x', 2, "quotes"),
        ('code = "x\ny"', 1, "quotes"),
        ("code", 1, "statement"),
        ("= 3", 1, "statement"),
        ("[posts\n", 1, "statement"),
        ('code = "x" "y"', 1, "two-in-a-line"),
        ("code = x", 1, "value"),
        ("code = 2026-02-30", 1, "value"),
        ('code = "\\q"', 1, "backslash"),
        ('code = "a"\ncode = "b"', 2, "twice"),
        ("[rota]\n[rota]", 2, "twice"),
        ("names = { zh = 1, zh = 2 }", 1, "twice"),
        ("code = 1 # \x01", 1, "character"),
    ],
)
def test_broken_toml_is_refused_with_its_line_and_in_our_own_words(text: str, line: int, what: str):
    with pytest.raises(PresetError) as fault:
        parse(text)
    assert (fault.value.message, fault.value.line) == (f"rules-preset-toml-{what}", line)


@pytest.mark.parametrize("data", [None, [], {}, {"posts": 3}, {"code": "x", "posts": [{"role": "staff"}]}])
def test_what_the_database_could_hold_is_checked_too(data):
    with pytest.raises(PresetError):
        Preset.from_dict(data)


def test_only_the_four_are_presets():
    with pytest.raises(KeyError):
        load("../../settings")


words = st.text(min_size=1, max_size=12).filter(str.strip)


@given(words, words, st.integers(0, 120), st.integers(0, 86399), st.decimals(0, 9999, places=2))
@settings(max_examples=60)
def test_an_edited_copy_is_written_and_read_back(zh, en, grace, closes, fine):
    data = load("day-split").to_dict()
    data["names"] = {"zh": zh, "en": en}
    data["attendance"]["grace_minutes"] = grace
    data["hotline"] |= {"opens": "00:00", "closes": str(WallTime(max(1, closes)))}
    data["penalties"]["fines"] = [str(fine)]
    preset = Preset.from_dict(data)
    assert parse(to_toml(preset)) == preset
