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
      const found = lock.packages[`${path}/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`];
      assert.ok(found, `${path} wants ${name}, which is not locked`);
    }
  }
});
