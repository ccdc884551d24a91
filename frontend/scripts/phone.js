// Notifications on this phone: what is possible here, on and off by a tap, and renewed quietly where they are on.
// A part marked data-phone holds one element for each state (data-phone-state); the fitting one is shown.
import { platform } from "./install.js";
import { announce, meta, onContent, onTap, personId, words } from "./page.js";
import { reportAll } from "./receipts.js";
import { refresh } from "./swap.js";
import { isFor, register, stateOfPhone, unregister } from "./subscription.js";
import { toast } from "./toast.js";

const WANTED = "dangban-push";
const LATER = "dangban-push-later";
const WEEK = 7 * 86_400_000;
const known = new Map();

export function startPhone() {
  if (!personId()) return;
  onContent(paint);
  onTap("[data-phone-on]", (button) => busy(button, switchOn));
  onTap("[data-phone-off]", (button) => busy(button, switchOff));
  onTap("[data-phone-later]", () => {
    keep(localStorage, LATER, String(Date.now()));
    paint();
  });
  renew();
  looking();
  document.addEventListener("visibilitychange", looking);
  addEventListener("online", () => reportAll());
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data?.open && location.assign(data.open));
}

/** Shows what fits, in every part of the page that says so; what was known before shows until it is known anew. */
async function paint() {
  for (const part of document.querySelectorAll("[data-phone]")) {
    if (known.has(part.id)) show(part, known.get(part.id));
    known.set(part.id, await stateOf(part));
    show(part, known.get(part.id));
  }
}

/** A part may itself be the only state that it has. */
function show(part, state) {
  part.dataset.phone = state;
  for (const each of [part, ...part.querySelectorAll("[data-phone-state]")]) {
    if (each.dataset.phoneState) each.hidden = !each.dataset.phoneState.split(/\s+/).includes(state);
  }
}

/** in-app, insecure, ios-install, ios-other, unsupported, denied, off, on; later for a hint that was put off. */
async function stateOf(part) {
  const local = "phoneLocal" in part.dataset;
  if (local && Date.now() - Number(recall(localStorage, LATER)) < WEEK) return "later";
  const where = platform();
  if (where === "in-app") return "in-app";
  if (!isSecureContext) return "insecure";
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!able && where === "ios") return "ios-install";
  if (!able && where === "ios-other") return "ios-other";
  if (!able) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  if (Notification.permission !== "granted") return "off";
  if (local) return wanted() ? "on" : "off";
  const mine = await (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription();
  return part.dataset.phoneIs === "on" && mine?.endpoint === part.dataset.phoneEndpoint ? "on" : "off";
}

async function switchOn() {
  const permission = await Notification.requestPermission();
  if (permission === "denied") return toast(words("phoneDenied"), { tone: "warn", seconds: 10 });
  if (permission !== "granted") return;
  const answer = await register(await navigator.serviceWorker.ready);
  if (!answer.ok) return toast(await sentence(answer), { tone: "late", seconds: 12 });
  want(true);
  toast(words("phoneOn"));
  announce(words("phoneOn"));
  await fetchAnew();
}

async function switchOff() {
  want(false);
  const answer = await unregister(await navigator.serviceWorker.ready);
  if (!answer.ok) return toast(await sentence(answer), { tone: "late" });
  toast(words("phoneOff"));
  await fetchAnew();
}

/**
 * Once per log-in and tab, where this person has switched it on here: another key of ours, another address of the
 * browser's, or a new log-in are told to the server without a tap. Nothing is ever asked of the person.
 */
async function renew() {
  if (!wanted() || !("Notification" in window) || Notification.permission !== "granted") return;
  if (recall(sessionStorage, WANTED) === meta("csrf")) return;
  try {
    const registration = await navigator.serviceWorker.ready;
    const [mine, server] = await Promise.all([registration.pushManager.getSubscription(), stateOfPhone()]);
    if (!server) return;
    const same = mine && server.on && mine.endpoint === server.endpoint && isFor(mine, server.key);
    if (!same && (await register(registration)).ok) await fetchAnew();
    keep(sessionStorage, WANTED, meta("csrf"));
  } catch {
    // The push service is away: tried again with the next page.
  }
}

/** Whoever looks at the page needs no notification that led to it; and what could not be told before is told now. */
function looking() {
  if (document.hidden) return;
  navigator.serviceWorker?.controller?.postMessage({ looking: location.pathname });
  reportAll();
}

async function busy(button, act) {
  if (button.disabled) return;
  button.disabled = true;
  button.classList.add("is-busy");
  try {
    await act();
  } catch (error) {
    const away = error?.name === "AbortError" || error?.name === "NotSupportedError";
    toast(words(away ? "phoneNoService" : "phoneFailed"), { tone: "late", seconds: 12 });
  } finally {
    button.disabled = false;
    button.classList.remove("is-busy");
    await paint();
  }
}

async function fetchAnew() {
  for (const part of document.querySelectorAll("[data-phone][hx-get]")) await refresh(part);
  await paint();
}

async function sentence(answer) {
  const problem = await answer.json().catch(() => ({}));
  return problem.detail ?? problem.title ?? words("phoneFailed");
}

const wanted = () => recall(localStorage, WANTED) === personId();
const want = (yes) => keep(localStorage, WANTED, yes ? personId() : "");

function recall(store, name) {
  try {
    return store.getItem(name);
  } catch {
    return null;
  }
}

function keep(store, name, value) {
  try {
    store.setItem(name, value);
  } catch {
    // Told again with the next page, which does no harm.
  }
}
