"""What a person sees when everything runs: where to go, with a code for the phone, and who may log in."""

from __future__ import annotations

import io
from typing import Any

import segno
from rich.table import Table

from backend.launch.port import address_of
from backend.settings import Settings
from backend.speech import console, say, tell

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def ready(settings: Settings, seconds: float, logins: list[dict[str, Any]]) -> None:
    """Address, QR code, the demo's log-ins (only now, only once) and what a phone still needs."""
    address = address_of(settings.host, settings.port, settings.public_url)
    console.print()
    tell("launch-ready", address=address, seconds=f"{seconds:.1f}")
    console.print(_qr(address), markup=False)
    if logins:
        console.print(_table(logins))
        tell("launch-logins-once")
    if not settings.public_url:
        tell("launch-phone-hint" if settings.host in LOOPBACK else "launch-https-hint")
    tell("launch-stop-hint")


def login_table(logins: list[dict[str, Any]]) -> None:
    """The demo's log-ins on the terminal."""
    console.print(_table(logins))
    tell("launch-logins-once")


def _qr(address: str) -> str:
    code = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(out=code, compact=True, border=2)
    return code.getvalue().rstrip("\n")


def _table(logins: list[dict[str, Any]]) -> Table:
    table = Table(title=say("launch-logins"), title_justify="left")
    for column in ("launch-login-name", "launch-login-role", "launch-login-login", "launch-login-password"):
        table.add_column(say(column), no_wrap=True)
    for login in logins:
        table.add_row(login["name"], login.get("role", ""), login["login"], login["password"])
    return table
