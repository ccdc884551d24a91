"""What no single value shows: whether the parts of a preset fit together."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backend.rules.permissions import PERMISSIONS
from backend.rules.presets.fault import PresetError
from backend.rules.rota.generation import pattern_fault
from backend.rules.rota.templates import segment_fault

if TYPE_CHECKING:
    from backend.rules.presets.preset import Preset


def check(preset: Preset) -> None:
    """PresetError for the first thing that does not fit."""
    _zone(preset)
    _roles(preset)
    _posts(preset)
    _shifts(preset)
    _rotations(preset)
    _coverage(preset)
    _times(preset)


def _zone(preset: Preset) -> None:
    try:
        ZoneInfo(preset.zone)
    except (KeyError, ValueError, OSError):
        raise PresetError("zone", "rules-preset-unknown-zone", {"given": preset.zone}) from None


def _roles(preset: Preset) -> None:
    for code, role in preset.roles.items():
        for n, permission in enumerate(role.permissions):
            if permission not in PERMISSIONS:
                place = f"roles.{code}.permissions[{n}]"
                raise PresetError(place, "rules-preset-unknown-permission", {"given": permission})
    if not any("department.rules" in role.permissions for role in preset.roles.values()):
        raise PresetError("roles", "rules-preset-nobody-in-charge")


def _posts(preset: Preset) -> None:
    for code, post in preset.posts.items():
        if post.role not in preset.roles:
            raise PresetError(f"posts.{code}.role", "rules-preset-unknown-role", {"given": post.role})
        seen = {code}
        above = post.superior
        while above is not None:
            if above not in preset.posts:
                raise PresetError(f"posts.{code}.superior", "rules-preset-unknown-post", {"given": above})
            if above in seen:
                raise PresetError(f"posts.{code}.superior", "rules-preset-superior-circle", {"given": above})
            seen.add(above)
            above = preset.posts[above].superior


def _shifts(preset: Preset) -> None:
    for code, shift in preset.shifts.items():
        if not shift.segments:
            raise PresetError(f"shifts.{code}.segments", "rules-preset-empty")
        fault = segment_fault(shift.segments)
        if fault:
            n, message = fault
            start, end = shift.segments[n]
            place = f"shifts.{code}.segments[{n}]"
            raise PresetError(place, message, {"start": str(start), "end": str(end)})
        length = sum(end.seconds - start.seconds for start, end in shift.segments) // 60
        if shift.break_minutes >= length:
            place = f"shifts.{code}.break_minutes"
            raise PresetError(place, "rules-preset-break-too-long", {"minutes": length})


def _rotations(preset: Preset) -> None:
    for code, rotation in preset.rotations.items():
        fault = pattern_fault(rotation.pattern)
        if fault:
            raise PresetError(f"rotations.{code}.pattern", fault)
        for unknown in sorted(rotation.pattern.codes() - set(preset.shifts)):
            raise PresetError(f"rotations.{code}.pattern", "rules-preset-unknown-shift", {"given": unknown})
        _known_posts(preset, rotation.posts, f"rotations.{code}.posts")


def _coverage(preset: Preset) -> None:
    for n, requirement in enumerate(preset.coverage):
        _known_posts(preset, requirement.posts, f"coverage[{n}].posts")
        for m, (start, end) in enumerate(requirement.times):
            if not start < end:
                args = {"start": str(start), "end": str(end)}
                raise PresetError(f"coverage[{n}].times[{m}]", "rules-preset-segment-ends-before-start", args)


def _times(preset: Preset) -> None:
    dispatch, hotline = preset.dispatch, preset.hotline
    if not dispatch.list_closed < dispatch.out_of_warehouse < dispatch.packed:
        raise PresetError("dispatch", "rules-preset-deadlines-out-of-order")
    if not hotline.opens < hotline.closes:
        raise PresetError("hotline.closes", "rules-preset-closes-before-it-opens")
    _known_posts(preset, hotline.duty_posts, "hotline.duty_posts")
    _known_posts(preset, preset.orders.finance_posts, "orders.finance_posts")
    if not preset.orders.opens < preset.orders.closes:
        raise PresetError("orders.closes", "rules-preset-closes-before-it-opens")
    if preset.orders.warn_minutes >= preset.orders.reach_minutes:
        raise PresetError("orders.warn_minutes", "rules-preset-warns-too-early")


def _known_posts(preset: Preset, posts: tuple[str, ...], place: str) -> None:
    for n, post in enumerate(posts):
        if post not in preset.posts:
            raise PresetError(f"{place}[{n}]", "rules-preset-unknown-post", {"given": post})
