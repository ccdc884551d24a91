// What the outbox tells a person about an entry that came back.
import test from "node:test";
import assert from "node:assert/strict";
import { reasonIn } from "../scripts/outbox/delivery.js";

test("the reason is the sentence of the fragment, without its markup", () => {
  const text = '<div class="strip" data-refusal="attendance-twice"><svg></svg><p class="x">周敏 &amp; 何静：<b>已打卡</b>。</p></div>';
  assert.equal(reasonIn({ text }), "周敏 & 何静：已打卡。");
});

test("the reason of problem+json is its detail", () => {
  assert.equal(reasonIn({ text: '{"title": "t", "detail": "今天没有你的班。"}' }), "今天没有你的班。");
});

test("an answer that says nothing readable gives no reason", () => {
  assert.equal(reasonIn({ text: "<html>502</html>" }), "");
  assert.equal(reasonIn({ text: "{broken" }), "");
});
