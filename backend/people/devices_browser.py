"""The browser a request comes from: its secrets, its address, and its name in words."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Browser:
    """What a log-in needs to know of where it happens. `session_id` is the session that the browser had before."""

    device_token: str | None = None
    user_agent: str = ""
    address: str = ""
    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class BrowserName:
    """`Chrome`, `Android`; empty where the browser does not say. `phone` decides the picture beside it."""

    program: str
    system: str
    phone: bool

    @property
    def words(self) -> str:
        return " · ".join(part for part in (self.system, self.program) if part)


def device_hash(token: str, person_id: int) -> bytes:
    """One browser is one device for each person who uses it, so the cookie is hashed with the person."""
    return hashlib.sha256(f"{person_id}:{token}".encode()).digest()


def browser_hash(token: str) -> bytes:
    """The same for everybody who uses this browser: it shows a phone that punches for two."""
    return hashlib.sha256(f"browser:{token}".encode()).digest()


def browser_name(user_agent: str) -> BrowserName:
    """Names a browser for its owner, who compares it with what lies in the hand; never a basis of decisions."""
    program = next((name for pattern, name in _PROGRAMS if re.search(pattern, user_agent)), "")
    system = next((name for pattern, name in _SYSTEMS if re.search(pattern, user_agent)), "")
    return BrowserName(program, system, system in _PHONES or "Mobile" in user_agent)


_PROGRAMS = (
    (r"MicroMessenger", "WeChat"),
    (r"DingTalk", "DingTalk"),
    (r"Lark|Feishu", "Feishu"),
    (r"wxwork", "WeCom"),
    (r"HuaweiBrowser", "Huawei Browser"),
    (r"MiuiBrowser", "Mi Browser"),
    (r"HeyTapBrowser", "OPPO Browser"),
    (r"VivoBrowser", "vivo Browser"),
    (r"QQBrowser|MQQBrowser", "QQ Browser"),
    (r"UCBrowser", "UC"),
    (r"SamsungBrowser", "Samsung Internet"),
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/", "Opera"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/", "Chrome"),
    (r"Safari/", "Safari"),
)
_SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"HarmonyOS|OpenHarmony", "HarmonyOS"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "Mac"),
    (r"CrOS", "ChromeOS"),
    (r"Linux", "Linux"),
)
_PHONES = ("iPhone", "iPad", "HarmonyOS", "Android")
