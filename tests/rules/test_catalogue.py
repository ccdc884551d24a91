"""Everything that the rules may say has a sentence in both languages, with the same blanks to fill."""

import re
from pathlib import Path

import pytest

from backend.rules.attendance import LEAVE_KINDS, PUNCH_KINDS, STATUSES, status_message
from backend.rules.permissions import PERMISSIONS, meaning

ROOT = Path(__file__).parents[2]
SAID = sorted(
    {
        found
        for path in (ROOT / "backend/rules").rglob("*.py")
        for found in re.findall(r'"(rules-[a-z-]*[a-z])"', path.read_text("utf-8"))
    }
    | {status_message(status) for status in STATUSES}
    | {meaning(permission) for permission in PERMISSIONS}
    | {f"rules-leave-kind-{kind}" for kind in LEAVE_KINDS}
    | {f"rules-punch-{kind.replace('_', '-')}" for kind in PUNCH_KINDS}
    | {f"rules-reason-missing-{way}" for way in ("in", "out")}
    | {f"rules-penalty-{end}-{over}" for end in ("dismissal", "left") for over in ("row", "month", "year")}
)


def sentences(lang: str) -> dict[str, str]:
    text = (ROOT / f"frontend/locales/{lang}/rules.ftl").read_text("utf-8")
    return dict(re.findall(r"^([a-z][\w-]*) =((?:.|\n )*)$", text, re.MULTILINE))


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_every_sentence_is_there(lang):
    assert set(SAID) <= set(sentences(lang))


def test_both_languages_fill_in_the_same_values():
    chinese, english = sentences("zh-Hans"), sentences("en")
    assert chinese.keys() == english.keys()
    for message in SAID:
        blanks = [set(re.findall(r"\$(\w+)", text[message])) for text in (chinese, english)]
        assert blanks[0] == blanks[1], message
