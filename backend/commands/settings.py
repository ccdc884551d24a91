"""`dangban settings`: every setting with its value, its default and what it is for."""

from __future__ import annotations

from typing import Any

import click
from pydantic.fields import FieldInfo
from rich import box
from rich.table import Table

from backend.settings import Settings, settings
from backend.speech import console, say

SECRET = ("secret", "metrics_token", "database_url", "redis_url", "vapid_private_key")


@click.command("settings", help=say("cli-settings-help"))
@click.option("--markdown", is_flag=True, help=say("cli-settings-markdown"))
def list_settings(markdown: bool) -> None:
    if markdown:
        click.echo(_markdown())
        return
    now = settings()
    table = Table(box=box.SIMPLE_HEAD)
    for column in ("cli-settings-name", "cli-settings-value", "cli-settings-default", "cli-settings-meaning"):
        table.add_column(say(column), overflow="fold")
    for name, field in Settings.model_fields.items():
        table.add_row(
            environment_name(field), _shown(name, getattr(now, name)), _default(field), meaning(name)
        )
    console.print(table, soft_wrap=False)


def environment_name(field: FieldInfo) -> str:
    """The variable that sets it."""
    return str(field.alias)


def meaning(name: str) -> str:
    """What a setting is for, in the reader's language."""
    return say("setting-" + name.replace("_", "-"))


def _markdown() -> str:
    heads = [say(column) for column in ("cli-settings-name", "cli-settings-default", "cli-settings-meaning")]
    rows = [
        f"| `{environment_name(field)}` | {f'`{_default(field)}`' if _default(field) else ''} | {meaning(name)} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join([f"| {' | '.join(heads)} |", "| --- | --- | --- |", *rows])


def _default(field: FieldInfo) -> str:
    return str(field.default)


def _shown(name: str, value: Any) -> str:
    """Secrets are never printed; an address keeps what is no secret."""
    if not value or name not in SECRET:
        return str(value)
    return "•••"
