"""`dangban hotline kamailio-config`: what it writes runs as it is, and nothing strange gets into it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from backend.infra.telephony.sip import Sip, SipSettings
from backend.infra.telephony.sip.configuration import Unfit, Wiring, configuration, kamailio_url
from tests.sip.conftest import text_of, until
from tests.support.calls import Exchange, call
from tests.support.kamailio import Kamailio, wired
from tests.support.sip_database import SipDatabase
from tests.telephony.contract import WANG, plan_of


async def test_what_the_command_writes_runs_as_it_is(
    source: SipDatabase, exchange: Exchange, line: int, tmp_path: Path
) -> None:
    """From a line in the database to a call that is answered; the adapter knows the tokens by itself."""
    plan = plan_of(1, datetime.now(UTC), WANG)
    await source.hand_over(line, plan)
    wiring = wired(line, exchange.address)
    said = await _command(
        source, line, tmp_path, "--listen", wiring.listen, "--trunk", "127.0.0.1", "--gateway", exchange.address,
        "--control", wiring.control, "--seed", f"{tmp_path}/seed.cfg", DANGBAN_PUBLIC_URL="https://dangban.example",
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert all(f"{tmp_path}/{name}" in said.stdout for name in ("kamailio.cfg", "seed.cfg", "role.sql"))
    assert text_of(plan) in (tmp_path / "seed.cfg").read_text()
    assert {oct(path.stat().st_mode)[-3:] for path in tmp_path.iterdir()} == {"640"}
    await source.run((tmp_path / "role.sql").read_text())
    token = str(await source.ask("SELECT token FROM hotline_line WHERE id = $1", line))
    written = (tmp_path / "kamailio.cfg").read_text()
    assert f"https://dangban.example/telephony/{token}/events" in written
    assert '"fr_inv_timer", 20000' in written, "as the department's rules say"
    async with Kamailio(wiring, made=tmp_path / "kamailio.cfg"):
        system = Sip(SipSettings(f"http://{wiring.control}"), line, token)
        await system.apply_plan(plan, datetime.now(UTC))
        await until(lambda: _well(system), 5)
        assert (await call(int(wiring.listen.split(":")[1]))).who == {1: WANG}


async def test_before_the_first_plan_the_seed_leads_to_the_office(
    source: SipDatabase, line: int, tmp_path: Path
) -> None:
    said = await _command(source, line, tmp_path, "--listen", "10.0.0.5:5060", "--trunk", "203.0.113.0/28", "--gateway",
                          "trunk.example", "--database-url", "postgresql://k:p@db.example/dangban")  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert (tmp_path / "hotline-seed.cfg").read_text() == '#!define HOTLINE_SEED "0;0>o4008000001"\n'
    assert not (tmp_path / "role.sql").exists(), "whoever brings an account needs none of ours"


async def test_a_value_that_cannot_stand_there_is_named(
    source: SipDatabase, line: int, tmp_path: Path
) -> None:
    said = await _command(source, line, tmp_path, "--listen", "10.0.0.5:5060", "--trunk", "203.0.113.0/28",
                          "--gateway", 'trunk.example"; exit')  # fmt: skip
    assert said.returncode == 1 and "--gateway cannot be" in said.stderr
    assert not list(tmp_path.iterdir())


async def test_an_unknown_department_is_told_which_there_are(
    source: SipDatabase, line: int, tmp_path: Path
) -> None:
    said = await _command(source, 0, tmp_path, "--department", "Nowhere", "--listen", "10.0.0.5:5060",
                          "--trunk", "203.0.113.0/28", "--gateway", "trunk.example")  # fmt: skip
    assert said.returncode == 1 and "There are:" in said.stderr and "客服部" in said.stderr


BREAKS = {
    "number": '400"8', "listen": "10.0.0.5", "advertise": "a b:5060", "control": "127.0.0.1:x", "gateway": "gw\nexit",
    "office_gateway": "gw;lr", "events_url": 'https://a/"+x', "control_token": "a b", "events_token": 'x"',
    "seed": "relative/seed.cfg", "gateway_user": 'u"', "mode": "both", "trusted": ("anybody",),
    "database_url": "mysql://a:b@c/d",
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_each_value_is_checked_by_what_it_is(name: str) -> None:
    plain = replace(
        wired(1, "gw.example"), seed="/var/lib/kamailio/seed.cfg", gateway_password="x", gateway_user="u"
    )
    configuration(plain)
    with pytest.raises(Unfit) as refused:
        configuration(replace(plain, **{name: BREAKS[name]}))
    assert refused.value.name == name


def test_a_gateways_password_goes_with_a_user_and_nobody_is_trusted_by_default() -> None:
    plain = replace(wired(1, "gw.example"), seed="/var/lib/kamailio/seed.cfg")
    for change in ({"gateway_password": "x"}, {"trusted": ()}):
        with pytest.raises(Unfit):
            configuration(replace(plain, **change))


def test_a_gateway_that_is_an_address_may_send_what_the_called_person_does() -> None:
    plain: Wiring = replace(
        wired(1, "198.51.100.7:5080;transport=tcp"), seed="/s.cfg", office_gateway="[2001:db8::9]"
    )
    assert '"127.0.0.0/8,198.51.100.7/32,2001:db8::9/128"' in configuration(plain)


@pytest.mark.parametrize(
    ("ours", "kamailios"),
    [
        ("postgresql://u:p@db:5433/d", ("postgres://u:p@db:5433/d", "")),
        ("postgres://u:p@db/d?sslmode=require", ("postgres://u:p@db:5432/d", "sslmode=require")),
        ("postgresql://u:p@/d?host=%2Frun%2Fpg", ("postgres://u:p@localhost/d", "host=/run/pg")),
    ],
)
def test_a_database_is_written_in_kamailios_way(ours: str, kamailios: tuple[str, str]) -> None:
    assert kamailio_url(ours) == kamailios


def test_a_password_is_in_no_message() -> None:
    with pytest.raises(Unfit) as refused:
        kamailio_url("postgresql://u:s3cret!@db/d")
    assert "s3cret" not in str(refused.value)


async def _well(system: Sip) -> bool:
    return (await system.health()).ok


async def _command(
    source: SipDatabase, line: int, folder: Path, *words: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    department = await source.ask("SELECT department_id::text FROM hotline_line WHERE id = $1", line)
    named = ["--department", str(department)] if department else []
    command = [sys.executable, "-m", "backend.cli", "hotline", "kamailio-config", str(folder), *named, *words]
    kept = {**os.environ, "DATABASE_URL": source.url, "DANGBAN_LANG": "en", **environment}
    assert urlsplit(source.url).scheme.startswith("postgres")
    return subprocess.run(command, env=kept, capture_output=True, text=True)
