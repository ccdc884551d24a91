// A call button dials by itself; meanwhile the server learns that somebody is talking, and afterwards the page asks
// what came of it.
import { csrfToken, onTap } from "./page.js";

const RINGS = 400; // The phone's own dialler comes first.

export function startDialling() {
  onTap("[data-dials]", (link) => {
    fetch(link.dataset.dials, { method: "POST", headers: { "X-CSRF-Token": csrfToken() }, keepalive: true }).catch(() => {});
    setTimeout(() => {
      const sheet = document.getElementById(link.dataset.then);
      if (sheet && !sheet.open) sheet.showModal();
    }, RINGS);
  });
}
