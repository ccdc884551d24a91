// What becomes of answers that are not "yes": a refusal goes to its form or field, else into a toast; a session that
// has ended leads to the log-in; a missing network is said, and the person's input stays where it is.
import htmx from "htmx.org";
import { announce, freshKey, onContent, signedOut, words } from "./page.js";
import { hear } from "./time.js";
import { toast } from "./toast.js";

export function startErrors() {
  const busy = new WeakSet();
  htmx.registerExtension("dangban-errors", {
    // A second tap while the first is under way is the same wish, not another one.
    htmx_config_request: (element, { ctx }) => !(ctx.request.method !== "GET" && busy.has(element)),
    htmx_before_request: (element, { ctx }) => {
      if (ctx.request.method === "GET") return;
      busy.add(element);
      clear(formOf(ctx));
    },
    htmx_before_response: (element, { ctx }) => received(ctx),
    htmx_after_request: (element, { ctx }) => answered(ctx),
    htmx_error: (element, { ctx, error }) => failed(ctx, error),
    htmx_finally_request: (element) => void busy.delete(element),
  });
  document.addEventListener("htmx:after:swap", (event) => pointAtField(event.detail.ctx));
  document.addEventListener("input", (event) => settled(event.target));
  onContent(giveKeys);
}

function received(ctx) {
  const { raw, status } = ctx.response;
  hear(raw);
  const boosted = ctx.sourceElement._htmx?.boosted;
  if (status === 401) return stop(signedOut);
  if (boosted && (raw.redirected || status >= 400)) return stop(() => (location.href = raw.redirected ? raw.url : ctx.request.action));
  return true;
}

function stop(leave) {
  leave();
  return false;
}

function answered(ctx) {
  const { status } = ctx.response;
  const form = formOf(ctx);
  if (status < 500 && form) for (const key of form.querySelectorAll("[data-request-key]")) key.value = freshKey();
  if (status < 400 || ctx.hx.retarget || ctx.hx.redirect || ctx.hx.refresh) return;
  const html = (ctx.response.headers.get("content-type") ?? "").includes("html") && ctx.text.includes("data-refusal");
  const place = html && form?.querySelector("[data-errors]");
  Object.assign(ctx, { select: null, push: null, replace: null, transition: false });
  if (place) {
    Object.assign(ctx, { target: place, swap: "innerHTML" });
  } else {
    ctx.swap = "none";
    const said = html && new DOMParser().parseFromString(ctx.text, "text/html").querySelector("[data-refusal]");
    toast(said?.textContent.trim() || words("serverError"), { tone: "late", seconds: 10 });
  }
}

function failed(ctx, error) {
  if (!ctx?.request || ctx.response) return;
  if (ctx.sourceElement._htmx?.boosted) {
    location.href = ctx.request.action; // The service worker has the page, or says that it is not there.
  } else {
    const usual = words(error?.name === "AbortError" || error === "timeout" ? "timedOut" : "noNetwork");
    const { offlineSays, unsureSays } = formOf(ctx)?.dataset ?? {};
    // Without a network nothing has left the phone; else it may have arrived, and only the answer was lost.
    toast((navigator.onLine ? unsureSays : offlineSays) ?? usual, { tone: "late", seconds: 10 });
  }
}

function formOf(ctx) {
  return ctx.request?.form ?? ctx.sourceElement.closest?.("form") ?? null;
}

function clear(form) {
  if (!form) return;
  for (const place of form.querySelectorAll("[data-errors], [data-error-for]")) place.replaceChildren();
  for (const field of form.querySelectorAll('[aria-invalid="true"]')) field.removeAttribute("aria-invalid");
}

/** A refusal that names a field is told at that field, which takes the focus. */
function pointAtField(ctx) {
  const form = ctx?.request && formOf(ctx);
  const refusal = form?.querySelector("[data-errors] [data-refusal]");
  if (!refusal) return;
  const text = refusal.textContent.trim();
  announce(text);
  const name = refusal.dataset.refusedField;
  const field = name && form.elements.namedItem(name);
  const place = name && placeOf(form, field, name);
  if (!field || !place) return refusal.scrollIntoView({ block: "nearest" });
  place.textContent = text;
  refusal.remove();
  const first = field instanceof RadioNodeList ? field[0] : field;
  first.setAttribute("aria-invalid", "true");
  first.focus();
}

/** Errors stand under the id of a field, which is its name unless a page has several of that name. */
function placeOf(form, field, name) {
  const id = field instanceof RadioNodeList ? name : field?.id || name;
  return form.querySelector(`[data-error-for="${CSS.escape(id)}"]`) ?? form.querySelector(`[data-error-for="${CSS.escape(name)}"]`);
}

function settled(field) {
  if (field.getAttribute?.("aria-invalid") !== "true") return;
  field.removeAttribute("aria-invalid");
  document.getElementById(`${field.id}-error`)?.replaceChildren();
}

function giveKeys() {
  for (const key of document.querySelectorAll("[data-request-key]")) if (!key.value) key.value = freshKey();
}
