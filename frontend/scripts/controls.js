// Small things that a tap does: open and close sheets, reveal a password, copy and share, go back, choose look and language.
import { build, csrfToken, onContent, onTap, words } from "./page.js";
import { toast } from "./toast.js";

const YEAR = 31_536_000;

export function startControls() {
  onTap("[data-opens]", (button) => document.getElementById(button.dataset.opens)?.showModal());
  onTap("[data-closes]", (button) => button.closest("dialog")?.close());
  onTap("dialog.sheet", closeOutside);
  onTap("[data-back]", () => (history.length > 1 ? history.back() : (location.href = "/")));
  onTap("[data-reveal]", reveal);
  onTap("[data-copy]", (button) => copy(button.dataset.copy || location.href));
  onTap("[data-share-now]", (button) => share(button.closest("[data-share]").dataset));
  onTap("[data-prints]", () => print());
  onTap("[data-select-all]", (input) => input.select());
  onTap("[data-set-lang]", (button) => choose("lang", button.dataset.setLang, button.dataset.url));
  onTap("[data-set-theme]", (button) => choose("theme", button.dataset.setTheme, button.dataset.url));
  onContent(() => {
    for (const button of document.querySelectorAll("[data-share-now]")) button.hidden = !navigator.share;
  });
  document.addEventListener("htmx:after:swap", (event) => doneWith(event.detail.ctx));
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
    if (event.target.matches("[data-names-file]")) nameFile(event.target);
  });
}

/** The name of the chosen file, where the page says in the reader's language that there is none yet. */
function nameFile(input) {
  const place = input.parentElement.querySelector("[data-file-name]");
  place.dataset.none ??= place.textContent;
  place.textContent = input.files[0]?.name ?? place.dataset.none;
}

/** What was done from a sheet to the page behind it closes the sheet. */
function doneWith(ctx) {
  const sheet = ctx?.sourceElement?.closest?.("dialog.sheet[open]");
  if (!sheet || ctx.request?.method === "GET" || !ctx.response || ctx.response.status >= 400) return;
  const target = typeof ctx.target === "string" ? document.querySelector(ctx.target) : ctx.target;
  if (!sheet.contains(target)) sheet.close();
}

function closeOutside(dialog, { target, clientX, clientY }) {
  if (target !== dialog || dialog.id === "ask") return;
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  if (clientX < left || clientX > right || clientY < top || clientY > bottom) dialog.close();
}

function reveal(button) {
  const input = document.getElementById(button.dataset.reveal);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
}

/** Also on plain http, where there is no clipboard: by selecting in a field that nobody sees. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(words("copied"), { seconds: 2 });
  } catch {
    const field = build("textarea", { class: "fixed opacity-0" });
    field.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    toast(words(done ? "copied" : "copyFailed"), { seconds: done ? 2 : 6 });
  }
}

function share({ share: url, shareTitle: title }) {
  navigator.share({ url, title }).catch(() => {});
}

/** Keeps a choice in this browser, and with `url` for the person; then shows it. */
async function choose(name, value, url) {
  document.cookie = `dangban_${name}=${value}; path=/; max-age=${YEAR}; samesite=lax`;
  if (url) {
    const headers = { "X-CSRF-Token": csrfToken(), "HX-Request": "true" };
    const answer = await fetch(url, { method: "POST", headers, body: new URLSearchParams({ [name]: value }) }).catch(() => null);
    if (!answer?.ok) return toast(words(answer ? "serverError" : "noNetwork"), { tone: "late" });
  }
  location.reload();
}
