// Lists whose rows come, go and move by themselves. A container says data-sorts and data-me (whose page it is) and has
// lists with data-group: mine, free, others. A row says data-into (its container), data-holder and data-rank.
import htmx from "htmx.org";

/** Whether this markup is a row for a container of the page; a new one takes its place, one that is gone leaves. */
export function placeRow(fresh) {
  if (fresh.dataset.gone !== undefined) {
    document.getElementById(fresh.id)?.remove();
    return true;
  }
  const container = fresh.dataset.into && document.getElementById(fresh.dataset.into);
  if (!container?.matches("[data-sorts]") || !groupOf(container, fresh)) return false;
  const row = document.importNode(fresh, true);
  groupOf(container, row).append(row);
  htmx.process(row);
  return true;
}

/** Every row to the list that it belongs in, by rank; what has just become mine by somebody's hand is felt. */
export function sortRows(container) {
  for (const row of container.querySelectorAll("[data-rank]")) {
    const list = groupOf(container, row);
    if (!list) continue;
    const moved = list !== row.parentElement;
    const next = [...list.children].find((other) => other !== row && rank(other) > rank(row)) ?? null;
    if (moved || row.nextElementSibling !== next) list.insertBefore(row, next);
    if (moved && list.dataset.group === "mine" && "handed" in row.dataset) feel();
  }
  for (const list of container.querySelectorAll("[data-group]")) {
    const count = list.closest("section")?.querySelector("[data-count]");
    if (count) count.textContent = list.children.length + Number(count.dataset.count);
  }
}

function groupOf(container, row) {
  const { holder } = row.dataset;
  const group = !holder ? "free" : holder === container.dataset.me ? "mine" : "others";
  return container.querySelector(`[data-group="${group}"]`);
}

const rank = (row) => Number(row.dataset.rank) || 0;

function feel() {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([120, 80, 120]);
}
