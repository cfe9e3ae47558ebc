/** A list of messages that changes in place: only rows that look different are drawn again. */

import { dayOf, isoDay } from "./dates.js";
import { h } from "./dom.js";
import { messageNode, speaker } from "./message.js";
import { t } from "./words.js";

const TOGETHER_SECONDS = 300;
const DATED = /<!date\^|"type":"date"|"latest_reply"/;

/** @type {WeakMap<any, {text: string, dated: boolean, day: string, zone: string}>} */
const facts = new WeakMap();

/** What a row needs to know of a message, worked out once: a storm must not cost a look at every message. */
function factsOf(message, zone) {
  const known = facts.get(message);
  if (known?.zone === zone) return known;
  const text = JSON.stringify(message);
  const found = { text, dated: DATED.test(text), day: isoDay(Number(message.ts), zone), zone };
  facts.set(message, found);
  return found;
}

export class Rows {
  /** @param {any} client @param {boolean} inThread */
  constructor(client, inThread) {
    this.client = client;
    this.inThread = inThread;
    this.node = h("div", {
      class: "rows",
      role: "log",
      "aria-live": "polite",
      "aria-relevant": "additions",
      onkeydown: (event) => this.key(event),
    });
    /** @type {Map<string, {look: string, node: HTMLElement}>} */ this.drawn = new Map();
    /** @type {string | null} */ this.mark = null;
    /** @type {string | null} */ this.editing = null;
    /** @type {Element | null} */ this.tabStop = null;
  }

  /** Show these, oldest first. @param {any[]} messages */
  draw(messages) {
    const wanted = this.wanted(messages);
    const keys = new Set(wanted.map((one) => one.key));
    for (const [key, { node }] of this.drawn) if (!keys.has(key)) this.drop(key, node);
    /** @type {ChildNode | null} */ let before = this.node.firstChild;
    for (const one of wanted) {
      const old = this.drawn.get(one.key)?.node;
      const node = this.nodeOf(one);
      if (old === before) before = node;
      if (node === before) before = before.nextSibling;
      else this.node.insertBefore(node, before);
    }
    this.moveTabStop();
  }

  /** Tab leads to the newest message; arrow keys lead on. */
  moveTabStop() {
    this.tabStop?.setAttribute("tabindex", "-1");
    this.tabStop = this.node.querySelector("article:last-of-type");
    this.tabStop?.setAttribute("tabindex", "0");
  }

  drop(key, node) {
    node.remove();
    this.drawn.delete(key);
  }

  /** Every row with all that its look depends on: days, the line above what is new, messages. */
  wanted(messages) {
    const { me, now } = this.client.store;
    const today = isoDay(now, me.tz);
    const rows = [];
    let before = null;
    for (const message of messages) {
      const { day } = factsOf(message, me.tz);
      const newDay = !this.inThread && (!before || factsOf(before, me.tz).day !== day);
      if (newDay)
        rows.push({
          key: `day ${day}`,
          look: today,
          make: () => divider(dayOf(Number(message.ts), now, me.tz), "day"),
        });
      const fresh = this.isFirstNew(message, before);
      if (fresh) rows.push({ key: "new", look: "", make: () => divider(t("new"), "new") });
      rows.push(this.row(message, !newDay && !fresh && this.isCompact(message, before)));
      before = message;
    }
    return rows;
  }

  isFirstNew(message, before) {
    return this.mark && before && before.ts <= this.mark && this.isNews(message);
  }

  isNews(message) {
    return message.ts > this.mark && message.user !== this.client.store.me.id && !message.ephemeral;
  }

  row(message, compact) {
    const { text, dated } = factsOf(message, this.client.store.me.tz);
    const minute = dated ? Math.floor(this.client.store.now / 60) : "";
    const editing = this.editing === message.ts;
    return {
      key: message.ts,
      look: `${compact} ${editing} ${minute} ${text}`,
      make: () =>
        editing
          ? this.client.editor(message, this)
          : messageNode(this.client, message, { compact, inThread: this.inThread }),
    };
  }

  isCompact(message, before) {
    if (
      !before ||
      message.ephemeral ||
      before.ephemeral ||
      message.subtype === "thread_broadcast" ||
      before.subtype === "tombstone"
    )
      return false;
    const close = Number(message.ts) - Number(before.ts) < TOGETHER_SECONDS;
    return (
      close &&
      !message.bot_id &&
      speaker(this.client, message).id === speaker(this.client, before).id &&
      isSpoken(message) &&
      isSpoken(before)
    );
  }

  nodeOf(one) {
    const known = this.drawn.get(one.key);
    if (known?.look === one.look) return known.node;
    const node = one.make();
    if (known) replaced(known.node, node);
    this.drawn.set(one.key, { look: one.look, node });
    return node;
  }

  /** Arrow keys go from message to message. */
  key(event) {
    const row = event.target;
    if (!row.matches("article") || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const rows = [...this.node.querySelectorAll("article")];
    rows[rows.indexOf(row) + (event.key === "ArrowUp" ? -1 : 1)]?.focus();
  }
}

/** Whether somebody said it; who joined and who left was said by nobody. */
function isSpoken(message) {
  return !["channel_join", "channel_leave"].includes(message.subtype);
}

/** A row gives way to its new look; whoever is at a control of it stays there. */
function replaced(old, node) {
  const action = old.contains(document.activeElement)
    ? /** @type {HTMLElement} */ (document.activeElement).dataset.action
    : null;
  const focused = old === document.activeElement;
  node.classList.toggle("highlight", old.classList.contains("highlight"));
  old.replaceWith(node);
  if (focused) node.focus({ preventScroll: true });
  else if (action)
    [...node.querySelectorAll("[data-action]")]
      .find((one) => one.dataset.action === action)
      ?.focus({ preventScroll: true });
}

function divider(words, name) {
  return h("div", { class: `divider ${name}`, role: "separator", "aria-label": words }, h("span", {}, words));
}
