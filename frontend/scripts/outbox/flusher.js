// Sends what waits whenever there may be a network again.
import { personId, words } from "../page.js";
import { refreshAll } from "../swap.js";
import { toast } from "../toast.js";
import { deliverAll } from "./delivery.js";
import { entriesOf } from "./store.js";
import { changed } from "./view.js";

const AGAIN_AFTER = 20_000;
let timer = 0;

export function startFlusher() {
  if (!personId()) return;
  flush();
  addEventListener("online", () => flush());
  addEventListener("pageshow", (event) => event.persisted && flush());
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  // What the service worker has sent in the background is told and shown as if the page had sent it.
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data?.outbox && tell(data.outbox));
}

/** Delivers what waits and says what became of it. What must stay is tried again by itself. */
export async function flush() {
  clearTimeout(timer);
  const waiting = (await entriesOf(personId())).filter(({ state }) => state === "waiting");
  if (!waiting.length) return changed();
  const result = await deliverAll({ person: personId() });
  if (result.kept) timer = setTimeout(flush, AGAIN_AFTER);
  await tell(result);
}

async function tell({ sent, refused }) {
  await changed();
  if (sent) toast(words("sent", { n: sent }));
  if (sent || refused) await refreshAll();
}
