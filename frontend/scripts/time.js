// The server's time counts; a phone's clock may be wrong by minutes.
import { meta } from "./page.js";

const REMEMBERED = "dangban-clock";
let offset = measured();
let heardAt = Date.parse(meta("server-now")) || Date.now();

/** The server's time now, as far as the phone can tell. */
export function now() {
  return new Date(Date.now() + offset);
}

/** `08:24` on the department's wall. */
export function wallTime(at) {
  const options = { timeZone: meta("zone") || undefined, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat("en-GB", options).format(at);
}

/** The server's time when it was last heard from: how fresh the page is. */
export const lastHeard = () => new Date(heardAt);

export function heardNow() {
  heardAt = now().getTime();
}

/**
 * Corrects the clock by an answer that has just come. Its Date header knows whole seconds only, and says when the house
 * answered: at any moment since `asked`, where the answer was long on its way.
 */
export function hear(response, asked = now()) {
  const heard = Date.parse(response.headers.get("date") ?? "");
  if (heard && (heard - now() > 3000 || asked - heard > 3000)) offset = heard + 500 - Date.now();
  heardNow();
}

/** What `offset` was when this page was made. A page from the phone's own store has an old stamp: it was seen before. */
function measured() {
  const stamp = meta("server-now");
  const before = recall();
  if (!stamp || before?.stamp === stamp) return before?.offset ?? 0;
  const arrived = performance.timeOrigin + (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0);
  const fresh = Date.parse(stamp) - arrived;
  // An old page kept by the phone and stamped long ago must not turn the clock back by days.
  if (!navigator.onLine && before) return before.offset;
  remember({ stamp, offset: fresh });
  return fresh;
}

function recall() {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED));
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(value));
  } catch {
    // A private window keeps nothing; the clock is then right on every fresh page.
  }
}
