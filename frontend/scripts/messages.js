// What was told while a page is open: the bell's number, a word about news, and to the server which of it was seen.
import { csrfToken, onContent, words } from "./page.js";
import { toast } from "./toast.js";

const told = new Set();

export function startMessages() {
  onContent(look);
  document.addEventListener("visibilitychange", look);
}

function look() {
  const banner = document.getElementById("message-banner");
  if (!banner) return;
  ring(Number(banner.dataset.count ?? 0));
  if (document.hidden) return;
  const fresh = [...document.querySelectorAll("[data-message]:not([data-seen])")].filter((item) => !told.has(item.dataset.message) && isShown(item));
  if (!fresh.length) return;
  for (const item of fresh) {
    told.add(item.dataset.message);
    if (item.dataset.news) say(item.dataset);
  }
  if (fresh.some((item) => "answer" in item.dataset) && navigator.userActivation?.hasBeenActive) navigator.vibrate?.([200, 100, 200]);
  report([...new Set(fresh.map((item) => item.dataset.message))]);
}

/** News are said in passing; what stands on the page itself is seen when it can be seen. */
function isShown(item) {
  return "news" in item.dataset ? !document.getElementById("message-inbox") : item.getClientRects().length > 0;
}

function ring(count) {
  for (const number of document.querySelectorAll("[data-bell]")) {
    number.hidden = !count;
    number.textContent = count > 99 ? "99+" : count;
  }
}

function say({ message, news }) {
  toast(news, { action: { label: words("look"), run: () => (location.href = "/messages/" + message) } });
}

async function report(ids) {
  const body = new URLSearchParams({ ids: ids.join() });
  const answer = await fetch("/messages/seen", { method: "POST", headers: { "X-CSRF-Token": csrfToken() }, body }).catch(() => null);
  if (!answer?.ok) for (const id of ids) told.delete(id); // Told again with the next change of the page.
}
