/** Short words that go by themselves; also read aloud. */

import { h } from "./dom.js";

const SHOWN_MS = 6000;

export class Toasts {
  constructor() {
    this.node = h("div", { class: "toasts", role: "status", "aria-live": "polite", popover: "manual" });
  }

  /** @param {string} text @param {{trouble?: boolean, lasting?: boolean}} [more] @returns {() => void} what takes it away */
  say(text, more = {}) {
    const node = h("div", { class: more.trouble ? "toast trouble" : "toast" }, text);
    this.raise();
    this.node.append(node);
    const away = () => {
      node.remove();
      if (!this.node.children.length && this.node.matches(":popover-open")) this.node.hidePopover();
    };
    if (!more.lasting) setTimeout(away, SHOWN_MS);
    return away;
  }

  /** Above everything, a modal too. */
  raise() {
    if (this.node.matches(":popover-open")) this.node.hidePopover();
    this.node.showPopover();
  }
}
