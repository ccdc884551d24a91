// What waits to be sent, in IndexedDB: readable by the page and by the service worker.
// An entry: {key, person, url, method, fields [[name, value]], label, madeAt (ms), held (ms), state, reason, status}.
// `state` is "waiting" or "refused"; each entry belongs to the person who made it and is sent by nobody else.
import { openDB } from "idb";

let opened = null;

function database() {
  opened ??= openDB("dangban", 1, {
    upgrade(db) {
      db.createObjectStore("outbox", { keyPath: "key" }).createIndex("person", "person");
    },
    terminated() {
      opened = null;
    },
  }).catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

export async function keep(entry) {
  await (await database()).put("outbox", entry);
}

export async function forget(key) {
  await (await database()).delete("outbox", key);
}

/** All of one person's entries, oldest first. Empty where the browser keeps nothing. */
export async function entriesOf(person) {
  try {
    const entries = await (await database()).getAllFromIndex("outbox", "person", String(person));
    return entries.sort((one, other) => one.madeAt - other.madeAt);
  } catch {
    return [];
  }
}
