// What the build makes: files with hashed names, their compressed siblings, and the map of names.
import { createHash } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { brotliCompress, constants, gzip } from "node:zlib";
import { dirname, extname, join } from "node:path";
import { promisify } from "node:util";

const COMPRESSIBLE = new Set([".css", ".js", ".svg", ".html", ".webmanifest"]);

export class Output {
  constructor(folder) {
    this.folder = folder;
    this.workshop = join(dirname(folder), "node_modules", `.dist-${process.pid}`);
    this.assets = {};
    this.contents = new Map();
  }

  /** Keeps `content` as `app.<hash>.css` and answers that name. */
  async add(name, content) {
    const bytes = Buffer.from(content);
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
    const extension = extname(name);
    const hashed = `${name.slice(0, -extension.length)}.${hash}${extension}`;
    this.assets[name] = hashed;
    await this.#write(hashed, bytes);
    return hashed;
  }

  /** Keeps a file whose address must never change, such as the service worker. */
  async addFixed(name, content) {
    this.assets[name] = name;
    await this.#write(name, Buffer.from(content));
  }

  /** Keeps a file that the server reads and no browser asks for. */
  async addPrivate(name, content) {
    const path = join(this.workshop, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }

  /** A file that esbuild has already named by its content. */
  async adopt(logical, name, content) {
    this.assets[logical] = name;
    await this.#write(name, Buffer.from(content));
  }

  url(name) {
    if (!this.assets[name]) throw new Error(`not built: ${name}`);
    return "/static/" + this.assets[name];
  }

  async compress() {
    const small = promisify(brotliCompress);
    const wide = promisify(gzip);
    const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    for (const [name, bytes] of [...this.contents]) {
      if (!COMPRESSIBLE.has(extname(name))) continue;
      await this.#write(name + ".br", await small(bytes, { params }));
      await this.#write(name + ".gz", await wide(bytes, { level: 9 }));
    }
  }

  async writeAssets() {
    const sorted = Object.fromEntries(Object.entries(this.assets).sort());
    await this.addPrivate("assets.json", JSON.stringify(sorted, null, 2) + "\n");
  }

  /** Bytes over the wire of a logical name, brotli where it exists. */
  size(name) {
    const built = this.assets[name];
    return (this.contents.get(built + ".br") ?? this.contents.get(built)).length;
  }

  /** Puts the new result in the old one's place. */
  async publish() {
    const old = this.workshop + "-old";
    await rename(this.folder, old).catch((error) => {
      if (error.code !== "ENOENT") throw error;
    });
    await rename(this.workshop, this.folder);
    await rm(old, { recursive: true, force: true });
  }

  async #write(name, bytes) {
    this.contents.set(name, bytes);
    const path = join(this.workshop, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
}

/** Every file below `folder` whose name ends in one of `endings`. */
export async function filesBelow(folder, ...endings) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
