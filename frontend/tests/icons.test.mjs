// Icons are found where they are named, in templates, scripts and the places of the dock.
import test from "node:test";
import assert from "node:assert/strict";
import { iconsInUse } from "../build/icons.mjs";

test("the sprite knows the icons of templates, scripts and places", async () => {
  const icons = await iconsInUse(new URL("../", import.meta.url).pathname);
  for (const name of ["circle-alert", "x", "sun-moon", "calendar-days"]) assert.ok(icons.has(name), name);
});
