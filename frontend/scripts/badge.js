// The badge in the header: live, connecting, offline, and how many entries wait or came back.
import { announce, onContent, words } from "./page.js";
import { onLiveState } from "./live.js";
import { onOutbox } from "./outbox/view.js";
import { lastHeard, wallTime } from "./time.js";

let live = "connecting";
let outbox = { waiting: 0, refused: 0 };
let told = "";

export function startBadge() {
  onLiveState((state) => {
    live = state;
    paint();
    tell();
  });
  onOutbox((counts) => {
    outbox = counts;
    paint();
    tell();
  });
  onContent(paint);
}

function paint() {
  const [state, text] = reading();
  for (const badge of document.querySelectorAll("[data-live-badge]")) {
    badge.dataset.state = state;
    const label = badge.querySelector("[data-live-text]");
    if (label.textContent !== text) label.textContent = text;
  }
  for (const note of document.querySelectorAll("[data-stale]")) {
    note.hidden = live !== "offline";
    note.querySelector("[data-stale-text]").textContent = words("stale", { time: wallTime(lastHeard()) });
  }
  for (const sentence of document.querySelectorAll("[data-live-sentence]")) sentence.textContent = words(live + "Sentence");
}

/** What stands in the badge, the most pressing first. */
function reading() {
  if (outbox.refused) return ["refused", words("refused", { n: outbox.refused })];
  if (outbox.waiting) return ["waiting", words(live === "offline" ? "offlineWaiting" : "waiting", { n: outbox.waiting })];
  return [live, words(live)];
}

/** Said aloud only when something is amiss or mended, not at every start. */
function tell() {
  const [state, text] = reading();
  if (state === "connecting" || text === told || (state === "live" && !told)) return;
  told = text;
  announce(text);
}
