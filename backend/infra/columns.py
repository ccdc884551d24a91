"""Column types that Piccolo does not bring, and references that never cascade."""

from __future__ import annotations

from typing import Any

from piccolo.columns import ForeignKey
from piccolo.columns.base import Column, OnDelete, OnUpdate
from piccolo.table import Table


def required(table: type[Table], **options: Any) -> ForeignKey:
    """A reference that must be there. Piccolo's own default would cascade; here nothing disappears by itself."""
    return ForeignKey(table, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, **options)


def optional(table: type[Table], **options: Any) -> ForeignKey:
    """A reference that may be missing."""
    return ForeignKey(
        table, null=True, default=None, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, **options
    )


class TstzMultirange(Column):
    """A `tstzmultirange`: a set of half-open intervals of UTC instants."""

    value_type = str

    @property
    def column_type(self) -> str:
        return "TSTZMULTIRANGE"
