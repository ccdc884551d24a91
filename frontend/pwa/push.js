// Notifications: every push shows something (a browser that is pushed to in silence loses its permission), and each says
// back what became of it. What arrives holds nothing personal; the server's words stand on the locked screen as they are.
// PUSH_WORDS and PUSH_ICONS are filled in by the build.
import { report, reportAll } from "../scripts/receipts.js";
import { register } from "../scripts/subscription.js";

const ACKNOWLEDGE = "acknowledge";

/** Hears pushes, taps on them and new addresses. `recall` answers {lang} of whoever uses this phone. */
export function startPushes(recall) {
  self.addEventListener("push", (event) => event.waitUntil(show(read(event.data), recall)));
  self.addEventListener("notificationclick", (event) => event.waitUntil(tapped(event.notification, event.action, recall)));
  self.addEventListener("notificationclose", (event) => event.waitUntil(count()));
  self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renewed(event)));
  self.addEventListener("sync", (event) => event.tag === "receipts" && event.waitUntil(reportAll(true)));
  self.addEventListener("message", (event) => event.data?.looking && event.waitUntil(lookedAt(event.data.looking)));
}

/** A push without content, or with one that cannot be read, is still a push. */
function read(data) {
  try {
    const said = data?.json();
    return said && typeof said === "object" ? said : {};
  } catch {
    return {};
  }
}

async function show(said, recall) {
  const words = await wordsOf(recall);
  await inTurn(() => self.registration.showNotification(said.title || words.title, {
    ...look(said, words),
    body: said.body ?? words.body,
    actions: (said.actions ?? []).slice(0, 2).map(({ action, title }) => ({ action, title })),
    requireInteraction: Boolean(said.actions?.length),
    data: { id: said.id, key: said.key, url: said.url, title: said.title, body: said.body },
  }));
  await Promise.all([said.key && report(said.key, "receipt"), count()]);
}

/** The same tag replaces what it showed before, and says so aloud again; a second try of the same (`again`) does not. */
function look({ id, tag, again }, { lang }) {
  const name = tag || (id ? `m${id}` : "");
  return { lang, icon: PUSH_ICONS.icon, badge: PUSH_ICONS.badge, ...(name && { tag: name, renotify: !again }) };
}

async function tapped(notification, action, recall) {
  notification.close();
  const { key, url } = notification.data ?? {};
  if (action === ACKNOWLEDGE && key) {
    await acknowledge(notification, recall);
  } else {
    await Promise.all([key && report(key, "seen"), open(url)]);
  }
  await count();
}

/** One tap, without opening anything. What could not be sent is kept, and the person is told either way. */
async function acknowledge(notification, recall) {
  const { key, url, title, body } = notification.data;
  const verdict = await report(key, "acknowledgement");
  if (verdict === "sent") return;
  const words = await wordsOf(recall);
  await self.registration.showNotification(title || words.title, {
    ...look({ tag: notification.tag }, words),
    body: verdict === "kept" ? words.kept : words.over,
    data: { url, title, body },
  });
}

/** The open window that shows it already, else any of ours, else a new one. */
async function open(address) {
  const target = inside(address);
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find(({ url }) => url === target.href);
  const ours = there ?? windows.find(({ focused }) => focused) ?? windows[0];
  if (!ours) return self.clients.openWindow(target.href);
  const focused = await ours.focus().catch(() => ours);
  if (there) return focused;
  return focused.navigate(target.href).catch(() => focused.postMessage({ open: target.pathname + target.search }));
}

/** An address of our own; anything else leads to the first page. */
function inside(address) {
  const target = new URL(address || "/", location.origin);
  return target.origin === location.origin ? target : new URL("/", location.origin);
}

/** Somebody looks at a page: what led there needs no notification any more. */
async function lookedAt(path) {
  for (const shown of await inTurn(() => self.registration.getNotifications())) {
    if (inside(shown.data?.url).pathname === path && !shown.actions?.length) shown.close();
  }
  await count();
}

/** The number on the app's icon: what still stands unread on the screen. */
async function count() {
  const shown = await inTurn(() => self.registration.getNotifications()).catch(() => []);
  await (shown.length ? navigator.setAppBadge?.(shown.length) : navigator.clearAppBadge?.())?.catch(() => {});
}

let turn = Promise.resolve();

/** A browser that is asked what it shows while it begins to show something forgets the latter: one after the other. */
function inTurn(work) {
  const mine = turn.then(work);
  turn = mine.catch(() => {});
  return mine;
}

/** The push service has given this browser another address. */
async function renewed({ newSubscription, oldSubscription }) {
  await register(self.registration, newSubscription, oldSubscription?.options?.applicationServerKey);
}

async function wordsOf(recall) {
  const { lang } = await recall();
  return { lang: lang ?? "zh-Hans", ...(PUSH_WORDS[lang] ?? PUSH_WORDS["zh-Hans"]) };
}
