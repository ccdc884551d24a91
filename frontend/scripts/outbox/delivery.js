// Delivers what waits, oldest first, one flusher at a time over all tabs and the service worker.
// A 2xx or a final 4xx ends an entry; 401, 403, 408, 425, 429, 5xx and a missing network keep it.
import { entriesOf, forget, keep } from "./store.js";

const KEEP = new Set([401, 403, 408, 425, 429]);
const PATIENCE = 12_000;

/**
 * Delivers everything of `person`. `firstToken` is the page's own CSRF token for the entry `wanted`, tried first to save
 * a round trip. Answers {sent, refused, kept, answers: Map(key → {status, headers, text})}.
 */
export function deliverAll({ person = null, wanted = null, firstToken = "" } = {}) {
  return alone(async () => {
    const result = { sent: 0, refused: 0, kept: 0, answers: new Map() };
    const session = { person: person ?? undefined, csrf: "", fresh: false };
    if (person === null && !(await renew(session))) return result;
    const queue = (await entriesOf(session.person)).filter(
      (entry) => entry.state === "waiting" && (entry.key === wanted || !(entry.held > Date.now())),
    );
    for (const entry of queue) {
      const quick = entry.key === wanted && firstToken && !session.fresh;
      if (!quick && !session.fresh && !(await renew(session))) break;
      if (String(session.person) !== String(entry.person)) break; // Somebody else has logged in on this phone.
      const attended = entry.key === wanted;
      let answer = await send(entry, quick ? firstToken : session.csrf, attended);
      if (answer?.status === 403 && quick && (await renew(session))) {
        if (String(session.person) !== String(entry.person)) break;
        answer = await send(entry, session.csrf, attended);
      }
      if (answer) result.answers.set(entry.key, answer);
      if (!(await settle(entry, answer, attended, result))) break;
    }
    result.kept = (await entriesOf(session.person)).filter((entry) => entry.state === "waiting").length;
    return result;
  });
}

/** Whether the next entry may be tried. */
async function settle(entry, answer, wanted, result) {
  if (!answer) return false;
  const { status } = answer;
  if (status < 400) {
    await forget(entry.key);
    result.sent += 1;
    return true;
  }
  if (KEEP.has(status) || status >= 500) {
    await keep({ ...entry, status, reason: reasonIn(answer) });
    return status === 403 || status === 500; // Only these may concern this one entry alone.
  }
  if (wanted) {
    await forget(entry.key); // The person is looking at it: the answer itself is shown.
  } else {
    await keep({ ...entry, state: "refused", status, reason: reasonIn(answer) });
  }
  result.refused += 1;
  return true;
}

/** `attended`: the person is looking and can be asked; else the server must take it or refuse it as it is. */
async function send(entry, csrf, attended) {
  const body = entry.fields.some(([, value]) => typeof value !== "string") ? new FormData() : new URLSearchParams();
  const sentAt = new Date().toISOString();
  for (const [name, value] of entry.fields) body.append(name, value);
  body.append("sent_at", sentAt);
  if (!attended) body.append("unattended", "1");
  const headers = { ...entry.headers, "HX-Request": "true", "X-CSRF-Token": csrf, "X-Sent-At": sentAt, Accept: "text/html" };
  try {
    const response = await fetch(entry.url, { method: entry.method, headers, body, ...connection() });
    if (response.redirected) return { status: 401, headers: new Headers(), text: "" }; // To the log-in, as a rule.
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch {
    return null;
  }
}

/** A fresh CSRF token and who is logged in now. */
async function renew(session) {
  try {
    const response = await fetch("/session/csrf", { headers: { Accept: "application/json" }, ...connection() });
    if (!response.ok) return false;
    const { csrf, person } = await response.json();
    Object.assign(session, { csrf, person: person ?? session.person, fresh: true });
    return session.person !== undefined;
  } catch {
    return false;
  }
}

function connection() {
  const signal = AbortSignal.timeout?.(PATIENCE);
  return { credentials: "same-origin", cache: "no-store", ...(signal && { signal }) };
}

/** The server's sentence, out of a fragment or of problem+json. */
export function reasonIn({ text }) {
  if (text.trimStart().startsWith("{")) {
    try {
      const problem = JSON.parse(text);
      return problem.detail ?? problem.title ?? "";
    } catch {
      return "";
    }
  }
  const said = text.match(/data-refusal[\s\S]*?<p[^>]*>([\s\S]*?)<\/p>/)?.[1] ?? "";
  return said.replace(/<[^>]+>/g, "").replace(/&(amp|lt|gt|quot|#39|#34);/g, unescaped).trim();
}

const unescaped = (_, name) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#34": '"' })[name];

let queue = Promise.resolve();

/** One at a time: over the whole browser where locks exist (they need https), else within this page. */
function alone(work) {
  if (navigator.locks) return navigator.locks.request("dangban-outbox", work);
  const mine = queue.then(work);
  queue = mine.catch(() => {});
  return mine;
}
