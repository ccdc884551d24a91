"""A browser whose push service is the story's own: it subscribes there, and what was sent there is delivered to it.

Headless Chromium cannot subscribe without its maker's servers, so the page's `PushManager` is answered by the story;
delivery is real: the browser runs the service worker's own push handler.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Page, Worker

from tests.support.browser import until
from tests.support.push_service import Phone

_PUSH_MANAGER = """given => {
  const swapped = (text, pairs) => text.replace(/[-_+/=]/g, (letter) => pairs[letter] ?? letter);
  const text = (bytes) => swapped(btoa(String.fromCharCode(...new Uint8Array(bytes))), { "+": "-", "/": "_", "=": "" });
  const raw = (text) => atob(swapped(text, { "-": "+", _: "/" }));
  const bytes = (text) => Uint8Array.from(raw(text), (letter) => letter.charCodeAt(0)).buffer;
  const made = () => ({
    endpoint: given.endpoint,
    options: { userVisibleOnly: true, applicationServerKey: bytes(localStorage.getItem("made-for")) },
    toJSON: () => ({ ...given, expirationTime: null }),
    unsubscribe: async () => (localStorage.removeItem("made-for"), true),
  });
  PushManager.prototype.getSubscription = async () => (localStorage.getItem("made-for") ? made() : null);
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly) throw new DOMException("silent", "NotAllowedError");
    localStorage.setItem("made-for", text(applicationServerKey));
    return made();
  };
}"""

_IN_TURN = """() => {
  let turn = Promise.resolve();
  for (const name of ["showNotification", "getNotifications"]) {
    const work = registration[name].bind(registration);
    registration[name] = (...given) => {
      const mine = turn.then(() => work(...given));
      turn = mine.catch(() => {});
      return mine;
    };
  }
}"""
"""A browser that is asked what it shows while it begins to show something forgets the latter. The worker itself asks in
turn; a story that looks again and again stands in the same queue, else it makes vanish what it waits for."""


@dataclass
class PushedBrowser:
    """One browser with its page, its service worker and its way to deliver pushes."""

    context: BrowserContext
    page: Page
    worker: Worker
    cdp: CDPSession
    origin: str
    registration_id: str

    @classmethod
    async def open(cls, context: BrowserContext, origin: str, phone: Phone, path: str = "/") -> PushedBrowser:
        """Opens `path` and waits until its service worker rules it."""
        given = phone.subscription
        keys = {"endpoint": given.endpoint, "keys": {"p256dh": given.p256dh, "auth": given.auth}}
        await context.grant_permissions(["notifications"], origin=origin)
        await context.add_init_script(f"({_PUSH_MANAGER})({json.dumps(keys)})")
        page = await context.new_page()
        await page.goto(origin + path)
        await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        await until(lambda: _ruled(page), "the service worker rules the page")
        cdp = await context.new_cdp_session(page)
        found: list[str] = []
        cdp.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda event: found.extend(each["registrationId"] for each in event["registrations"]),
        )
        await cdp.send("ServiceWorker.enable")
        await until(lambda: _given(found), "the browser names its registration")
        worker = context.service_workers[0]
        await worker.evaluate(_IN_TURN)
        return cls(context, page, worker, cdp, origin, found[0])

    async def deliver(self, payload: Any) -> None:
        """What the push service would hand to the browser now; text as it is, all else as JSON."""
        data = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
        await self.cdp.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": self.origin, "registrationId": self.registration_id, "data": data},
        )

    async def shown(self) -> list[dict[str, Any]]:
        """The notifications that stand on the screen."""
        return await self.worker.evaluate(
            """async () => (await registration.getNotifications()).map(
                ({ title, body, tag, data, actions, icon, requireInteraction }) =>
                ({ title, body, tag, data, actions: actions.map(({ action }) => action), icon, requireInteraction }))"""
        )

    async def showing(self, what: str, count: int = 1) -> list[dict[str, Any]]:
        """Waits until as many stand there."""

        async def look() -> tuple[list[dict[str, Any]]] | None:
            seen = await self.shown()
            return (seen,) if len(seen) == count else None

        try:
            return (await until(look, what))[0]
        except AssertionError as error:
            raise AssertionError(f"{error}; stands there: {await self.shown()}") from None

    async def tap(self, action: str = "") -> None:
        """A finger on the first notification, or on one of its buttons."""
        await self.worker.evaluate(
            """async (action) => {
                const [notification] = await registration.getNotifications();
                self.dispatchEvent(new NotificationEvent("notificationclick", { notification, action }));
            }""",
            action,
        )


async def _ruled(page: Page) -> bool:
    return await page.evaluate("Boolean(navigator.serviceWorker.controller)")


async def _given(found: list[str]) -> list[str]:
    return found
