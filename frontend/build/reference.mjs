// The page that reads the API's description out loud: RapiDoc, served by ourselves, loaded on that page only.
import { readFile } from "node:fs/promises";

const FRAME = /<(\/?)main\b/g; // The page has a main part already.
const THEME = /return (\w+)`(\s*<style>)/; // Colours as a <style> element, which our policy forbids: a style sheet object instead.

const AS_SHEET = `return ((parts, ...values) => {
  this.ownTheme ??= new CSSStyleSheet();
  this.ownTheme.replaceSync(String.raw({ raw: parts }, ...values).replace(/<\\/?style>/g, ""));
  const root = this.shadowRoot;
  if (!root.adoptedStyleSheets.includes(this.ownTheme)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.ownTheme];
  return "";
})\`$2`;

// By night it is dark like the page around it; what is on the page before the element is defined is what it begins with.
const BY_NIGHT = `{
  const chosen = document.documentElement.dataset.theme;
  const dark = chosen ? chosen === "ink" : matchMedia("(prefers-color-scheme: dark)").matches;
  const night = { theme: "dark", "bg-color": "#1c2023", "text-color": "#e9e6df", "primary-color": "#3cc3a1" };
  if (dark) for (const [name, value] of Object.entries(night)) document.querySelector("rapi-doc")?.setAttribute(name, value);
}
`;

export async function apiReference(root, output) {
  const script = await readFile(root + "node_modules/rapidoc/dist/rapidoc-min.js", "utf8");
  if (!THEME.test(script)) throw new Error("this RapiDoc writes its theme differently: see build/reference.mjs");
  await output.add("rapidoc.js", BY_NIGHT + script.replace(FRAME, "<$1div").replace(THEME, AS_SHEET));
}
