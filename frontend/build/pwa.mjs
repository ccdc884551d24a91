// What makes it an app on a phone: icons drawn from one picture, a manifest and an offline page per language.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";

const PICTURES = {
  "icon-192.png": { from: "icon.svg", size: 192 },
  "icon-512.png": { from: "icon.svg", size: 512 },
  "icon-maskable-512.png": { from: "icon-maskable", size: 512 },
  "apple-touch-icon.png": { from: "icon-maskable", size: 180 },
  "badge-96.png": { from: "badge", size: 96 },
};

export async function appIcons(root, output) {
  const svg = await readFile(join(root, "pwa/icon.svg"), "utf8");
  await output.add("favicon.svg", svg);
  for (const [name, { from, size }] of Object.entries(PICTURES)) {
    const drawing = { "icon-maskable": fillingItsSquare, badge: signAlone }[from]?.(svg) ?? svg;
    await output.add(name, new Resvg(drawing, { fitTo: { mode: "width", value: size } }).render().asPng());
  }
}

/** The same picture without round corners and with its sign inside the zone that every phone keeps. */
function fillingItsSquare(svg) {
  return svg.replace(/ rx="\d+"( id="ground")/, "$1").replace('id="sign"', 'id="sign" transform="translate(51.2 51.2) scale(.8)"');
}

/** The sign without its ground, in white: phones show only its outline in the status bar. */
function signAlone(svg) {
  return svg.replace(/<rect[^>]*id="ground"[^>]*\/>/, "").replace(/stroke="#\w+"/g, 'stroke="#ffffff"');
}

export async function manifests(output, sentences) {
  for (const [lang, say] of Object.entries(sentences)) {
    const shortcut = (label, url) => ({ name: say[label], url });
    const manifest = {
      id: "/",
      lang,
      dir: "ltr",
      name: say["shell-app-name"],
      short_name: say["shell-app-short-name"],
      description: say["shell-app-description"],
      start_url: "/?from=home-screen",
      scope: "/",
      display: "standalone",
      display_override: ["standalone", "minimal-ui"],
      orientation: "any",
      background_color: "#f6f3ed",
      theme_color: "#f6f3ed",
      categories: ["business", "productivity"],
      icons: [
        { src: output.url("icon-192.png"), sizes: "192x192", type: "image/png", purpose: "any" },
        { src: output.url("icon-512.png"), sizes: "512x512", type: "image/png", purpose: "any" },
        { src: output.url("icon-maskable-512.png"), sizes: "512x512", type: "image/png", purpose: "maskable" },
      ],
      shortcuts: [shortcut("shell-place-today", "/"), shortcut("shell-place-rota", "/rota")],
    };
    await output.add(`manifest.${lang}.webmanifest`, JSON.stringify(manifest));
  }
}

/** The page for a place that was never visited, when there is no network: it needs no server at all. */
export async function offlinePages(root, output, sentences) {
  const template = await readFile(join(root, "pwa/offline.html"), "utf8");
  for (const [lang, say] of Object.entries(sentences)) {
    const html = template
      .replaceAll("{{lang}}", lang)
      .replace(/\{\{asset:([\w.-]+)\}\}/g, (_, name) => output.url(name))
      .replace(/\{\{([\w-]+)\}\}/g, (_, id) => {
        if (!say[id]) throw new Error(`the offline page needs "${id}" in ${lang}`);
        return say[id];
      });
    await output.add(`offline.${lang}.html`, html);
  }
}
