"""The rule sets of the documents, as data that a department starts from and may change."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from backend.rules.presets.fault import PresetError
from backend.rules.presets.parts import (
    CountParameters,
    DispatchParameters,
    HandoverParameters,
    HotlineParameters,
    LeaveParameters,
    LeavingParameters,
    MessageParameters,
    OrderParameters,
    PasswordParameters,
    Post,
    Role,
    RotaParameters,
    RotationDefault,
)
from backend.rules.presets.preset import Preset
from backend.rules.presets.source import parse, to_toml

PRESETS = ("three-shift", "early-late", "day-split", "mall-service")


@cache
def load(name: str) -> Preset:
    """One of PRESETS; KeyError for any other name. Read once."""
    return parse(source(name))


def source(name: str) -> str:
    """The text of one of PRESETS, with its comments: what a department's editor starts from."""
    if name not in PRESETS:
        raise KeyError(name)
    return files(__name__).joinpath(f"{name}.toml").read_text("utf-8")


__all__ = [
    "PRESETS",
    "CountParameters",
    "DispatchParameters",
    "HandoverParameters",
    "HotlineParameters",
    "LeaveParameters",
    "LeavingParameters",
    "MessageParameters",
    "OrderParameters",
    "PasswordParameters",
    "Post",
    "Preset",
    "PresetError",
    "Role",
    "RotaParameters",
    "RotationDefault",
    "load",
    "parse",
    "source",
    "to_toml",
]
