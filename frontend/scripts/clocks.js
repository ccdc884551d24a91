// Everything that ticks: wall clocks (data-clock) and dials of time left (data-due).
import { onContent, words } from "./page.js";
import { now } from "./time.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export function startClocks() {
  onContent(tick);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
  next();
}

function next() {
  setTimeout(() => {
    if (!document.hidden) tick();
    next();
  }, 1000 - (now().getTime() % 1000));
}

function tick() {
  const at = now();
  for (const element of document.querySelectorAll("[data-clock]")) show(element, wall(element, at));
  for (const dial of document.querySelectorAll("[data-due]")) turn(dial, at);
}

function turn(dial, at) {
  const until = Date.parse(dial.dataset.until);
  const whole = until - Date.parse(dial.dataset.from);
  const left = until - at;
  const share = Math.max(0, Math.min(100, (left / whole) * 100));
  dial.style.setProperty("--v", share.toFixed(1));
  dial.classList.toggle("is-soon", left > 0 && share < 25);
  dial.classList.toggle("is-late", left <= 0);
  show(dial, timeLeft(left));
}

/** `2:24` below ten minutes, then minutes, hours, days. */
export function timeLeft(milliseconds) {
  if (milliseconds <= 0) return words("over");
  if (milliseconds < 10 * MINUTE) {
    const seconds = Math.ceil(milliseconds / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
  if (milliseconds < 2 * HOUR) return words("minutes", { n: Math.ceil(milliseconds / MINUTE) });
  if (milliseconds < 48 * HOUR) return words("hours", { n: Math.round(milliseconds / HOUR) });
  return words("days", { n: Math.round(milliseconds / (24 * HOUR)) });
}

const writers = new Map();

function wall(element, at) {
  const { zone, minutes } = element.dataset;
  const key = `${zone} ${minutes}`;
  if (!writers.has(key)) {
    const second = minutes === undefined ? "2-digit" : undefined;
    const options = { timeZone: zone || undefined, hour: "2-digit", minute: "2-digit", second, hourCycle: "h23" };
    writers.set(key, new Intl.DateTimeFormat("en-GB", options));
  }
  return writers.get(key).format(at);
}

function show(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
