"""A request that is understood and not done: one human sentence, with the place and the way out."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """`code` is the message id of the sentence in the catalogues, `args` fill it in.

    `status` is the HTTP status, `field` the form field that it is about; `way_out` an address that helps on.
    Nothing is half done when it leaves an action: the transaction is undone.
    """

    def __init__(
        self,
        code: str,
        /,
        status: int = 422,
        *,
        field: str | None = None,
        way_out: str | None = None,
        **args: Any,
    ):
        super().__init__(code)
        self.code, self.status, self.field, self.way_out, self.values = code, status, field, way_out, args


class Detour(Refusal):
    """A refusal that takes a browser's page straight to its `way_out`: something must be done there first."""


def not_found() -> Refusal:
    """The same answer for what does not exist and for what belongs to another department."""
    return Refusal("shell-error-not-found", 404)
