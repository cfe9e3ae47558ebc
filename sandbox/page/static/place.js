/** What stands in the middle: a conversation or an app, with a thread beside it. */

import { Composer } from "./composer.js";
import { h, icon, iconButton, show } from "./dom.js";
import { Home } from "./home.js";
import { menu } from "./popup.js";
import { Thread } from "./thread.js";
import { Timeline } from "./timeline.js";
import { many, t } from "./words.js";

export class Place {
  /** @param {any} client @param {string} id of a channel, or of an app for its home */
  constructor(client, id) {
    this.client = client;
    this.id = id;
    this.app = client.store.apps.get(id) ?? null;
    /** @type {Timeline | null} */ this.timeline = null;
    /** @type {Home | null} */ this.home = null;
    /** @type {Thread | null} */ this.thread = null;
    this.head = h("header", { class: "pane-head" });
    this.node = h("div", { class: "place-inside" }, this.head);
    if (this.app) this.buildHome();
    else this.buildChannel();
    this.draw();
  }

  buildHome() {
    this.home = new Home(this.client, this.id);
    this.node.append(this.home.node);
  }

  buildChannel() {
    const channel = this.client.store.channels.get(this.id);
    this.timeline = new Timeline(this.client, this.id);
    this.composer = new Composer(this.client, {
      channel: this.id,
      thread: null,
      label: t("message_to", { place: this.client.placeName(channel) }),
    });
    this.node.append(this.timeline.node, this.composer.node);
  }

  title() {
    const channel = this.client.store.channels.get(this.id);
    return channel ? this.client.placeName(channel) : this.app.name;
  }

  /** @param {import("./route.js").Route} route */
  async open(route) {
    const inThread = Boolean(route.thread);
    await this.openChannel(inThread ? null : route.message);
    await this.openThread(route.thread, inThread ? route.message : null);
    if (!route.message && !this.opened) (this.thread ?? this).composer?.field.focus({ preventScroll: true });
    this.opened = true;
  }

  async openChannel(message) {
    if (!this.timeline) return;
    if (this.opened && (!message || this.timeline.highlight(message))) return;
    await this.timeline.open(message);
  }

  async openThread(ts, message) {
    const { aside } = this.client;
    if (!ts || this.app) {
      this.thread = null;
      show(aside);
    } else if (this.thread?.ts !== ts || !aside.contains(this.thread.node)) {
      this.thread = new Thread(this.client, this.id, ts);
      show(aside, this.thread.node);
      await this.thread.open(message);
      if (!message && this.opened) this.thread.composer.field.focus({ preventScroll: true });
    } else if (message) {
      this.thread.highlight(message);
    }
  }

  draw() {
    const channel = this.client.store.channels.get(this.id);
    const app = this.app ?? this.client.store.appOf(channel);
    show(this.head, this.name(channel, app), app ? this.tabs(app) : null, this.aboutChannel(channel));
    this.composer?.draw();
    this.thread?.composer.draw();
    this.home?.draw();
  }

  name(channel, app) {
    if (app) return h("h2", {}, app.name);
    const lock = channel?.kind === "group" ? icon("lock") : null;
    return h("h2", {}, lock, channel ? this.client.placeName(channel) : "");
  }

  aboutChannel(channel) {
    if (!channel || channel.kind === "im") return null;
    const names = channel.members
      .map((id) => this.client.store.people.get(id)?.real_name)
      .filter(Boolean)
      .join(", ");
    return [
      channel.topic ? h("span", { class: "topic" }, channel.topic) : null,
      h("span", { class: "gap" }),
      h("span", { class: "quiet", title: names }, many("members", channel.members.length)),
      this.leaver(channel),
    ];
  }

  leaver(channel) {
    if (!this.client.store.isIn(channel) || channel.kind === "mpim" || channel.archived) return null;
    const leave = { label: t("leave"), run: () => this.client.act("leaves", { channel: channel.id }) };
    const more = iconButton("more", t("more"), () => menu(more, t("more"), [leave]), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    });
    return more;
  }

  /** An app has a home and messages; both have an address. */
  tabs(app) {
    const tab = (here, words, go) =>
      h("button", { type: "button", "aria-current": here ? "page" : null, onclick: go }, words);
    const home = app.has_home
      ? tab(Boolean(this.app), t("home"), () => this.client.go({ place: app.id, thread: null, message: null }))
      : null;
    const messages =
      app.has_home || app.takes_messages ? tab(!this.app, t("messages"), () => this.toMessages(app)) : null;
    return h("nav", { class: "tabs", "aria-label": app.name }, home, messages);
  }

  async toMessages(app) {
    const answer = await this.client.act("opens_app", { app: app.id });
    if (!answer) return;
    this.client.go({ place: answer.channel, thread: null, message: null });
    this.client.act("opens_home", { app: app.id, tab: "messages" }, { quiet: true });
  }

  /** Take in what has changed. @param {any[]} changes */
  patch(changes) {
    this.timeline?.patch(changes);
    this.thread?.patch(changes);
  }

  /** Time has passed: what is said relative to it changes. */
  tick() {
    this.timeline?.draw();
    this.thread?.draw();
    this.home?.draw();
  }

  edit(message) {
    const inThread = message.thread_ts && message.thread_ts !== message.ts;
    const rows = inThread && this.thread ? this.thread.rows : this.timeline.rows;
    rows.editing = message.ts;
    this.tick();
  }

  edited(rows) {
    rows.editing = null;
    this.tick();
    this.composer.field.focus();
  }

  editLast({ thread }) {
    const all = thread ? [...this.thread.replies.values()] : this.timeline.sorted();
    const mine = all.filter((one) => one.user === this.client.store.me.id && !one.ephemeral).at(-1);
    if (mine) this.edit(mine);
  }
}
