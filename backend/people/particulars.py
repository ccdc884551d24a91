"""What is written down about a person, cleaned of what keyboards and spreadsheets add to it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from backend.infra.refusal import Refusal

NAME_LENGTH = 60
NUMBER_LENGTH = 32

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,47}", re.IGNORECASE)
_CHINA_MOBILE = re.compile(r"1[3-9]\d{9}")
_FOREIGN_MOBILE = re.compile(r"\+\d{8,15}")
_SHORTENED = re.compile(r"\d(\.\d+)?e\+?\d+", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_PACKED_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")


def plain(text: str | None) -> str:
    """Full-width letters and digits made normal, outer spaces and a spreadsheet's leading apostrophe removed."""
    normal = unicodedata.normalize("NFKC", text or "").strip()
    return normal[1:].strip() if normal[:1] in ("'", "’", "‘", "`") else normal


def clean_name(text: str | None) -> str:
    """A name as people write it: one line, at most 60 characters."""
    name = " ".join(plain(text).split())
    if not name:
        raise Refusal("people-name-missing", field="name")
    if len(name) > NAME_LENGTH or any(unicodedata.category(sign) == "Cc" for sign in name):
        raise Refusal("people-name-wrong", field="name", limit=NAME_LENGTH)
    return name


def clean_login(text: str | None) -> str:
    """A log-in name: 2 to 48 letters, digits, dots, dashes, underscores or @; compared without case."""
    login = plain(text)
    if not login:
        raise Refusal("people-login-missing", field="login")
    if _SHORTENED.fullmatch(login) or not _LOGIN.fullmatch(login):
        raise Refusal("people-login-wrong", field="login", login=login[:60])
    return login


def clean_mobile(text: str | None) -> str | None:
    """`13812345678` for a mainland number, `+` and digits for any other; None when nothing was given."""
    given = re.sub(r"[\s()\-–—]", "", plain(text))
    if not given:
        return None
    if _SHORTENED.fullmatch(given):
        raise Refusal("people-mobile-shortened", field="mobile", mobile=given[:30])
    given = re.sub(r"^(\+86|0086|86(?=1[3-9]\d{9}$))", "", given)
    given = re.sub(r"^00", "+", given)
    if not (_CHINA_MOBILE.fullmatch(given) or _FOREIGN_MOBILE.fullmatch(given)):
        raise Refusal("people-mobile-wrong", field="mobile", mobile=given[:30])
    return given


def clean_number(text: str | None) -> str | None:
    """An employee number, kept as written (leading zeros count); None when nothing was given."""
    number = plain(text)
    if not number:
        return None
    if len(number) > NUMBER_LENGTH or _SHORTENED.fullmatch(number) or not number.isprintable():
        raise Refusal("people-number-wrong", field="employee_number", limit=NUMBER_LENGTH)
    return number


def read_date(text: str | None, field: str) -> date | None:
    """`2026-11-02`, `2026/11/2`, `2026.11.2`, `2026年11月2日` or `20261102`; None when nothing was given."""
    given = re.sub(r"\s+(00:00(:00)?)?$", "", plain(text).replace(" 00:00:00", ""))
    if not given:
        return None
    parts = _DATE.fullmatch(given) or _PACKED_DATE.fullmatch(given)
    try:
        if parts is None:
            raise ValueError(given)
        day = date(int(parts[1]), int(parts[2]), int(parts[3]))
        if not 1950 <= day.year <= 2100:
            raise ValueError(given)
    except ValueError:
        raise Refusal("people-date-wrong", field=field, date=given[:30]) from None
    return day


def suggested_login(employee_number: str | None, mobile: str | None) -> str | None:
    """The log-in of somebody who was given none: the employee number, else the mobile number."""
    for candidate in (employee_number, mobile):
        if candidate and _LOGIN.fullmatch(candidate):
            return candidate.lower()
    return None
