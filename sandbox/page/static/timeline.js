/** The messages of one conversation: the newest page first, older ones as one scrolls up. */

import { h, show } from "./dom.js";
import { Rows } from "./rows.js";
import { many, t } from "./words.js";

const NEAR = 400;
const MOST_KEPT = 200;
const SEEN_AFTER_MS = 400;

export class Timeline {
  /** @param {any} client @param {string} channel */
  constructor(client, channel) {
    this.client = client;
    this.channel = channel;
    this.rows = new Rows(client, false);
    /** @type {Map<string, any>} */ this.messages = new Map();
    this.older = false;
    this.newer = false;
    this.loading = false;
    this.missed = 0;
    this.stuck = true;
    this.seeing = 0;
    this.pill = h("button", { type: "button", class: "pill", hidden: true, onclick: () => this.toNewest() });
    this.scroller = h("div", { class: "scroller", onscroll: () => this.scrolled() }, this.rows.node);
    this.node = h("div", { class: "timeline" }, this.scroller, this.pill);
    const sizes = new ResizeObserver(() => this.stuck && this.toBottom());
    sizes.observe(this.scroller);
    sizes.observe(this.rows.node);
  }

  /** @param {string | null} around a message to open at */
  async open(around) {
    const page = await this.client.read("history", { channel: this.channel, around });
    if (!page) return;
    this.take(page, true);
    this.rows.mark = page.mark;
    if (!page.messages.some((one) => this.rows.isNews(one))) this.rows.mark = null;
    this.older = page.older;
    this.newer = page.newer;
    this.draw();
    if (around && this.find(around)) this.highlight(around);
    else this.toBottom();
    this.seen();
  }

  take(page, anew) {
    if (anew) this.messages.clear();
    for (const message of page.messages) this.messages.set(message.ts, message);
  }

  sorted() {
    return [...this.messages.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  }

  draw() {
    const all = this.sorted();
    this.rows.draw(all);
    this.node.classList.toggle("bare", !all.length);
    this.node.dataset.empty = all.length ? "" : t("nothing_here");
    this.drawPill();
  }

  drawPill() {
    this.pill.hidden = !this.newer && !this.missed;
    show(this.pill, this.missed ? many("new_messages", this.missed) : t("newest"), " ↓");
  }

  /** Take in what has changed. @param {any[]} changes */
  patch(changes) {
    const mine = changes.filter((one) => one.channel === this.channel);
    if (!mine.length) return;
    const stick = this.stuck && !this.newer;
    const count = this.messages.size;
    for (const one of mine) this.patchOne(one);
    if (stick) this.trim();
    this.draw();
    if (!stick) this.missed += Math.max(0, this.messages.size - count);
    this.drawPill();
    this.seen();
  }

  patchOne({ ts, message, head }) {
    if (head && this.messages.has(head.ts)) this.messages.set(head.ts, head);
    if (!message) this.messages.delete(ts);
    else if (this.messages.has(ts) || (belongs(message) && !this.newer)) this.messages.set(ts, message);
  }

  /** Far up nobody looks: what is above some hundred messages is fetched again when it is wanted. */
  trim() {
    if (this.messages.size <= MOST_KEPT) return;
    for (const message of this.sorted().slice(0, -MOST_KEPT / 2)) this.messages.delete(message.ts);
    this.older = true;
  }

  isAtBottom() {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    return !this.newer && scrollHeight - scrollTop - clientHeight < 60;
  }

  toBottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.missed = 0;
  }

  async toNewest() {
    if (this.newer) await this.open(null);
    this.toBottom();
    this.drawPill();
  }

  async scrolled() {
    this.stuck = this.isAtBottom();
    if (this.isAtBottom() && this.missed) {
      this.missed = 0;
      this.drawPill();
    }
    if (this.loading) return;
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    if (this.older && scrollTop < NEAR) await this.more("before");
    else if (this.newer && scrollHeight - scrollTop - clientHeight < NEAR) await this.more("after");
  }

  /** One more page at one of the ends; what is on the screen stays where it is. @param {"before" | "after"} side */
  async more(side) {
    this.loading = true;
    const lasting = this.sorted().filter((one) => !one.ephemeral);
    const edge = side === "before" ? lasting[0] : lasting.at(-1);
    const page = edge && (await this.client.read("history", { channel: this.channel, [side]: edge.ts }));
    if (page) {
      const height = this.scroller.scrollHeight;
      this.take(page, false);
      if (side === "before") this.older = page.older;
      else this.newer = page.newer;
      this.draw();
      if (side === "before") this.scroller.scrollTop += this.scroller.scrollHeight - height;
    }
    this.loading = false;
  }

  find(ts) {
    return this.rows.node.querySelector(`[data-ts="${ts}"]`);
  }

  /** Bring a message into view and mark it. @param {string} ts */
  highlight(ts) {
    const row = this.find(ts);
    if (!row) return false;
    for (const other of this.rows.node.querySelectorAll(".highlight")) other.classList.remove("highlight");
    row.classList.add("highlight");
    this.stuck = false;
    row.scrollIntoView({ block: "center" });
    return true;
  }

  /** What is on the screen has been read; in a storm that is said now and then. */
  seen() {
    const channel = this.client.store.channels.get(this.channel);
    if (!channel?.unread || document.hidden || this.seeing) return;
    this.seeing = setTimeout(() => {
      this.seeing = 0;
      this.client.act("reads", { channel: this.channel }, { quiet: true });
    }, SEEN_AFTER_MS);
  }
}

/** Whether a message stands outside threads. */
function belongs(message) {
  return !message.thread_ts || message.thread_ts === message.ts || message.subtype === "thread_broadcast";
}
