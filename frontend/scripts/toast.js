// Short messages above the dock. What needs an answer stays; the rest leaves by itself.
import { announce, build, icon, words } from "./page.js";

/** Shows `text`; with `action` {label, run} it stays until it is answered or closed. Answers a function that removes it. */
export function toast(text, { tone = "", action = null, stay = Boolean(action), seconds = 6 } = {}) {
  const place = document.getElementById("toasts");
  if (!place) return () => {};
  for (const same of place.children) if (same.dataset.text === text) same.remove();
  const card = build("div", { class: `toast-card ${tone && "tone-" + tone}`, "data-text": text });
  card.append(build("p", { class: "min-w-0 flex-1 py-1.5" }, text));
  const leave = () => card.remove();
  if (action) {
    const run = () => {
      leave();
      action.run();
    };
    card.append(build("button", { class: "btn btn-sm btn-primary", type: "button", onclick: run }, action.label));
  }
  const close = build("button", { class: "btn btn-sm btn-ghost btn-circle", type: "button", "aria-label": words("close"), onclick: leave });
  close.innerHTML = icon("x");
  card.append(close);
  place.append(card);
  announce(text);
  while (place.children.length > 3) place.firstElementChild.remove();
  if (!stay) setTimeout(leave, seconds * 1000);
  return leave;
}
