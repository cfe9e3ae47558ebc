/** The pane beside the channel with one message and its replies. */

import { Composer } from "./composer.js";
import { h, iconButton, show } from "./dom.js";
import { Rows } from "./rows.js";
import { many, t } from "./words.js";

export class Thread {
  /** @param {any} client @param {string} channel @param {string} ts */
  constructor(client, channel, ts) {
    this.client = client;
    this.channel = channel;
    this.ts = ts;
    this.root = null;
    /** @type {Map<string, any>} */ this.replies = new Map();
    this.above = new Rows(client, true);
    this.rows = new Rows(client, true);
    this.count = h("div", { class: "divider count" });
    this.scroller = h("div", { class: "scroller" }, this.above.node, this.count, this.rows.node);
    this.place = h("span", { class: "quiet" });
    const close = iconButton("close", t("close"), () => client.go({ thread: null, message: null }));
    this.composer = new Composer(client, { channel, thread: ts, label: t("reply_place") });
    this.node = h(
      "aside",
      { class: "thread", "aria-label": t("thread") },
      h("header", { class: "pane-head" }, h("h2", {}, t("thread")), this.place, h("span", { class: "gap" }), close),
      this.scroller,
      this.composer.node,
    );
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && !event.target.value)
        client.go({ thread: null, message: null });
    });
  }

  /** @param {string | null} message a reply to open at */
  async open(message) {
    const found = await this.client.read("thread", { channel: this.channel, ts: this.ts });
    if (!found) return;
    this.root = found.root;
    for (const reply of found.replies) this.replies.set(reply.ts, reply);
    this.draw();
    if (!message || !this.highlight(message)) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  draw() {
    const channel = this.client.store.channels.get(this.channel);
    show(this.place, channel ? this.client.placeName(channel) : "");
    this.above.draw(this.root ? [this.root] : []);
    const replies = [...this.replies.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1));
    const count = replies.filter((one) => !one.ephemeral).length;
    this.count.hidden = !count;
    show(this.count, h("span", {}, many("replies", count)));
    this.rows.draw(replies);
    this.composer.draw();
  }

  /** Take in what has changed. @param {any[]} changes */
  patch(changes) {
    const mine = changes.filter((one) => one.channel === this.channel && this.concerns(one));
    if (!mine.length) return;
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    const stick = scrollHeight - scrollTop - clientHeight < 60;
    for (const { ts, message, head } of mine) {
      if (head?.ts === this.ts) this.root = head;
      if (ts === this.ts) this.root = message ?? this.root;
      else if (message) this.replies.set(ts, message);
      else this.replies.delete(ts);
    }
    this.draw();
    if (stick) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  concerns({ ts, message, head }) {
    return ts === this.ts || head?.ts === this.ts || message?.thread_ts === this.ts || this.replies.has(ts);
  }

  highlight(ts) {
    const row = this.node.querySelector(`[data-ts="${ts}"]`);
    row?.classList.add("highlight");
    row?.scrollIntoView({ block: "center" });
    return Boolean(row);
  }
}
