// One SVG sprite with the Lucide icons that templates, scripts and places name, and no other.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { filesBelow } from "./output.mjs";

const NAMED = [
  /\bicon\(\s*["']([a-z0-9-]+)["']/g, // icon("phone") in templates and scripts
  /\bicon\s*[=:]\s*["']([a-z0-9-]+)["']/g, // icon="phone" as an argument
  /["']icon["']\s*:\s*["']([a-z0-9-]+)["']/g, // {"icon": "phone"}
  /\bPlace\(\s*["'][^"']+["'],\s*["'][^"']+["'],\s*["']([a-z0-9-]+)["']/g, // the places of dock and desk
];
const LISTED = /\bicons: ([a-z0-9 -]+)/g; // {# icons: sun moon #} where a name is chosen while rendering

export async function sprite(root, output) {
  const wanted = await iconsInUse(root);
  const icons = join(dirname(createRequire(import.meta.url).resolve("lucide-static/package.json")), "icons");
  const symbols = [];
  for (const [name, file] of wanted) {
    const svg = await readFile(join(icons, name + ".svg"), "utf8").catch(() => {
      throw new Error(`unknown icon "${name}" in ${relative(join(root, ".."), file)} (see lucide.dev/icons)`);
    });
    const drawing = svg.replace(/<!--.*?-->/gs, "").replace(/<svg[\s\S]*?>|<\/svg>/g, "").replace(/\s*\n\s*/g, "");
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`);
  }
  await output.add("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

/** Icon name to the first file that names it, in alphabetical order. */
export async function iconsInUse(root) {
  const files = [
    ...(await filesBelow(join(root, "templates"), ".html")),
    ...(await filesBelow(join(root, "scripts"), ".js")),
    ...(await filesBelow(join(root, "../backend"), ".py")),
  ];
  const found = new Map();
  for (const file of files) {
    const text = await readFile(file, "utf8");
    for (const pattern of NAMED) {
      for (const [, name] of text.matchAll(pattern)) note(name, file);
    }
    for (const [, names] of text.matchAll(LISTED)) for (const name of names.trim().split(/\s+/)) note(name, file);
  }
  function note(name, file) {
    if (!found.has(name)) found.set(name, file);
  }
  return new Map([...found].sort(([a], [b]) => a.localeCompare(b)));
}
