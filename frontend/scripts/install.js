// Help with installing, for the browser at hand; and a word inside apps whose browser cannot.
import { onContent, onTap } from "./page.js";

let offer = null;

export function startInstall() {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event;
    paint();
  });
  addEventListener("appinstalled", () => {
    offer = null;
    paint();
  });
  onContent(paint);
  onTap("[data-install-now]", async () => {
    await offer?.prompt();
    offer = null;
    paint();
  });
  onTap("[data-in-app-close]", () => {
    remember();
    paint();
  });
}

/** One of: in-app, installed, ios, ios-other, android, desktop. */
export function platform(agent = navigator.userAgent) {
  if (/MicroMessenger|DingTalk|wxwork|Lark|Feishu|QQ\/|AlipayClient/i.test(agent)) return "in-app";
  if (matchMedia("(display-mode: standalone)").matches || navigator.standalone) return "installed";
  const apple = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1);
  if (apple) return /CriOS|FxiOS|EdgiOS/.test(agent) ? "ios-other" : "ios";
  return /Android/i.test(agent) ? "android" : "desktop";
}

function paint() {
  const mine = platform();
  const saidBelow = document.querySelector("#phone-switch") !== null;
  for (const banner of document.querySelectorAll("[data-in-app]")) banner.hidden = mine !== "in-app" || remembered() || saidBelow;
  for (const steps of document.querySelectorAll("[data-install-for]")) {
    const fits = steps.dataset.installFor.split(/\s+/).includes(mine);
    if (steps.tagName === "DETAILS") steps.open ||= fits;
    else steps.hidden = !fits;
  }
  for (const button of document.querySelectorAll("[data-install-now]")) button.hidden = !offer;
}

function remember() {
  try {
    sessionStorage.setItem("dangban-in-app", "seen");
  } catch {
    // Shown again on the next page, which does no harm.
  }
}

function remembered() {
  try {
    return sessionStorage.getItem("dangban-in-app") !== null;
  } catch {
    return false;
  }
}
