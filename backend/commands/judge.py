"""`dangban judge`: what would the rules say about this day?"""

from __future__ import annotations

import json
from typing import BinaryIO, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from backend.speech import language, say, warn


@click.command(help=say("cli-judge-help"))
@click.option("--preset", default="three-shift", show_default=True, help=say("cli-judge-preset"))
@click.option("--zone", "zone_name", help=say("cli-judge-zone"))
@click.argument("file", type=click.File("rb"))
def judge(preset: str, zone_name: str | None, file: BinaryIO) -> None:
    from backend.infra.catalogue import catalogue
    from backend.rules import presets
    from backend.rules.attendance.written import BadInput, judge_json

    translate = catalogue(language()).say
    if preset not in presets.PRESETS:
        _refuse("cli-judge-preset-unknown", preset=preset, known=", ".join(presets.PRESETS))
    rules = presets.load(preset)
    try:
        zone = ZoneInfo(zone_name or rules.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        _refuse("cli-judge-zone-unknown", zone=str(zone_name))
    try:
        data = json.loads(file.read())
        days = data if isinstance(data, list) else [data]
        verdicts = [judge_json(day, zone, rules.attendance, translate) for day in days]
    except UnicodeDecodeError as error:
        _refuse("cli-judge-not-json", reason=str(error))
    except json.JSONDecodeError as error:
        _refuse("cli-judge-not-json", reason=f"{error.msg} ({error.lineno}:{error.colno})")
    except BadInput as fault:
        click.echo(fault.say(translate), err=True)
        raise SystemExit(1) from None
    except (RecursionError, ValueError) as error:
        _refuse("cli-judge-not-json", reason=str(error))
    answer = verdicts if isinstance(data, list) else verdicts[0]
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def _refuse(message_id: str, **args: str) -> NoReturn:
    warn(message_id, **args)
    raise SystemExit(1)
