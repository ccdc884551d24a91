// Every sentence exists in both languages, with the same variables; the Traditional catalogue can be made.
import test from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { filesBelow } from "../build/output.mjs";
import { corrected, messages } from "../build/locales.mjs";

const root = new URL("../", import.meta.url).pathname;
const variables = (pattern) => [...new Set(pattern.match(/\$[\w-]+/g) ?? [])].sort();

for (const file of await filesBelow(join(root, "locales/zh-Hans"), ".ftl")) {
  const name = basename(file);
  test(`${name} says the same in Chinese and English`, async () => {
    const chinese = messages(await readFile(file, "utf8"));
    const english = messages(await readFile(join(root, "locales/en", name), "utf8"));
    assert.deepEqual([...english.keys()].sort(), [...chinese.keys()].sort());
    for (const [id, pattern] of chinese) assert.deepEqual(variables(english.get(id)), variables(pattern), id);
  });
}

test("a correction replaces one message and leaves its neighbours alone", () => {
  const text = "a = 甲\nb = 乙\n    .x = 丙\n\n## 題\nc = 丁\n";
  assert.equal(corrected(text, "b = 己\n", "t.ftl"), "a = 甲\nb = 己\n## 題\nc = 丁\n");
});

test("a correction of a message that does not exist is refused", () => {
  assert.throws(() => corrected("a = 甲\n", "b = 乙\n", "t.ftl"), /corrects "b"/);
});
