/** Something small that opens beside what was pressed, and goes with Escape or a press elsewhere. */

import { h } from "./dom.js";

/** @type {{node: any, anchor: any, close: (back?: boolean) => void} | null} */
let current = null;

/**
 * @param {HTMLElement} anchor @param {Node[]} children @param {{class?: string, role?: string, label?: string, onclose?: () => void}} [more]
 * @returns {{node: any, close: (back?: boolean) => void} | null} null when the same one was open and is now closed
 */
export function popup(anchor, children, more = {}) {
  const again = current?.anchor === anchor;
  current?.close();
  if (again) return null;
  const node = h(
    "div",
    {
      class: `popup ${more.class ?? ""}`,
      popover: "manual",
      role: more.role ?? "dialog",
      "aria-label": more.label ?? null,
    },
    children,
  );
  (anchor.closest("dialog") ?? document.body).append(node);
  node.showPopover();
  place(node, anchor);
  new ResizeObserver(() => place(node, anchor)).observe(node); // what it offers may come later
  const close = opened(node, anchor, more);
  current = { node, anchor, close };
  return current;
}

function opened(node, anchor, more) {
  const outside = (event) => {
    if (!node.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const escape = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    close(true);
  };
  const close = (back = false) => {
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("keydown", escape, true);
    node.remove();
    anchor.setAttribute("aria-expanded", "false");
    current = null;
    more.onclose?.();
    if (back) anchor.focus();
  };
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", escape, true);
  anchor.setAttribute("aria-expanded", "true");
  return close;
}

/** Below the anchor, or above where there is no room below; what has gone above stays there. */
function place(node, anchor) {
  const at = anchor.getBoundingClientRect();
  const size = node.getBoundingClientRect();
  const fits = at.bottom + 4 + size.height <= innerHeight - 8;
  if (!fits && at.top > innerHeight - at.bottom) node.dataset.side = "above";
  const top = node.dataset.side ? at.top - size.height - 4 : Math.min(at.bottom + 4, innerHeight - size.height - 8);
  const left = Math.min(at.left, innerWidth - size.width - 8);
  node.style.setProperty("left", `${Math.max(8, left)}px`);
  node.style.setProperty("top", `${Math.max(8, top)}px`);
}

export function closePopup() {
  current?.close();
}

/** @typedef {{label: string, description?: string, danger?: boolean, url?: string, checked?: boolean, leading?: Node, run: () => void} | null} MenuItem null draws a line */

/** A menu; arrow keys move in it. @param {any} anchor @param {string} label @param {MenuItem[]} items */
export function menu(anchor, label, items) {
  const entries = items.map((item) =>
    item ? menuEntry(item, () => opened_?.close(true)) : h("hr", { role: "separator" }),
  );
  const opened_ = popup(anchor, entries, { class: "menu", role: "menu", label });
  if (!opened_) return;
  opened_.node.addEventListener("keydown", (event) => step(event, opened_.node));
  opened_.node.querySelector("[role^=menuitem]")?.focus();
}

function menuEntry(item, close) {
  const onclick = () => {
    close();
    item.run();
  };
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  const words = h(
    "span",
    { class: "menu-words" },
    h("span", {}, item.label),
    item.description ? h("small", {}, item.description) : null,
  );
  return h(
    "button",
    {
      type: "button",
      role,
      "aria-checked": item.checked === undefined ? null : String(item.checked),
      tabindex: "-1",
      class: item.danger ? "danger" : null,
      onclick,
    },
    item.leading,
    words,
  );
}

function step(event, node) {
  const entries = [...node.querySelectorAll("[role^=menuitem]")];
  const at = entries.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "Tab") closePopup();
  if (to === undefined) return;
  event.preventDefault();
  entries.at(to % entries.length)?.focus();
}
