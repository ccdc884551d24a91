// Fresh markup takes the place of old by id, without a jump of the scroll; rows that moved are seen to move.
import htmx from "htmx.org";
import { signedOut } from "./page.js";
import { placeRow, sortRows } from "./rows.js";
import { hear, now } from "./time.js";

const ROWS = "li[id], tr[id], [data-row][id]";
const FRAGMENT = { "HX-Request": "true", "HX-Request-Type": "partial", Accept: "text/html" };

/**
 * Puts every element of `html` in the place of the one on the page with its id. What the page does not have is for
 * another page, or a row for one of its lists.
 */
export async function swapIn(html) {
  const parcel = document.createElement("template");
  parcel.innerHTML = html;
  const lists = [...document.querySelectorAll("[data-sorts]")].map((list) => [list, rowsOf(list)]);
  for (const fresh of [...parcel.content.children]) {
    const old = fresh.id && document.getElementById(fresh.id);
    if (old && fresh.dataset.gone === undefined) await morph(old, fresh.outerHTML, "outerMorph");
    else placeRow(fresh);
  }
  for (const [list, before] of lists) settle(list, before);
}

function settle(list, before) {
  if (!list.isConnected) return;
  sortRows(list);
  if (before.size) showWhatChanged(list, before);
  document.dispatchEvent(new CustomEvent("htmx:after:swap", { detail: {} }));
}

const underWay = new Map();

/** Fetches an element anew from its `data-live-refresh` (or `hx-get`); asked again meanwhile, it does so once more after. */
export async function refresh(element) {
  const url = sourceOf(element);
  if (!url) return;
  if (underWay.has(element)) {
    underWay.set(element, true);
    return;
  }
  underWay.set(element, false);
  try {
    await fetchInto(element, url);
  } finally {
    const again = underWay.get(element);
    underWay.delete(element);
    if (again && element.isConnected) refresh(element);
  }
}

/** Everything on the page that says where it comes from; a part of such a part comes with the whole of it. */
export function refreshAll() {
  const all = [...document.querySelectorAll("[data-live-refresh]")];
  return Promise.all(all.filter((element) => !element.parentElement.closest("[data-live-refresh]")).map(refresh));
}

function sourceOf(element) {
  return element.dataset.liveRefresh ?? element.getAttribute("hx-get");
}

async function fetchInto(element, url) {
  let response;
  const asked = now();
  try {
    response = await fetch(url, { headers: FRAGMENT, credentials: "same-origin", cache: "no-store" });
  } catch {
    return; // No network: the badge says so, and the next connection asks again.
  }
  hear(response, asked);
  if (response.status === 401) return signedOut();
  if (!response.ok || response.status === 204 || response.redirected) return;
  const html = await response.text();
  if (!element.isConnected) return;
  if (sourceOf(element) !== url) return void underWay.set(element, true); // It has changed meanwhile, or asks something.
  const parcel = document.createElement("template");
  parcel.innerHTML = html;
  const whole = element.id && parcel.content.querySelector("#" + CSS.escape(element.id));
  await morph(element, html, whole ? "outerMorph" : "innerMorph");
}

async function morph(target, text, swap) {
  const before = rowsOf(target);
  const parent = target.parentElement;
  const id = target.id;
  await htmx.swap({ sourceElement: document.body, target, text, swap, transition: false, request: {} });
  const fresh = (id && document.getElementById(id)) || (target.isConnected ? target : parent);
  if (fresh && before.size) showWhatChanged(fresh, before);
}

function rowsOf(element) {
  const rows = new Map();
  const found = element.matches(ROWS) ? [element] : element.querySelectorAll(ROWS);
  for (const row of found) rows.set(row.id, { top: row.getBoundingClientRect().top, text: said(row) });
  return rows;
}

/** What a row says, leaving out what ticks by itself. */
function said(row) {
  const copy = row.cloneNode(true);
  for (const ticking of copy.querySelectorAll("[data-clock], [data-due]")) ticking.remove();
  return copy.textContent.replace(/\s+/g, " ");
}

function showWhatChanged(element, before) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const rows = element.matches(ROWS) ? [element] : element.querySelectorAll(ROWS);
  for (const row of rows) {
    const was = before.get(row.id);
    const shift = was ? was.top - row.getBoundingClientRect().top : 0;
    if (!still && Math.abs(shift) > 4 && Math.abs(shift) < innerHeight) {
      row.animate([{ transform: `translateY(${shift}px)` }, { transform: "none" }], { duration: 320, easing: "cubic-bezier(.2,.8,.2,1)" });
    }
    if (was?.text !== said(row)) flash(row);
  }
}

function flash(row) {
  row.classList.remove("just-changed");
  void row.offsetWidth; // Lets the same animation start again.
  row.classList.add("just-changed");
  row.addEventListener("animationend", () => row.classList.remove("just-changed"), { once: true });
}
