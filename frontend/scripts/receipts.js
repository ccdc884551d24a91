// What became of a notification, told to the server: shown, opened, understood. Each is kept until the server has it, in
// a store of its own that page and service worker share; no session is needed, the key of the notification is enough.
import { openDB } from "idb";

const KEEP = new Set([401, 403, 408, 425, 429]);
const PATIENCE = 12_000;
const WEEK = 7 * 86_400_000;

let opened = null;

/** Tells one; answers "sent", "kept" (no network: it is told later) or "refused" (the matter is over). */
export async function report(key, what) {
  const receipt = { id: `${key}/${what}`, key, what, at: Date.now() };
  await store((db) => db.put("receipts", receipt));
  const verdict = await send(receipt);
  if (verdict === "kept") await askForSync();
  else await reportAll();
  return verdict;
}

/** Tells everything that waits, oldest first. `strict`: what must still wait is an error, so that the browser calls again. */
export async function reportAll(strict = false) {
  const waiting = (await store((db) => db.getAll("receipts"))) ?? [];
  for (const receipt of waiting.sort((one, other) => one.at - other.at)) {
    if ((await send(receipt)) !== "kept") continue;
    if (strict) throw new Error("something still waits");
    return;
  }
}

async function send(receipt) {
  const status = await post(receipt);
  const final = status && !KEEP.has(status) && status < 500;
  if (final || Date.now() - receipt.at > WEEK) await store((db) => db.delete("receipts", receipt.id));
  if (!final) return "kept";
  return status < 300 ? "sent" : "refused";
}

async function post({ key, what, at }) {
  const signal = AbortSignal.timeout?.(PATIENCE);
  const body = JSON.stringify({ at: new Date(at).toISOString() });
  try {
    const response = await fetch(`/messages/deliveries/${encodeURIComponent(key)}/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body,
      credentials: "omit",
      keepalive: true,
      ...(signal && { signal }),
    });
    return response.status;
  } catch {
    return 0;
  }
}

/** Where the browser keeps nothing, a receipt is told at once or not at all. */
async function store(act) {
  try {
    opened ??= openDB("dangban-receipts", 1, { upgrade: (db) => void db.createObjectStore("receipts", { keyPath: "id" }) });
    return await act(await opened);
  } catch {
    opened = null;
    return null;
  }
}

async function askForSync() {
  const registration = self.registration ?? (await navigator.serviceWorker?.getRegistration());
  await registration?.sync?.register("receipts").catch(() => {});
}
