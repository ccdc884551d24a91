// The service worker: the shell from the phone's own store, the last good pages of the dock for reading without a
// network, and the outbox in the background. SHELL and OFFLINE are filled in by the build.
import { deliverAll } from "../scripts/outbox/delivery.js";
import { startPushes } from "./push.js";

const STORE = "shell-" + fingerprint(SHELL.join());
const NETWORK_PATIENCE = 6_000;
const GUARDS = [
  "Content-Security-Policy",
  "X-Content-Type-Options",
  "Referrer-Policy",
  "X-Frame-Options",
  "Cross-Origin-Opener-Policy",
  "Permissions-Policy",
];

startPushes(recall);
self.addEventListener("install", (event) => event.waitUntil(fillShell()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  if (event.data?.take === "over") self.skipWaiting();
  if (event.data && "person" in event.data) event.waitUntil(meet(event.data));
});
self.addEventListener("sync", (event) => event.tag === "outbox" && event.waitUntil(flush()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) return event.respondWith(fromShell(request));
  if (isWholePage(request)) event.respondWith(pageOf(request, url, event));
});

/** A page that the browser opens, or that htmx fetches whole: by a link of the dock, or going back. */
function isWholePage({ mode, headers }) {
  return mode === "navigate" || headers.has("HX-Boosted") || headers.has("HX-History-Restore-Request");
}

async function fillShell() {
  const store = await caches.open(STORE);
  // Names carry their content's hash, so what an older version has stored under the same name is the same.
  await Promise.all(
    SHELL.map(async (url) => store.put(url, (await caches.match(url)) ?? (await good(await fetch(url, { cache: "no-cache" }))))),
  );
}

function good(response) {
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response;
}

async function takeOver() {
  for (const name of await caches.keys()) if (name.startsWith("shell-") && name !== STORE) await caches.delete(name);
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

async function fromShell(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** From the network, and kept when it is a page of the dock; else the last good one; else the offline page. */
async function pageOf(request, url, event) {
  try {
    const instead = await kept(url);
    const response = await soon(((await event.preloadResponse) || undefined) ?? fetch(request), instead);
    if (response.status >= 502 && instead) return instead; // The server is away: what was last known helps more.
    if (response.ok && !response.redirected) event.waitUntil(keep(url, response.clone()));
    return response;
  } catch {
    return (await kept(url)) ?? offlinePage();
  }
}

/** A network that hangs is as good as none, once there is something to show instead. */
function soon(response, instead) {
  if (!instead) return response;
  return Promise.race([response, new Promise((_, reject) => setTimeout(reject, NETWORK_PATIENCE))]);
}

async function keep(url, response) {
  const state = await recall();
  if (!state.places?.includes(url.pathname) || !isPlain(url)) return;
  const html = await response.text();
  const person = html.match(/<meta name="person" content="(\d+)"/)?.[1];
  if (!person) return;
  if (person !== state.person) await meet({ ...state, person });
  const store = await caches.open("pages-" + person);
  const headers = await guarded(response, await store.match(url.pathname));
  await store.put(url.pathname, new Response(html, { headers }));
}

async function kept(url) {
  const { person } = await recall();
  return person && isPlain(url) ? (await caches.open("pages-" + person)).match(url.pathname) : undefined;
}

/**
 * What a page may do holds for the kept one, too. One that htmx fetched comes without (it lives under the policy of the
 * page that asked): then what the server said before, at the latest about the offline page.
 */
async function guarded(...told) {
  const { headers } = [...told, await offline()].find((each) => each?.headers.has(GUARDS[0])) ?? new Response();
  const said = GUARDS.filter((name) => headers.has(name)).map((name) => [name, headers.get(name)]);
  return { "Content-Type": "text/html; charset=utf-8", ...Object.fromEntries(said) };
}

/** A place as the dock opens it; `/rota?week=…` is another page than `/rota`. */
const isPlain = ({ search }) => search === "" || search === "?from=home-screen";

async function offlinePage() {
  return new Response((await offline())?.body, { status: 503, headers: await guarded() });
}

async function offline() {
  const { lang } = await recall();
  return caches.match(OFFLINE[lang] ?? OFFLINE["zh-Hans"]);
}

/** Learns who uses this phone; nobody else's pages stay. On the first meeting the dock's pages are fetched ahead. */
async function meet({ person, lang, places = [] }) {
  const mine = person ? "pages-" + person : null;
  for (const name of await caches.keys()) if (name.startsWith("pages-") && name !== mine) await caches.delete(name);
  await remember({ person: person || null, lang, places });
  if (!person) return;
  const store = await caches.open(mine);
  for (const path of places) {
    if (await store.match(path)) continue;
    const response = await fetch(path, { credentials: "same-origin" }).catch(() => null);
    if (response?.ok && !response.redirected) await keep(new URL(path, location.href), response);
  }
}

// A worker forgets its variables whenever it is stopped, so what it must know stands in a store of its own.
async function recall() {
  const noted = await (await caches.open("state")).match("/state");
  return noted ? noted.json() : {};
}

async function remember(state) {
  await (await caches.open("state")).put("/state", Response.json(state));
}

/** Sends what waits, without any page open. An error makes the browser try again later. */
async function flush() {
  const { sent, refused, kept } = await deliverAll();
  for (const client of await self.clients.matchAll()) client.postMessage({ outbox: { sent, refused } });
  if (kept) throw new Error("something still waits");
}

function fingerprint(text) {
  let hash = 5381;
  for (const character of text) hash = (hash * 33) ^ character.codePointAt(0);
  return (hash >>> 0).toString(36);
}
