// Copies the Simplified Chinese and English catalogues and makes the Traditional one from the Simplified,
// with the words of locales/zh-Hant/words.json and the sentences of locales/zh-Hant/*.ftl in place of those that
// conversion gets wrong.
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Converter } from "opencc-js/cn2t";
import { filesBelow } from "./output.mjs";

/** Answers {language: {message id: text}} for what the build itself has to write. */
export async function locales(root, output) {
  const convert = Converter({ from: "cn", to: "twp" });
  const words = Object.entries(JSON.parse(await readFile(join(root, "locales/zh-Hant/words.json"), "utf8")));
  const toTraditional = (text) => words.reduce((sofar, [wrong, right]) => sofar.replaceAll(wrong, right), convert(text));
  const sentences = { "zh-Hans": {}, "zh-Hant": {}, en: {} };
  for (const lang of ["zh-Hans", "en"]) {
    for (const file of await filesBelow(join(root, "locales", lang), ".ftl")) {
      const name = basename(file);
      const text = await readFile(file, "utf8");
      await keep(lang, name, text);
      if (lang === "zh-Hans") {
        const corrections = await readFile(join(root, "locales/zh-Hant", name), "utf8").catch(() => "");
        await keep("zh-Hant", name, corrected(toTraditional(text), corrections, name));
      }
    }
  }
  return sentences;

  async function keep(lang, name, text) {
    Object.assign(sentences[lang], Object.fromEntries(messages(text)));
    await output.addPrivate(join("locales", lang, name), text);
  }
}

/** A catalogue with some of its messages replaced; a correction of a message that does not exist is a mistake. */
export function corrected(text, corrections, name) {
  const known = messages(text);
  for (const [id, pattern] of messages(corrections)) {
    if (!known.has(id)) throw new Error(`locales/zh-Hant/${name} corrects "${id}", which is not in zh-Hans`);
    const start = text.search(new RegExp(`^${id}\\s*=`, "m"));
    const rest = text.slice(start).search(/\n(?=[a-zA-Z#-])/);
    const end = rest < 0 ? text.length : start + rest;
    text = `${text.slice(0, start)}${id} = ${pattern}${text.slice(end)}`;
  }
  return text;
}

/** Message ids of a catalogue with their patterns as written. */
export function messages(text) {
  const found = new Map();
  for (const block of text.split(/\n(?=[a-zA-Z#-])/)) {
    const match = block.match(/^(-?[a-zA-Z][\w-]*)\s*=\s*([\s\S]*)$/);
    if (match) found.set(match[1], match[2].trimEnd());
  }
  return found;
}
