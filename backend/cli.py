"""`dangban`: every command, and one clear line for whatever keeps it from its work."""

from __future__ import annotations

import asyncio
import errno
import sys
from typing import Any

import click
from pydantic import ValidationError

from backend import __version__
from backend.commands import (
    bench,
    demo,
    doctor,
    hotline,
    import_orders,
    judge,
    orders,
    people,
    replay,
    serving,
    settings,
    verify,
)
from backend.infra.embedded import LaunchError
from backend.infra.refusal import Refusal
from backend.speech import language, say, warn

FULL = (errno.ENOSPC, errno.EDQUOT)

_FAULTS = {
    "int_parsing": "cli-setting-number",
    "greater_than_equal": "cli-setting-least",
    "less_than_equal": "cli-setting-most",
    "literal_error": "cli-setting-one-of",
}


class OneLine(click.Group):
    """Says what went wrong in one sentence with the way out; a fault of our own keeps its trace."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LaunchError as error:
            warn(error.message_id, **error.args_)
        except Refusal as refusal:
            from backend.infra.catalogue import catalogue

            click.echo(catalogue(language()).say(refusal.code, **refusal.values), err=True)
        except ValidationError as error:
            for fault in error.errors():
                reason = say(_FAULTS.get(fault["type"], "cli-setting-fault"), **_limits(fault))
                warn("cli-setting-wrong", name=fault["loc"][0], value=str(fault["input"]), reason=reason)
        except OSError as error:
            if error.errno not in FULL:
                raise
            warn("launch-disk-full-now", folder=str(error.filename or "?"))
        except (KeyboardInterrupt, asyncio.CancelledError):
            sys.exit(130)
        sys.exit(1)


@click.group(cls=OneLine, help=say("cli-help"), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """The group itself does nothing."""


for command in (
    serving.up,
    serving.web,
    serving.worker,
    serving.migrate,
    demo.demo,
    people.create_admin,
    people.login_link,
    people.token,
    doctor.doctor,
    settings.list_settings,
    verify.verify,
    import_orders.import_orders,
    orders.verify_seal,
    orders.remove_old_orders,
    judge.judge,
    hotline.hotline,
    bench.bench,
    replay.replay_orders,
):
    main.add_command(command)


def _limits(fault: Any) -> dict[str, str]:
    """What the sentence about a wrong setting needs: the limit, or the words that are allowed."""
    facts = {
        name: str(value).replace("'", "").replace(" or ", ", ")
        for name, value in fault.get("ctx", {}).items()
    }
    return {
        **{name: facts[name] for name in ("ge", "le", "expected") if name in facts},
        "message": fault["msg"],
    }


if __name__ == "__main__":
    main(prog_name="dangban")
