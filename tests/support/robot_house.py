"""The three services with group robots, as strict as they are: each robot has a key, two of them a signature.

They answer 200 whatever happened and say in the body what it was. Each robot may speak 20 times a minute.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from backend.infra.push.robots import Robot
from tests.support.listening import Listening

A_MINUTE = 20
HOUR = 3600


@dataclass
class RobotHouse(Listening):
    """`said[kind]` is what stands in the group; `answers(503)` or `answers({"errcode": -1})` decides the next reply."""

    secret: str = "SEC-of-the-robot"
    key: str = "0b5f4e1c-robot"
    said: dict[str, list[str]] = field(default_factory=lambda: {"wecom": [], "dingtalk": [], "feishu": []})
    faults: list[str] = field(default_factory=list)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    limited: bool = True
    removed: bool = False
    _next: deque[Any] = field(default_factory=deque)

    def robot(self, kind: str, *, secret: str | None = None, key: str | None = None) -> Robot:
        """One of the group's; WeCom's has no signature."""
        signs = "" if kind == "wecom" else self.secret
        return Robot(kind, self.url + PATHS[kind] + (key or self.key), signs if secret is None else secret)

    def answers(self, *replies: Any) -> None:
        """A status, or a body that is sent with 200."""
        self._next.extend(replies)

    def routes(self) -> list[Any]:
        return [
            web.post("/cgi-bin/webhook/send", self._wecom),
            web.post("/robot/send", self._dingtalk),
            web.post("/open-apis/bot/v2/hook/{key}", self._feishu),
        ]

    async def _wecom(self, request: web.Request) -> web.Response:
        body = await request.json()
        if request.query.get("key") != self.key or self.removed:
            return _said(errcode=93000, errmsg="invalid webhook url")
        text = body["text"]["content"] if body.get("msgtype") == "text" else ""
        if not text or len(text.encode()) > 2048:
            return self._fault(errcode=40008, errmsg="invalid message type or content")
        return self._spoken(
            "wecom", text, {"errcode": 45009, "errmsg": "api freq out of limit"}, errcode=0, errmsg="ok"
        )

    async def _dingtalk(self, request: web.Request) -> web.Response:
        body = await request.json()
        if request.query.get("access_token") != self.key or self.removed:
            return _said(errcode=300001, errmsg="token is not exist")
        stamp, sign = request.query.get("timestamp", ""), request.query.get("sign", "")
        wanted = _hmac(self.secret.encode(), f"{stamp}\n{self.secret}".encode())
        if not self._fresh(stamp, 1000) or not hmac.compare_digest(sign, wanted):
            return self._fault(errcode=310000, errmsg="sign not match")
        slow = {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}
        return self._spoken("dingtalk", body["text"]["content"], slow, errcode=0, errmsg="ok")

    async def _feishu(self, request: web.Request) -> web.Response:
        body = await request.json()
        if request.match_info["key"] != self.key or self.removed:
            return _said(code=19001, msg="param invalid: incoming webhook access token invalid")
        stamp = str(body.get("timestamp", ""))
        wanted = _hmac(f"{stamp}\n{self.secret}".encode(), b"")
        if not self._fresh(stamp, 1) or not hmac.compare_digest(str(body.get("sign", "")), wanted):
            return self._fault(
                code=19021, msg="sign match fail or timestamp is not within one hour from current time"
            )
        slow = {"code": 11232, "msg": "frequency limited"}
        return self._spoken("feishu", body["content"]["text"], slow, code=0, msg="success", data={})

    def _spoken(self, kind: str, text: str, slow: dict[str, Any], **good: Any) -> web.Response:
        if self._next:
            reply = self._next.popleft()
            return web.Response(status=reply) if isinstance(reply, int) else _said(**reply)
        if self.limited and len(self.said[kind]) >= A_MINUTE:
            return _said(**slow)
        self.said[kind].append(text)
        return _said(**good)

    def _fresh(self, stamp: str, unit: int) -> bool:
        return stamp.isdigit() and abs(int(stamp) / unit - self.clock().timestamp()) < HOUR

    def _fault(self, **body: Any) -> web.Response:
        self.faults.append(str(body))
        return _said(**body)


PATHS = {
    "wecom": "/cgi-bin/webhook/send?key=",
    "dingtalk": "/robot/send?access_token=",
    "feishu": "/open-apis/bot/v2/hook/",
}


def _hmac(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()


def _said(**body: Any) -> web.Response:
    return web.json_response(body)
