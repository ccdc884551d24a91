// One websocket for the page: it says which topics it shows and hears their changes as ready-made markup.
// Whatever was missed while it was away is fetched anew when it is back.
import { onContent, personId, signedOut } from "./page.js";
import { refresh, refreshAll, swapIn } from "./swap.js";
import { heardNow } from "./time.js";

const PING_EVERY = 25_000;
const ANSWER_WITHIN = 8_000;
const LONGEST_WAIT = 30_000;
const GRACE = 3_000; // A short break is not worth a word to the person.

let socket = null;
let subscribed = "";
let failures = 0;
let retry = 0;
let pings = 0;
let deadline = 0;
let state = "connecting";
const listeners = new Set();

/** Tells `listener` the state (connecting, live, offline), now and whenever it changes. */
export function onLiveState(listener) {
  listeners.add(listener);
  listener(state);
}

export function startLive() {
  if (!personId()) return;
  connect();
  onContent(subscribe);
  setInterval(() => document.hidden || ping(), PING_EVERY);
  addEventListener("online", () => connectNow());
  addEventListener("offline", () => {
    become("offline");
    drop();
  });
  addEventListener("pagehide", drop); // An open socket would keep the page out of the back-forward cache.
  addEventListener("pageshow", (event) => event.persisted && comeBack());
  document.addEventListener("visibilitychange", () => document.hidden || comeBack());
}

function comeBack() {
  if (socket?.readyState === WebSocket.OPEN) {
    ping();
    refreshAll();
  } else {
    connectNow();
  }
}

function connectNow() {
  failures = 0;
  drop();
  connect();
}

function connect() {
  clearTimeout(retry);
  if (!navigator.onLine) return become("offline");
  const address = new URL("/live", location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const mine = (socket = new WebSocket(address));
  if (state === "live") become("connecting");
  let opened = false;
  const patience = setTimeout(() => mine === socket && state !== "live" && become("offline"), GRACE);
  mine.onopen = () => {
    if (mine !== socket) return mine.close();
    clearTimeout(patience);
    opened = true;
    failures = 0;
    subscribed = "";
    become("live");
    subscribe();
  };
  mine.onmessage = (event) => mine === socket && hear(JSON.parse(event.data));
  mine.onclose = (event) => {
    clearTimeout(patience);
    if (mine !== socket) return;
    socket = null;
    clearTimeout(deadline);
    if (event.code === 4401) return signedOut();
    connectLater();
    if (!opened) checkSession();
  };
}

/** A browser does not tell why a socket was refused: the session may have ended while the line was away. */
async function checkSession() {
  const answer = await fetch("/session/csrf", { headers: { Accept: "application/json" }, cache: "no-store" }).catch(() => null);
  if (answer?.status === 401) signedOut();
}

/** Waits twice as long after each failure, and never at the same moment as everybody else. */
function connectLater() {
  const wait = Math.min(LONGEST_WAIT, 500 * 2 ** failures++);
  become(failures > 2 || !navigator.onLine ? "offline" : "connecting");
  retry = setTimeout(connect, wait * (0.5 + Math.random()));
}

function drop() {
  clearTimeout(retry);
  clearTimeout(deadline);
  const old = socket;
  socket = null;
  old?.close();
}

function topics() {
  const names = [...document.querySelectorAll("[data-live-topics]")].flatMap((element) => element.dataset.liveTopics.split(/\s+/));
  return [...new Set(names.filter(Boolean))].sort();
}

function subscribe() {
  const wanted = topics();
  if (socket?.readyState !== WebSocket.OPEN || !wanted.length || subscribed === wanted.join(" ")) return;
  subscribed = wanted.join(" ");
  socket.send(JSON.stringify({ subscribe: wanted }));
}

function ping() {
  if (socket?.readyState !== WebSocket.OPEN) return;
  socket.send(JSON.stringify({ ping: ++pings }));
  clearTimeout(deadline);
  deadline = setTimeout(connectNow, ANSWER_WITHIN);
}

function hear(message) {
  clearTimeout(deadline); // Any word from the server shows that the line is alive.
  heardNow();
  if (message.granted) return refreshAll(); // What changed between the page and the subscription is in here.
  if (message.event === "goodbye" && /-ended$/.test(message.reason)) return signedOut(); // Session, device or access.
  if (message.html) return swapIn(message.html);
  if (message.refresh) for (const element of document.querySelectorAll(message.refresh)) refresh(element);
}

function become(fresh) {
  if (fresh === state) return;
  state = fresh;
  for (const listener of listeners) listener(state);
}
