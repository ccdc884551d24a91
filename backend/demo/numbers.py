"""The demo's mobiles, verified as everybody's are: a lead rings, the code is read back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from backend.people.numbers import number_of
from backend.people.numbers_codes import code_of
from backend.people.numbers_verifying import ask_for_code, read_back
from backend.people.viewer import Viewer


async def verify_numbers(people: Iterable[Viewer], at: datetime, lead: Viewer, manager: Viewer) -> None:
    """The lead rings everybody, the manager rings the lead."""
    for viewer in people:
        await ask_for_code(viewer, at)
        check = (await number_of(viewer.department_id, viewer.person_id, at)).check
        assert check is not None
        by = manager if viewer.person_id == lead.person_id else lead
        await read_back(by, viewer.person_id, code_of(check.seed), at)
