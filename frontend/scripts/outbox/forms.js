// Forms marked data-offline go through the outbox: kept first, then sent, so that not even a phone that dies in
// between loses a tap. The answer comes back to htmx as if it had sent the form itself.
import htmx from "htmx.org";
import { csrfToken, freshKey, personId, words } from "../page.js";
import { locate } from "../place.js";
import { now } from "../time.js";
import { toast } from "../toast.js";
import { deliverAll } from "./delivery.js";
import { keep } from "./store.js";
import { changed, paint } from "./view.js";

const HOLD = 15_000; // While the page still looks for the place, nobody else sends the entry.

export function startOfflineForms() {
  htmx.registerExtension("dangban-outbox", {
    htmx_config_request: (element, { ctx }) => {
      const form = offlineForm(ctx);
      if (!form) return;
      ctx.request.body.set("request_key", freshKey());
      ctx.request.body.set("made_at", new Date().toISOString());
    },
    htmx_before_request: (element, { ctx }) => {
      const form = offlineForm(ctx);
      if (form) ctx.fetch = (url, request) => through(form, url, request);
    },
  });
}

function offlineForm(ctx) {
  if (!personId() || !/^(POST|PUT|PATCH)$/i.test(ctx.request.method)) return null;
  return ctx.sourceElement.closest?.("form[data-offline]") ?? null;
}

async function through(form, url, request) {
  const entry = entryOf(form, url, request);
  const kept = await tryToKeep(entry);
  if (form.dataset.place === "geofence") {
    entry.fields.push(...(await locate(form)));
  }
  entry.held = 0;
  if (kept) await tryToKeep(entry);
  navigator.vibrate?.(12);
  if (!kept) return sendWithoutKeeping(entry, request);
  const { answers } = await deliverAll({ person: entry.person, wanted: entry.key, firstToken: csrfToken() });
  await changed();
  const answer = answers.get(entry.key);
  if (answer && !mustWait(answer.status)) return asResponse(answer);
  if (answer?.status === 401) return asResponse(answer);
  toast(words(answer ? "keptLater" : "keptToast"));
  paint();
  askForBackgroundSync();
  return new Response(null, { status: 204 });
}

function entryOf(form, url, request) {
  const fields = [...request.body].filter(([name]) => name !== "csrf_token");
  const held = Date.now() + (form.dataset.place ? HOLD : 0);
  const key = request.body.get("request_key");
  const { "HX-Target": target, "HX-Source": source, "HX-Current-URL": page } = request.headers;
  return {
    key,
    person: personId(),
    group: form.dataset.offline,
    url: new URL(url, location.href).pathname + new URL(url, location.href).search,
    method: request.method,
    headers: { "HX-Target": target ?? "", "HX-Source": source ?? "", "HX-Current-URL": page ?? "", "HX-Request-Type": "partial" },
    fields,
    label: form.dataset.offlineLabel ?? form.querySelector('[type="submit"]')?.textContent.trim() ?? "",
    madeAt: Date.now(),
    shownAt: now().getTime(),
    held,
    state: "waiting",
  };
}

async function tryToKeep(entry) {
  try {
    await keep(entry);
    return true;
  } catch {
    return false;
  }
}

/** Where the browser keeps nothing, the form is sent at once or not at all, and the person hears which. */
async function sendWithoutKeeping(entry, request) {
  const body = new URLSearchParams(entry.fields);
  body.append("sent_at", new Date().toISOString());
  try {
    return await fetch(entry.url, { method: entry.method, headers: request.headers, body, credentials: "same-origin" });
  } catch {
    toast(words("unkeepable"), { tone: "late", stay: true });
    return new Response(null, { status: 204 });
  }
}

const mustWait = (status) => status >= 500 || [401, 403, 408, 425, 429].includes(status);

function asResponse({ status, headers, text }) {
  const empty = status === 204 || status === 205 || status === 304;
  return new Response(empty ? null : text, { status, headers });
}

async function askForBackgroundSync() {
  navigator.storage?.persist?.();
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register("outbox").catch(() => {});
}
