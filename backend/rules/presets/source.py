"""Presets as TOML text: read with the line of every fault, and written."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from backend.rules.presets import shape
from backend.rules.presets.fault import PresetError
from backend.rules.presets.preset import Preset

_AT_LINE = re.compile(r"\s*\(at (?:line (\d+)|end of document).*\)$")
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""\s*([\w."'-]+)\s*=""")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def parse(text: str) -> Preset:
    """A preset out of TOML text; PresetError names key, reason and, where it can be found, the line."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        where = _AT_LINE.search(str(fault))
        line = int(where[1]) if where and where[1] else text.count("\n") + 1
        raise PresetError("$", _reason(_AT_LINE.sub("", str(fault))), line=line) from None
    try:
        return Preset.from_dict(data)
    except PresetError as fault:
        fault.line = _line_of(text, fault.key)
        raise


_SAID = (
    (r"after a statement", "two-in-a-line"),
    (r"Expected '='|Invalid statement|key part|table declaration|array declaration", "statement"),
    (r"Unclosed|Expected ", "unclosed"),
    (r"Unterminated|Illegal character '\\n'", "quotes"),
    (r"Unescaped|hex value|Escaped character", "backslash"),
    (r"Cannot|Duplicate", "twice"),
    (r"Invalid value|date or datetime", "value"),
)
"""What Python's reader says, in English alone, and which sentence of ours says the same."""


def _reason(said: str) -> str:
    known = (name for words, name in _SAID if re.search(words, said))
    return f"rules-preset-toml-{next(known, 'character')}"


def to_toml(preset: Preset) -> str:
    """The same preset as TOML text, complete; comments of an earlier text are not kept."""
    return "\n".join(_table(shape.plain(preset, shape.as_tables), ())).strip() + "\n"


def _table(data: dict[str, Any], path: tuple[str, ...]) -> list[str]:
    """Plain values first, then sub-tables: TOML wants it so."""
    lines, below = [], []
    for key, value in data.items():
        if isinstance(value, dict) and not _inline(value):
            below += _table(value, (*path, key))
        elif isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            for row in value:
                below += ["", f"[[{_dotted((*path, key))}]]", *_table(row, ())]
        else:
            lines.append(f"{_name(key)} = {_value(value)}")
    head = ["", f"[{_dotted(path)}]"] if path and (lines or not below) else []
    return head + lines + below


def _inline(value: dict[str, Any]) -> bool:
    return set(value) == {"zh", "en"}


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return "[" + ", ".join(_value(part) for part in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_name(key)} = {_value(part)}" for key, part in value.items()) + " }"
    return str(value)


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else _escaped(char) for char in escaped) + '"'


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(_name(part) for part in path)


def _name(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _line_of(text: str, key: str) -> int | None:
    """The line of a dotted key, or of the nearest part above it that is written down."""
    wanted = re.sub(r"\[\d+\]", lambda found: "." + found[0][1:-1], key).split(".")
    best, found = 0, None
    table: list[str] = []
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            name = header[2].replace('"', "")
            table = name.split(".")
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                table.append(str(counts[name]))
            here = table
        else:
            match = _KEY.match(line)
            if not match:
                continue
            here = table + match[1].replace('"', "").split(".")
        if len(here) <= len(wanted) and wanted[: len(here)] == here and len(here) > best:
            best, found = len(here), number
    return found
