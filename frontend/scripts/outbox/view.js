// Shows what waits and what came back: in the badge's count, in its list, at the forms, and above the page.
import { build, onContent, onTap, personId, words } from "../page.js";
import { ask } from "../ask.js";
import { wallTime } from "../time.js";
import { flush } from "./flusher.js";
import { entriesOf, forget } from "./store.js";

let entries = [];
const listeners = new Set();

/** Tells `listener` {waiting, refused} now and whenever they change. */
export function onOutbox(listener) {
  listeners.add(listener);
  listener(counts());
}

/** Reads the store again, after something was kept, sent or refused. */
export async function changed() {
  if (!personId()) return;
  entries = await entriesOf(personId());
  for (const listener of listeners) listener(counts());
  paint();
}

export function startOutboxView() {
  if (!personId()) return;
  onContent(paint);
  onTap("[data-outbox-send]", () => flush());
  onTap("[data-outbox-forget]", async (button) => {
    const entry = entries.find(({ key }) => key === button.dataset.outboxForget);
    if (entry?.state === "waiting" && !(await ask(words("discardAsk")))) return;
    await forget(button.dataset.outboxForget);
    await changed();
  });
  return changed();
}

function counts() {
  return {
    waiting: entries.filter(({ state }) => state === "waiting").length,
    refused: entries.filter(({ state }) => state === "refused").length,
  };
}

export function paint() {
  paintForms();
  for (const list of document.querySelectorAll("[data-waiting-list]")) fill(list, listOf(entries));
  const refused = entries.filter(({ state }) => state === "refused");
  for (const place of document.querySelectorAll("[data-came-back]")) fill(place, refused.map(cameBack));
}

/**
 * A form whose act waits says so and rests. A form with data-offline-after="in" stands hidden in the card and appears
 * while such an act waits, so that a whole day can be lived without a network.
 */
function paintForms() {
  for (const form of document.querySelectorAll("form[data-offline]")) {
    const group = entries.filter((entry) => entry.group === form.dataset.offline && entry.state === "waiting");
    const follows = form.dataset.offlineAfter?.split(/\s+/);
    const mine = follows ? null : group.findLast((entry) => kindOf(entry) === form.elements.kind?.value);
    if (follows) form.hidden = !(group.length && follows.includes(kindOf(group.at(-1))));
    form.classList.toggle("is-waiting", Boolean(mine));
    for (const button of form.querySelectorAll('[type="submit"]')) rest(button, Boolean(mine));
    for (const note of form.querySelectorAll("[data-offline-note]")) {
      note.hidden = !mine;
      note.textContent = mine ? words("kept", { time: timeOf(mine) }) : "";
    }
  }
}

function rest(button, resting) {
  if (resting) button.disabled = true;
  else if ("rests" in button.dataset) button.disabled = false;
  button.toggleAttribute("data-rests", resting);
}

const kindOf = (entry) => entry.fields.find(([name]) => name === "kind")?.[1];

function listOf(all) {
  if (!all.length) return [build("p", { class: "py-6 text-center text-muted" }, words("nothingWaits"))];
  const rows = build("ul", { class: "divide-y divide-base-300" }, ...all.map(rowOf));
  const send = build("button", { class: "btn btn-primary btn-lg mt-4 w-full", type: "button", "data-outbox-send": "" }, words("sendNow"));
  return [rows, all.some(({ state }) => state === "waiting") ? send : null];
}

function rowOf(entry) {
  const tone = entry.state === "refused" ? "tone-late" : "text-muted";
  const discard = entry.state === "refused" ? words("dismiss") : words("discard");
  return build(
    "li",
    { class: "flex items-center gap-3 py-3" },
    build(
      "span",
      { class: "min-w-0 flex-1" },
      build("span", { class: "block font-medium" }, entry.label || entry.url),
      build("span", { class: "num block text-sm text-muted" }, words("madeAt", { time: timeOf(entry) })),
      entry.reason ? build("span", { class: `block text-sm ${tone}` }, entry.reason) : null,
    ),
    build("button", { class: "btn btn-sm btn-soft", type: "button", "data-outbox-forget": entry.key }, discard),
  );
}

function cameBack(entry) {
  return build(
    "div",
    { class: "strip tone-late mb-3 items-start", role: "alert" },
    build(
      "div",
      { class: "min-w-0 flex-1" },
      build("p", { class: "font-semibold" }, `${words("cameBack")} · ${entry.label} ${timeOf(entry)}`),
      build("p", {}, entry.reason || words("serverError")),
    ),
    build("button", { class: "btn btn-sm btn-soft", type: "button", "data-outbox-forget": entry.key }, words("dismiss")),
  );
}

const timeOf = (entry) => wallTime(entry.shownAt ?? entry.madeAt);

function fill(place, children) {
  place.replaceChildren(...children.filter(Boolean));
}
