// The page that reads the API's description out loud: RapiDoc, served by ourselves, loaded on that page only.
import { readFile } from "node:fs/promises";

export async function apiReference(root, output) {
  await output.add("rapidoc.js", await readFile(root + "node_modules/rapidoc/dist/rapidoc-min.js"));
}
