// Tailwind's command line reads styles/app.css and looks for class names in templates and scripts.
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { readFile, rm } from "node:fs/promises";
import { promisify } from "node:util";
import { dirname, join } from "node:path";

export async function styles(root, output) {
  const require = createRequire(import.meta.url);
  const tailwind = join(dirname(require.resolve("@tailwindcss/cli/package.json")), "dist/index.mjs");
  const made = join(output.workshop, "styles.tmp");
  const args = [tailwind, "--input", "styles/app.css", "--output", made, "--minify"];
  await promisify(execFile)(process.execPath, args, { cwd: root });
  await output.add("app.css", await readFile(made));
  await rm(made);
}
