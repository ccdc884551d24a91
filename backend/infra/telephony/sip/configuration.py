"""The configuration of one Kamailio for one line: what is known is filled into `kamailio.cfg` beside this file.

Whatever goes into it is checked first, by what it is: nothing can break out of its quotes there.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

TEMPLATE = Path(__file__).with_name("kamailio.cfg")
RELAY, REDIRECT = "relay", "redirect"
ROLE = "kamailio"

_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])"
_SHAPES = {
    "number": re.compile(r"\+?[0-9]{2,20}"),
    "listen": re.compile(rf"{_HOST}:[0-9]{{1,5}}"),
    "control": re.compile(rf"{_HOST}:[0-9]{{1,5}}"),
    "advertise": re.compile(rf"{_HOST}:[0-9]{{1,5}}"),
    "gateway": re.compile(rf"{_HOST}(?::[0-9]{{1,5}})?(?:;transport=(?:udp|tcp))?"),
    "office_gateway": re.compile(rf"{_HOST}(?::[0-9]{{1,5}})?(?:;transport=(?:udp|tcp))?"),
    "events_url": re.compile(r"https?://[\x21\x23-\x26\x28-\x3b\x3d\x3f-\x5b\x5d-\x7e]+"),
    "control_token": re.compile(r"[A-Za-z0-9_-]+"),
    "events_token": re.compile(r"[A-Za-z0-9_-]+"),
    "seed": re.compile(r"/[A-Za-z0-9_./-]+"),
    "gateway_user": re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+"),
    "gateway_password": re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+"),
}
_OPTIONAL = {"advertise", "office_gateway", "events_url", "gateway_user", "gateway_password"}


class Unfit(ValueError):
    """A value that cannot stand in the configuration; `name` is that of the field."""

    def __init__(self, name: str, value: str):
        super().__init__(f"{name}: {value!r}")
        self.name, self.value = name, value


@dataclass(frozen=True, slots=True)
class Wiring:
    """How one line's Kamailio is connected. Addresses are `host:port`; `seed` is a path on its machine.

    `trusted` may begin calls: addresses or nets of the trunk. `gateway` reaches people's mobiles, `office_gateway` the
    office (empty: the same). `gateway_user` and `gateway_password` answer a gateway that asks who we are.
    `database_url` is an ordinary PostgreSQL address; without `events_url` nothing is told about calls.
    """

    line_id: int
    number: str
    listen: str
    trusted: tuple[str, ...]
    gateway: str
    database_url: str
    control_token: str
    events_token: str
    seed: str
    ring_seconds: int
    mode: str = RELAY
    office_gateway: str = ""
    advertise: str = ""
    control: str = "127.0.0.1:5066"
    events_url: str = ""
    gateway_user: str = ""
    gateway_password: str = ""


def configuration(wiring: Wiring) -> str:
    """The text of `kamailio.cfg`. Unfit for a value that is not what it should be."""
    _check(wiring)
    url, options = kamailio_url(wiring.database_url)
    values = {
        "line_id": str(wiring.line_id),
        "number": wiring.number,
        "host": (wiring.advertise or wiring.listen).rsplit(":", 1)[0],
        "defines": "\n".join(f"#!define {name}" for name in _switches(wiring, bool(options))),
        "listen": "\n".join(_listen(wiring)),
        "trusted": ",".join(_trusted(wiring)),
        "gateway": wiring.gateway,
        "office_gateway": wiring.office_gateway or wiring.gateway,
        "ring_ms": str(wiring.ring_seconds * 1000),
        "database_url": url,
        "database_options": options,
        "control_port": wiring.control.rsplit(":", 1)[1],
        "control_token": wiring.control_token,
        "events_url": wiring.events_url,
        "events_token": wiring.events_token,
        "seed": wiring.seed,
        "gateway_user": wiring.gateway_user,
        "gateway_password": wiring.gateway_password,
    }
    return re.sub(r"<<(\w+)>>", lambda found: values[found[1]], TEMPLATE.read_text("utf-8"))


def seed(plan: str) -> str:
    """The text of the seed file: the plan as the view `hotline_sip_plan` writes it."""
    return f'#!define HOTLINE_SEED "{plan}"\n'


def role(database: str, password: str) -> str:
    """The account that Kamailio reads with: one view, nothing else. Run by the owner, as often as need be.

    All lines of a deployment share it; each Kamailio keeps some 15 connections.
    """
    return (
        f"DO $$ BEGIN CREATE ROLE {ROLE} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;\n"
        f"ALTER ROLE {ROLE} LOGIN PASSWORD '{password}' CONNECTION LIMIT 60;\n"
        f'GRANT CONNECT ON DATABASE "{database}" TO {ROLE};\n'
        f"GRANT USAGE ON SCHEMA public TO {ROLE};\n"
        f"GRANT SELECT ON hotline_sip_plan TO {ROLE};\n"
    )


def kamailio_url(url: str) -> tuple[str, str]:
    """A PostgreSQL address in Kamailio's way of writing, and what it keeps apart: a socket's folder, TLS."""
    parts = urlsplit(url)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    database = parts.path.lstrip("/")
    fits = all(re.fullmatch(r"[A-Za-z0-9_.~+-]*", word) for word in (user, password, database))
    if parts.scheme not in ("postgres", "postgresql") or not database or not fits:
        raise Unfit("database_url", re.sub(r":[^:@/]*@", ":…@", url))
    options = {name: asked[name] for name in ("host", "port", "sslmode", "sslrootcert") if name in asked}
    if not all(re.fullmatch(r"[A-Za-z0-9_./-]+", value) for value in options.values()):
        raise Unfit("database_url", parts.query)
    host = f"{parts.hostname}:{parts.port or 5432}" if parts.hostname else ""
    return (
        f"postgres://{user}:{password}@{host or 'localhost'}/{database}",
        ";".join(f"{name}={value}" for name, value in options.items()),
    )


def _check(wiring: Wiring) -> None:
    for name, shape in _SHAPES.items():
        value = getattr(wiring, name)
        if not (shape.fullmatch(value) or (not value and name in _OPTIONAL)):
            raise Unfit(name, value if "password" not in name and "token" not in name else "…")
    if wiring.mode not in (RELAY, REDIRECT):
        raise Unfit("mode", wiring.mode)
    if bool(wiring.gateway_user) != bool(wiring.gateway_password):
        raise Unfit("gateway_user", wiring.gateway_user)
    if not wiring.trusted:
        raise Unfit("trusted", "")


def _switches(wiring: Wiring, options: bool) -> list[str]:
    wanted = {
        "REDIRECT": wiring.mode == REDIRECT,
        "EVENTS": bool(wiring.events_url),
        "GATEWAY_AUTH": bool(wiring.gateway_user) and wiring.mode == RELAY,
        "DATABASE_OPTIONS": options,
    }
    return [name for name, is_wanted in wanted.items() if is_wanted]


def _listen(wiring: Wiring) -> list[str]:
    """UDP and TCP for the trunk, TCP alone for questions about the plan."""
    advertise = f" advertise {wiring.advertise}" if wiring.advertise else ""
    return [
        f"listen=udp:{wiring.listen}{advertise}",
        f"listen=tcp:{wiring.listen}{advertise}",
        f"listen=tcp:{wiring.control}",
    ]


def _trusted(wiring: Wiring) -> list[str]:
    """As nets; a gateway that is an address belongs to them, for it also sends what the called person does."""
    nets = {_net(each): None for each in wiring.trusted}
    for gateway in (wiring.gateway, wiring.office_gateway):
        host = re.split(r":\d+$|:\d+;|;", gateway)[0].strip("[]")
        try:
            nets[str(ipaddress.ip_network(host))] = None
        except ValueError:
            continue  # a name: its addresses are given as `trusted`
    return list(nets)


def _net(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        raise Unfit("trusted", text) from None
