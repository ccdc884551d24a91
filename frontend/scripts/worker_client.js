// The page's side of the service worker: it says who is here, and offers a new version instead of forcing it.
import { personId, words } from "./page.js";
import { toast } from "./toast.js";

export async function startWorker() {
  if (!("serviceWorker" in navigator)) return;
  document.addEventListener("submit", (event) => event.target.matches("[data-logout]") && forgetPages(), true);
  // The first worker of a browser takes over quietly; each later one has been asked to, and the page follows it.
  let ruled = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (ruled) location.reload();
    ruled = true;
  });
  const registration = await navigator.serviceWorker.register("/sw.js").catch(() => null);
  if (!registration) return;
  if (registration.waiting) offerUpdate(registration);
  registration.addEventListener("updatefound", () => {
    const fresh = registration.installing;
    fresh?.addEventListener("statechange", () => fresh.state === "installed" && ruled && offerUpdate(registration));
  });
  document.addEventListener("visibilitychange", () => document.hidden || registration.update().catch(() => {}));
  introduce(await navigator.serviceWorker.ready);
}

function offerUpdate(registration) {
  toast(words("update"), { action: { label: words("updateNow"), run: () => registration.waiting?.postMessage({ take: "over" }) } });
}

/** Tells the worker whose pages may be kept, and which: those of the dock. */
function introduce({ active }) {
  const places = [...document.querySelectorAll(".dock a[href]")].map((link) => new URL(link.href).pathname);
  active?.postMessage({ person: personId(), lang: document.documentElement.lang, places });
}

/** At log-out nothing of the person's pages stays readable on the phone. */
async function forgetPages() {
  for (const name of await caches.keys()) if (name.startsWith("pages-")) await caches.delete(name);
}
