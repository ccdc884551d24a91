"""A department's rules as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from backend.rules.attendance.parameters import AttendanceParameters
from backend.rules.attendance.penalties import PenaltyParameters
from backend.rules.names import Names
from backend.rules.permissions import DATA_ADMINISTRATOR, ORDINARY, allowed, starting_level, withheld
from backend.rules.presets import shape
from backend.rules.presets.checks import check
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
from backend.rules.rota.coverage import Requirement
from backend.rules.rota.rest import RestParameters
from backend.rules.rota.templates import ShiftTemplate


@dataclass(frozen=True, slots=True)
class Preset:
    """What a department starts from, and its own copy of it afterwards. Named parts keep their order."""

    code: str
    names: Names
    about: Names
    roles: dict[str, Role]
    posts: dict[str, Post]
    shifts: dict[str, ShiftTemplate]
    zone: str = "Asia/Shanghai"
    rotations: dict[str, RotationDefault] = field(default_factory=dict)
    coverage: tuple[Requirement, ...] = ()
    rota: RotaParameters = field(default_factory=RotaParameters)
    rest: RestParameters = field(default_factory=RestParameters)
    attendance: AttendanceParameters = field(default_factory=AttendanceParameters)
    leave: LeaveParameters = field(default_factory=LeaveParameters)
    penalties: PenaltyParameters = field(default_factory=PenaltyParameters)
    hotline: HotlineParameters = field(default_factory=HotlineParameters)
    messages: MessageParameters = field(default_factory=MessageParameters)
    handover: HandoverParameters = field(default_factory=HandoverParameters)
    orders: OrderParameters = field(default_factory=OrderParameters)
    dispatch: DispatchParameters = field(default_factory=DispatchParameters)
    counts: CountParameters = field(default_factory=CountParameters)
    passwords: PasswordParameters = field(default_factory=PasswordParameters)
    leaving: LeavingParameters = field(default_factory=LeavingParameters)

    @classmethod
    def from_dict(cls, data: Any) -> Preset:
        """Reads what `to_dict` or a TOML file gives; PresetError names the key and the reason."""
        preset = shape.read(cls, data)
        check(preset)
        return preset

    def to_dict(self) -> dict[str, Any]:
        """As JSON keeps it: named parts are lists, amounts and times are text."""
        return shape.plain(self, shape.as_list)

    @property
    def permissions(self) -> dict[str, frozenset[str]]:
        """The permission map: what the holders of each role may do."""
        return {code: frozenset(role.permissions) for code, role in self.roles.items()}

    def permissions_of(self, role: str, level: int = DATA_ADMINISTRATOR) -> frozenset[str]:
        """What holders of a role may do at a level (R-PPL-1); nothing for a role that is no longer there."""
        found = self.roles.get(role)
        return allowed(found.permissions, level) if found else frozenset()

    def withheld_from(self, role: str, level: int) -> tuple[str, ...]:
        """What the role would give and the level does not allow."""
        found = self.roles.get(role)
        return withheld(found.permissions, level) if found else ()

    def starting_level_of(self, role: str) -> int:
        """The level at which whoever is hired into the role begins: 1 or 2."""
        found = self.roles.get(role)
        return starting_level(found.permissions) if found else ORDINARY
