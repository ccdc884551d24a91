// What `npm ci` installs is the same everywhere: whole, with hashes, and from whatever registry is at hand.
import test from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const lock = JSON.parse(await readFile(new URL("../package-lock.json", import.meta.url), "utf8"));

test("every package is locked with its hash and without a registry's address", () => {
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === "" || entry.inBundle) continue;
    assert.ok(entry.integrity, `${path} has no integrity`);
    assert.equal(entry.resolved, undefined, `${path} names a registry`);
  }
});

test("the packages of other platforms are locked too", () => {
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      assert.ok(nearest(path, name), `${path} wants ${name}, which is not locked`);
    }
  }
});

/** The package that Node would find from `path`: its own, or that of a folder above. */
function nearest(path, name) {
  for (let folder = path; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, "")) {
    const entry = lock.packages[`${folder ? folder + "/" : ""}node_modules/${name}`];
    if (entry || folder === "") return entry;
  }
}
