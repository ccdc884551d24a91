// What every script asks the page: its words, whose page it is, and to be told when new content arrives.

/** A sentence of the page's language; `{n}` and the like are filled from `values`. */
export function words(name, values = {}) {
  const key = "say" + name[0].toUpperCase() + name.slice(1);
  const text = document.getElementById("messages")?.dataset[key] ?? "";
  return text.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
}

export const personId = () => meta("person");
export const csrfToken = () => meta("csrf");

export function meta(name) {
  return document.querySelector(`meta[name="${name}"]`)?.content ?? "";
}

/** Reads `text` to those who listen instead of looking. */
export function announce(text) {
  const voice = document.getElementById("announcer");
  if (voice) voice.textContent = text;
}

/** Runs `look` now and after every swap. It must bear being run again on the same content. */
export function onContent(look) {
  look();
  document.addEventListener("htmx:after:swap", () => look());
}

/** Runs `act(element, event)` for taps on anything that matches, now or later. */
export function onTap(selector, act) {
  document.addEventListener("click", (event) => {
    const element = event.target.closest?.(selector);
    if (element) act(element, event);
  });
}

/** The session has ended: to the log-in, and back here afterwards. What waits to be sent stays on the phone. */
export function signedOut() {
  if (location.pathname === "/login") return;
  location.href = "/login?next=" + encodeURIComponent(location.pathname + location.search);
}

/** A fresh UUID, on plain http too, where `randomUUID` is missing. */
export function freshKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The markup of an icon of the sprite. */
export function icon(name) {
  const sprite = document.querySelector("svg.icon use")?.getAttribute("href").split("#")[0];
  return sprite ? `<svg class="icon" aria-hidden="true"><use href="${sprite}#${name}"></use></svg>` : "";
}

/** An element with text or children: build("p", {class: "num"}, "08:24"). */
export function build(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}
