"""Every kind of message can be said in every language, with what it says it needs, and nothing personal when locked."""

from __future__ import annotations

import inspect
import re

import pytest

from backend.infra.catalogue import FRONTEND, LANGUAGES, catalogue
from backend.notifications.actions import tell
from backend.rules.messages import KINDS, Kind


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_has_its_sentences(kind: Kind, lang: str) -> None:
    say = catalogue(lang)
    assert all(say.knows(f"message-{kind.key}-{part}") for part in ("title", "body", "push"))
    assert say.knows(f"messages-kind-{kind.key}"), "the desk has a name for it"
    assert say.plain(f"message-{kind.key}-title") and say.plain(f"message-{kind.key}-push"), "names nobody"
    assert "{" not in say.say(f"message-{kind.key}-body", **dict.fromkeys(kind.args, "–"))


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_the_sentences_use_what_the_kind_says_it_is_given(lang: str) -> None:
    text = (FRONTEND / "locales" / lang / "messages.ftl").read_text("utf-8")
    for kind in KINDS.values():
        said = re.search(rf"^message-{kind.key}-body = (.*(?:\n[ }}].*)*)", text, re.MULTILINE)
        assert said is not None
        assert set(re.findall(r"\$(\w+)", said[1])) == set(kind.args), kind.name


def test_no_word_of_a_sentence_is_a_parameter_of_telling() -> None:
    taken = set(inspect.signature(tell).parameters) - {"args"}
    assert not taken & {name for kind in KINDS.values() for name in kind.args}
