// Buttons that make or use a passkey; the library comes only when one is tapped.
import { csrfToken, onContent, onTap, words } from "./page.js";
import { swapIn } from "./swap.js";
import { toast } from "./toast.js";

export function startPasskeys() {
  const able = "PublicKeyCredential" in window;
  onContent(() => {
    for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = !able;
  });
  onTap("[data-passkey]", async (button) => {
    if (button.disabled) return;
    if (!able) return toast(words("passkeyUnsupported"), { tone: "late" });
    button.disabled = true;
    button.classList.add("is-busy");
    try {
      await ceremony(button);
    } catch (error) {
      explain(error);
    } finally {
      button.disabled = false;
      button.classList.remove("is-busy");
    }
  });
}

/** Options from the server, the device's answer, and its verdict. */
async function ceremony(button) {
  const { passkey, optionsUrl, finishUrl } = button.dataset;
  const fields = button.form ? Object.fromEntries(new FormData(button.form)) : {};
  delete fields.password;
  const options = await (await post(optionsUrl, fields)).json();
  const { startRegistration, startAuthentication } = await import("@simplewebauthn/browser");
  const start = passkey === "register" ? startRegistration : startAuthentication;
  const credential = await start({ optionsJSON: options.publicKey ?? options.options ?? options });
  const verdict = await post(finishUrl, { ...fields, credential });
  if ((verdict.headers.get("content-type") ?? "").includes("html")) return swapIn(await verdict.text());
  const { redirect } = verdict.status === 204 ? {} : await verdict.json();
  redirect ? (location.href = redirect) : location.reload();
}

async function post(url, content) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": csrfToken() };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(content), credentials: "same-origin" });
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw Object.assign(new Error(problem.detail ?? problem.title ?? ""), { sentence: problem.detail ?? problem.title });
}

function explain(error) {
  if (error.sentence) return toast(error.sentence, { tone: "late", seconds: 10 });
  if (error.name === "NotAllowedError" || error.name === "AbortError") return toast(words("passkeyCancelled"));
  if (error.name === "InvalidStateError") return toast(words("passkeyKnown"));
  toast(words("passkeyFailed"), { tone: "late", seconds: 10 });
}
