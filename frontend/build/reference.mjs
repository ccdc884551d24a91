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

export async function apiReference(root, output) {
  const script = await readFile(root + "node_modules/rapidoc/dist/rapidoc-min.js", "utf8");
  if (!THEME.test(script)) throw new Error("this RapiDoc writes its theme differently: see build/reference.mjs");
  await output.add("rapidoc.js", script.replace(FRAME, "<$1div").replace(THEME, AS_SHEET));
}
