"""Dataclasses out of plain data and back, by their type hints; every fault names its place.

Named parts (`shifts.A`) are tables by their code in TOML, and a list with `code` in JSON, because a JSON object in the
database does not keep its order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from backend.rules.clock import WallTime
from backend.rules.presets.fault import PresetError

_CODE = re.compile(r"[A-Za-z0-9一-鿿][A-Za-z0-9一-鿿_-]{0,39}")


def read(kind: Any, given: Any, path: str = "", bounds: Any = None) -> Any:
    """`given` as a value of the type `kind`; PresetError with the dotted key where it is not one."""
    if kind in _READERS:
        return _READERS[kind](given, path, bounds or {})
    if is_dataclass(kind):
        return _dataclass(kind, given, path)
    origin = get_origin(kind)
    if origin is UnionType:
        return None if given is None else read(get_args(kind)[0], given, path, bounds)
    if origin is dict:
        return _named(get_args(kind)[1], given, path)
    return _tuple(get_args(kind), given, path, bounds or {})


def plain(value: Any, named: Callable[[dict[str, Any]], Any]) -> Any:
    """Only dicts, lists, strings, numbers and booleans; `named` writes the parts that have a code."""
    if isinstance(value, (WallTime, Decimal)):
        return str(value)
    if is_dataclass(value):
        pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: plain(part, named) for name, part in pairs if part is not None}
    if isinstance(value, dict):
        return named({code: plain(part, named) for code, part in value.items()})
    if isinstance(value, (tuple, list)):
        return [plain(part, named) for part in value]
    return value


def as_tables(parts: dict[str, Any]) -> dict[str, Any]:
    """How TOML writes named parts."""
    return parts


def as_list(parts: dict[str, Any]) -> list[dict[str, Any]]:
    """How JSON writes named parts."""
    return [{"code": code, **part} for code, part in parts.items()]


def _dataclass(kind: Any, given: Any, path: str) -> Any:
    if not isinstance(given, dict):
        raise PresetError(path or "$", "rules-preset-not-a-table")
    known = _fields(kind)
    for key in given:
        if key not in known:
            raise PresetError(_join(path, str(key)), "rules-preset-unknown-key", {"known": ", ".join(known)})
    values = {}
    for key, (field, hint) in known.items():
        if key in given:
            values[key] = read(hint, given[key], _join(path, key), field.metadata)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise PresetError(_join(path, key), "rules-preset-missing-key")
    return kind(**values)


@cache
def _fields(kind: Any) -> dict[str, tuple[Field, Any]]:
    hints = get_type_hints(kind)
    return {field.name: (field, hints[field.name]) for field in fields(kind)}


def _named(kind: Any, given: Any, path: str) -> dict[str, Any]:
    if isinstance(given, list):
        given = dict(_coded(row, f"{path}[{n}]") for n, row in enumerate(given))
    if not isinstance(given, dict):
        raise PresetError(path, "rules-preset-not-a-table")
    for code in given:
        if not _CODE.fullmatch(code):
            raise PresetError(_join(path, code), "rules-preset-bad-code")
    return {code: read(kind, part, _join(path, code)) for code, part in given.items()}


def _coded(row: Any, path: str) -> tuple[str, dict[str, Any]]:
    if not isinstance(row, dict) or not isinstance(row.get("code"), str):
        raise PresetError(f"{path}.code", "rules-preset-missing-key")
    return row["code"], {key: part for key, part in row.items() if key != "code"}


def _tuple(kinds: tuple[Any, ...], given: Any, path: str, bounds: Any) -> tuple[Any, ...]:
    if not isinstance(given, list):
        raise PresetError(path, "rules-preset-not-a-list")
    if kinds[-1] is not ...:
        if len(given) != len(kinds):
            raise PresetError(path, "rules-preset-list-length", {"count": len(kinds)})
        return tuple(
            read(kind, part, f"{path}[{n}]") for n, (kind, part) in enumerate(zip(kinds, given, strict=True))
        )
    return tuple(read(kinds[0], part, f"{path}[{n}]", bounds) for n, part in enumerate(given))


def _int(given: Any, path: str, bounds: Any) -> int:
    if not isinstance(given, int) or isinstance(given, bool):
        raise PresetError(path, "rules-preset-not-a-number")
    low, high = bounds.get("low", given), bounds.get("high", given)
    if not low <= given <= high:
        raise PresetError(path, "rules-preset-out-of-range", {"given": given, "low": low, "high": high})
    return given


def _bool(given: Any, path: str, bounds: Any) -> bool:
    if not isinstance(given, bool):
        raise PresetError(path, "rules-preset-not-true-or-false")
    return given


def _str(given: Any, path: str, bounds: Any) -> str:
    if not isinstance(given, str):
        raise PresetError(path, "rules-preset-not-text")
    known = bounds.get("choices")
    if known and given not in known:
        raise PresetError(path, "rules-preset-not-one-of", {"given": given, "known": ", ".join(known)})
    if not given.strip():
        raise PresetError(path, "rules-preset-empty")
    return given


def _wall(given: Any, path: str, bounds: Any) -> WallTime:
    try:
        return WallTime.parse(given)
    except ValueError:
        raise PresetError(path, "rules-preset-bad-time", {"given": str(given)}) from None


def _money(given: Any, path: str, bounds: Any) -> Decimal:
    """CNY with at most two decimals, written as text: a float would already be somebody else's amount."""
    try:
        amount = Decimal(given) if isinstance(given, str) else Decimal("NaN")
        exact = amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        exact = amount = Decimal("NaN")
    if not amount.is_finite() or exact != amount or not 0 <= exact < 10**8:
        raise PresetError(path, "rules-preset-bad-amount", {"given": str(given)})
    return exact


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


_READERS = {int: _int, bool: _bool, str: _str, WallTime: _wall, Decimal: _money}
