"""What must hold for every page in every look: asked of the page in the browser itself."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import Page

from backend.infra.catalogue import FRONTEND
from tests.support.browser import on_page

AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"

_DOMAINS = "|".join(sorted(path.stem for path in (FRONTEND / "locales" / "en").glob("*.ftl")))
_MESSAGE_ID = re.compile(rf"(?<![\w/.#-])(?:{_DOMAINS})-[a-z0-9]+(?:-[a-z0-9]+)*(?![\w/-])|\{{\s*\$")

SMALLEST = (36, 44)
"""Width and height in CSS pixels that a finger needs; narrow is only what stands in a row of seven days."""


async def violations(page: Page, part: str = "") -> list[str]:
    """What axe finds on the page, or inside of one element of it."""
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE.read_text("utf-8"))
    await on_page(page, _STILL, "what has just changed has come to rest")
    found = await page.evaluate(
        "part => axe.run(part || document, {resultTypes: ['violations']}).then(result => result.violations)",
        part,
    )
    return [f"axe {one['id']}: {_where(node)}" for one in found for node in one["nodes"]]


_STILL = """() => document.getAnimations().every((each) =>
    each.playState !== "running" || each.effect.getComputedTiming().iterations === Infinity)"""


def _where(node: dict[str, Any]) -> str:
    return f"{' '.join(map(str, node['target']))} {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"


async def raw_message_ids(page: Page) -> list[str]:
    """Ids of sentences, or variables nobody filled in, where a sentence should stand: also in labels and for scripts."""
    said = await page.evaluate(_SAID)
    return [f"raw message id: {found}" for text in said for found in _MESSAGE_ID.findall(text)]


_SAID = """() => {
  const named = ["aria-label", "title", "placeholder", "alt", "data-confirm", "hx-confirm", "data-offline-label"];
  const labels = [...document.querySelectorAll(named.map((name) => `[${name}]`).join())]
    .flatMap((element) => named.map((name) => element.getAttribute(name)).filter(Boolean));
  const words = Object.values(document.getElementById("messages")?.dataset ?? {});
  return [document.title, document.body.innerText, ...labels, ...words];
}"""


async def runs_off(page: Page) -> list[str]:
    """Elements that make the page scroll sideways."""
    return [f"wider than the screen: {found}" for found in await page.evaluate(_RUNS_OFF)]


_RUNS_OFF = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = (element) => element && element !== document.body &&
    (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element.parentElement))
    .slice(0, 3).map((element) => element.outerHTML.slice(0, 160));
}"""


async def too_small(page: Page, part: str = "body") -> list[str]:
    """Buttons, fields and rows to tap that a finger misses; links inside of a sentence are as high as its line."""
    return [f"hard to tap: {found}" for found in await page.evaluate(_TOO_SMALL, [part, SMALLEST])]


_TOO_SMALL = """([part, smallest]) => {
  const tapped = document.querySelector(part).querySelectorAll("button, .btn, .dock a, input, select, textarea, summary, [role=tab], a.flex, a.block");
  const unseen = (element) => element.type === "hidden" || element.closest("[hidden], .sr-only, .skip") ||
    (element.closest("dialog:not([open])") && !part.startsWith("#"));
  const target = (element) => (/checkbox|radio|file/.test(element.type) && element.closest("label")) || element;
  // Small to the eye, large to the finger: an invisible frame around the element counts.
  const frame = (element) => {
    const own = element.getBoundingClientRect();
    const around = getComputedStyle(element, "::before");
    if (around.content === "none" || around.position !== "absolute") return own;
    return { width: Math.max(own.width, parseFloat(around.width)), height: Math.max(own.height, parseFloat(around.height)) };
  };
  return [...new Set([...tapped].filter((element) => !unseen(element)).map(target))]
    .map((element) => [element, frame(element)])
    .filter(([, { width, height }]) => width > 1 && height > 1 && (width < smallest[0] - 0.5 || height < smallest[1] - 0.5))
    .map(([element, { width, height }]) => `${Math.round(width)}×${Math.round(height)} ${element.outerHTML.replace(/\\s+/g, " ").slice(0, 140)}`);
}"""
