"""Group robots of WeCom, DingTalk and Feishu: one sentence into a work chat.

Written by hand over our own way out, though the library `apprise` knows all three: it answers true or false and
nothing else, for DingTalk and WeCom it takes the status 200 for success (both say in the body that they have refused),
it cannot sign for Feishu, it hides Retry-After and the frequency codes, and it waits in a thread, following redirects.
Whoever escalates must know "not now" from "never".

Two of them sign. DingTalk: HMAC of `time\\nsecret` with the secret as key, time in milliseconds, both in the address.
Feishu: HMAC of nothing with `time\\nsecret` as key, time in seconds, both in the body.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from backend.infra.push.hosts import entries, why_not
from backend.infra.push.outbound import TIMEOUT_SECONDS, Reply, Unreachable, ask
from backend.infra.push.outcome import Outcome, outcome_of, unreachable
from backend.settings import settings

MOST_TEXT_BYTES = 2_000
"""WeCom cuts at 2,048; the others take more."""


@dataclass(frozen=True, slots=True)
class Robot:
    """`kind`: wecom, dingtalk or feishu. `url` is the webhook with its key; `secret` signs where that is on."""

    kind: str
    url: str = field(repr=False)
    secret: str = field(default="", repr=False)


async def send_robot(robot: Robot, text: str, at: datetime, *, timeout: float = TIMEOUT_SECONDS) -> Outcome:
    """Says `text` in the robot's group. Raises nothing for what the other side does."""
    reason = why_not_robot(robot)
    if reason:
        return Outcome("failed", reason=reason)
    make = KINDS[robot.kind]
    url, body = make.request(robot, shortened(text), at)
    data = json.dumps(body, ensure_ascii=False).encode()
    try:
        reply = await ask(
            "POST", url, headers={"Content-Type": "application/json"}, data=data, timeout=timeout
        )
    except Unreachable as error:
        return unreachable(str(error))
    return _judged(make, reply, at)


def why_not_robot(robot: Robot) -> str:
    """Empty when a robot is set up so that it can be asked; else the reason."""
    if robot.kind not in KINDS:
        return "no such kind of robot"
    return why_not(robot.url, KINDS[robot.kind].hosts, entries(settings().outbound_hosts))


def shortened(text: str) -> str:
    """As much as every robot takes, cut between characters."""
    data = text.encode()
    if len(data) <= MOST_TEXT_BYTES:
        return text
    return data[: MOST_TEXT_BYTES - 3].decode("utf-8", errors="ignore") + "…"


@dataclass(frozen=True, slots=True)
class Kind:
    """How one service is asked and understood. Codes stand in the body; the status is 200 whatever happened.

    `slow`: asked too often, with the seconds that it wants to be left alone. `dead`: the robot was removed.
    """

    hosts: tuple[str, ...]
    request: Callable[[Robot, str, datetime], tuple[str, dict[str, Any]]]
    code: str
    slow: dict[int, float]
    dead: tuple[int, ...]


def _judged(kind: Kind, reply: Reply, at: datetime) -> Outcome:
    by_status = outcome_of(reply.status, reply.headers, at)
    if by_status.state != "sent":
        return by_status
    code = _code(kind, reply.body)
    if code == 0:
        return by_status
    if code is None:
        return Outcome("refused", reply.status, "answered something else than a robot does")
    if code in kind.slow:
        return Outcome("later", reply.status, f"too often (code {code})", kind.slow[code])
    return Outcome("gone" if code in kind.dead else "refused", reply.status, f"answered code {code}")


def _code(kind: Kind, body: bytes) -> int | None:
    try:
        said = json.loads(body)
        return int(said[kind.code])
    except (ValueError, KeyError, TypeError):
        return None


def _wecom(robot: Robot, text: str, at: datetime) -> tuple[str, dict[str, Any]]:
    return robot.url, {"msgtype": "text", "text": {"content": text}}


def _dingtalk(robot: Robot, text: str, at: datetime) -> tuple[str, dict[str, Any]]:
    body = {"msgtype": "text", "text": {"content": text}}
    if not robot.secret:
        return robot.url, body
    stamp = str(int(at.timestamp() * 1000))
    sign = _hmac(robot.secret.encode(), f"{stamp}\n{robot.secret}".encode())
    joint = "&" if "?" in robot.url else "?"
    return f"{robot.url}{joint}timestamp={stamp}&sign={quote(sign, safe='')}", body


def _feishu(robot: Robot, text: str, at: datetime) -> tuple[str, dict[str, Any]]:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if not robot.secret:
        return robot.url, body
    stamp = str(int(at.timestamp()))
    return robot.url, {"timestamp": stamp, "sign": _hmac(f"{stamp}\n{robot.secret}".encode(), b""), **body}


def _hmac(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()


KINDS = {
    "wecom": Kind(("qyapi.weixin.qq.com",), _wecom, "errcode", {45009: 60.0, 45033: 10.0}, (93000,)),
    "dingtalk": Kind(
        ("oapi.dingtalk.com",), _dingtalk, "errcode", {130101: 600.0, 90030: 3_600.0, 410100: 60.0}, (300001,)
    ),
    "feishu": Kind(
        ("open.feishu.cn", "open.larksuite.com"), _feishu, "code", {11232: 60.0, 99991400: 60.0}, (19001,)
    ),
}
