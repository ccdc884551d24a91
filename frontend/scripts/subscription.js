// The address at which this browser can be pushed to, as the server knows it. Used by the page and by the service worker.

const HERE = "/api/v1/me/phone";
const PATIENCE = 20_000;

/** How it stands for this device by the server: {key, on, endpoint}; null without a network or a session. */
export async function stateOfPhone() {
  const response = await fetch(HERE, { headers: { Accept: "application/json" }, cache: "no-store" }).catch(() => null);
  return response?.ok ? response.json() : null;
}

/**
 * Has the browser subscribe to our key and tells the server. An address made for another key of ours is given up first.
 * Answers the server's response, or throws what the browser says.
 */
export async function register(registration, known = null, key = null) {
  const wanted = key ?? bytesOf((await stateOfPhone())?.key ?? "");
  const subscription = known ?? (await subscribed(registration, wanted));
  return tell("PUT", JSON.stringify(subscription));
}

/** Gives the address up, here and at the server. */
export async function unregister(registration) {
  const answer = await tell("DELETE");
  if (answer.ok) await (await registration.pushManager.getSubscription())?.unsubscribe();
  return answer;
}

export function isFor(subscription, key) {
  const made = subscription?.options?.applicationServerKey;
  return Boolean(made) && String(new Uint8Array(made)) === String(bytesOf(key));
}

async function subscribed(registration, key) {
  const old = await registration.pushManager.getSubscription();
  if (old && String(new Uint8Array(old.options?.applicationServerKey ?? [])) !== String(new Uint8Array(key))) await old.unsubscribe();
  return soon(registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
}

/** Where no push service can be reached some browsers never answer at all. */
function soon(promise) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new DOMException("", "AbortError")), PATIENCE))]);
}

/** With a fresh token, since the service worker has no page to ask. */
async function tell(method, body) {
  const { csrf } = await (await fetch("/session/csrf", { headers: { Accept: "application/json" }, cache: "no-store" })).json();
  const headers = { "X-CSRF-Token": csrf, Accept: "application/json", ...(body && { "Content-Type": "application/json" }) };
  return fetch(HERE, { method, headers, body, credentials: "same-origin" });
}

function bytesOf(text) {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (character) => character.charCodeAt(0));
}
