// esbuild bundles htmx, our scripts and their few libraries; what few people need becomes a chunk of its own.
import { build } from "esbuild";
import { basename } from "node:path";

const COMMON = { bundle: true, minify: true, write: false, target: "es2022", legalComments: "none", logLevel: "warning" };

export async function scripts(root, output) {
  const result = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: { app: "scripts/app.js" },
    format: "esm",
    splitting: true,
    outdir: "dist",
    entryNames: "[name].[hash]",
    chunkNames: "chunk-[name].[hash]",
    metafile: true,
  });
  for (const file of result.outputFiles) {
    const name = basename(file.path);
    const logical = name.replace(/\.[A-Z0-9]{8}\.js$/, ".js");
    await output.adopt(output.assets[logical] ? name : logical, name, file.contents);
  }
}

// What every page needs; what one page needs (the API's reader) and what only the system asks for is left out.
const SHELL = /^(app\.(css|js)|icons\.svg|favicon\.svg|chunk-.*|manifest\..*)$/;

/** The service worker knows every file of the shell by its hashed name. */
export async function serviceWorker(root, output, sentences) {
  const shell = Object.entries(output.assets)
    .filter(([name]) => !/^(icon-|badge-|apple-|offline\.|rapidoc)/.test(name))
    .map(([, built]) => "/static/" + built);
  const offline = Object.fromEntries(
    ["zh-Hans", "zh-Hant", "en"].map((lang) => [lang, output.url(`offline.${lang}.html`)]),
  );
  const result = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: ["pwa/worker.js"],
    format: "iife",
    define: {
      SHELL: JSON.stringify([...shell, ...Object.values(offline)]),
      OFFLINE: JSON.stringify(offline),
      PUSH_WORDS: JSON.stringify(pushWords(sentences)),
      PUSH_ICONS: JSON.stringify({ icon: output.url("icon-192.png"), badge: output.url("badge-96.png") }),
    },
  });
  await output.addFixed("sw.js", result.outputFiles[0].contents);
}

/** What the worker says by itself: of a push that says nothing, and of an answer that could not be given. */
function pushWords(sentences) {
  const ids = { title: "phones-push-title", body: "phones-push-body", kept: "phones-push-kept", over: "phones-push-over" };
  const of = (say) => Object.entries(ids).map(([name, id]) => [name, say[id]]);
  return Object.fromEntries(Object.entries(sentences).map(([lang, say]) => [lang, Object.fromEntries(of(say))]));
}
