// Builds everything the browser gets into dist/: `npm run build`.
// Names carry a hash of their content, so a browser may keep them for ever; assets.json maps logical names to them.
import { mkdir } from "node:fs/promises";
import { styles } from "./build/styles.mjs";
import { scripts, serviceWorker } from "./build/scripts.mjs";
import { apiReference } from "./build/reference.mjs";
import { sprite } from "./build/icons.mjs";
import { locales } from "./build/locales.mjs";
import { appIcons, manifests, offlinePages } from "./build/pwa.mjs";
import { Output } from "./build/output.mjs";
import { budgets } from "./build/budgets.mjs";

// The result is put together elsewhere and takes the old one's place at the end: a server never sees half a build.
const root = new URL("./", import.meta.url).pathname;
const output = new Output(root + "dist");

await mkdir(output.workshop, { recursive: true });
await Promise.all([styles(root, output), scripts(root, output), sprite(root, output), appIcons(root, output), apiReference(root, output)]);
const sentences = await locales(root, output);
await manifests(output, sentences);
await offlinePages(root, output, sentences);
await serviceWorker(root, output, sentences);
await output.compress();
await output.writeAssets();
await output.publish();
budgets(output);
