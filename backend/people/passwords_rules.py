"""R-PPL-2: what a password must be. One clear sentence says what is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SHORTEST = 10
LONGEST = 128
GUESSABLE = 1  # zxcvbn's score up to which a million guesses are enough


def fault_of(password: str, about: Iterable[str | None], shortest: int = SHORTEST) -> str | None:
    """The message id of what is wrong with a password, or None.

    `about` are words that others know of its owner: log-in name, name, mobile, employee number. Runs for some
    milliseconds (dictionaries): call it beside the event loop.
    """
    password = unicodedata.normalize("NFKC", password)
    if len(password) < shortest:
        return "identity-password-short"
    if len(password) > LONGEST:
        return "identity-password-long"
    if password[0].isdigit():
        return "identity-password-digit"
    words = [word for word in about if word]
    if _holds_one_of(password, words):
        return "identity-password-personal"
    return _known(password, words)


def _holds_one_of(password: str, words: list[str]) -> bool:
    folded = password.casefold()
    return any(len(word) >= _telling(word) and word.casefold() in folded for word in words)


def _telling(word: str) -> int:
    """Two Chinese characters are a name; two letters are in every password."""
    return 3 if word.isascii() else 2


def _known(password: str, words: list[str]) -> str | None:
    from zxcvbn import zxcvbn  # its dictionaries take 15 MB: only where passwords are set

    if len(set(password)) < 4:
        return "identity-password-guessable"
    found = zxcvbn(password[:64], user_inputs=words)
    if any(_is_leaked(match, password) for match in found["sequence"]):
        return "identity-password-known"
    return "identity-password-guessable" if found["score"] <= GUESSABLE else None


def _is_leaked(match: dict, password: str) -> bool:
    """One of the 30,000 most used passwords, with at most some digits or signs around it."""
    if match.get("pattern") != "dictionary" or match.get("dictionary_name") != "passwords":
        return False
    rest = password[: match["i"]] + password[match["j"] + 1 :]
    return len(match["token"]) >= 6 and not re.search(r"[^\W\d_]{3,}", rest) and len(rest) <= 6
