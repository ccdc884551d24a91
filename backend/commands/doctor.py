"""`dangban doctor`: looks at everything that Dangban stands on and says how to mend what is not right."""

from __future__ import annotations

import asyncio

import click

from backend.speech import console, say, tell

SIGNS = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "fail": ("✗", "red")}


@click.command(help=say("cli-doctor-help"))
def doctor() -> None:
    """Exit code 1 when something fails; a warning alone is no failure."""
    from backend.launch.examination import examine

    findings = asyncio.run(examine())
    for finding in findings:
        sign, colour = SIGNS[finding.verdict]
        console.print(sign, style=colour, end=" ")
        console.print(say(finding.message_id, **finding.args), markup=False)
        if finding.verdict != "ok" and finding.remedy:
            console.print(f"    → {say(finding.remedy, **finding.args)}", markup=False)
    failed = sum(finding.verdict == "fail" for finding in findings)
    warned = sum(finding.verdict == "warn" for finding in findings)
    tell("doctor-sum", failed=failed, warned=warned)
    raise SystemExit(1 if failed else 0)
