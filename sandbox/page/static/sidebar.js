/** The places one can go: channels, direct messages, apps. */

import { avatar } from "./avatars.js";
import { h, icon, iconButton } from "./dom.js";
import { menu } from "./popup.js";
import { t } from "./words.js";

/** One place in the list. Its nodes stay while news come and go: a node that went would take a click with it. */
class Entry {
  /** @param {any} client @param {(name: string) => Element} lead what stands before the name */
  constructor(client, lead) {
    this.lead = lead;
    this.leading = h("span", {});
    this.name = h("span", { class: "place-name" });
    this.count = h("b", { class: "count", "aria-hidden": "true" });
    const onclick = () => client.go({ place: this.node.dataset.place, thread: null, message: null });
    this.node = h("button", { type: "button", class: "place", onclick }, this.leading, this.name, this.count);
    this.item = h("li", {}, this.node);
  }

  /** @param {{place: string, name: string, unread: number, here: boolean, archived?: boolean}} now */
  update({ place, name, unread, here, archived = false }) {
    const news = here ? 0 : unread; // what one is looking at is being read
    this.node.dataset.place = place;
    this.node.classList.toggle("unread", news > 0);
    this.node.classList.toggle("archived", archived);
    this.say("aria-current", here ? "page" : null);
    this.say("aria-label", news ? `${name}, ${news} ${t("unread")}` : null);
    this.call(name);
    this.count.hidden = !news;
    this.count.textContent = news > 99 ? "99+" : String(news);
    return this.item;
  }

  say(attribute, value) {
    if (value === null) this.node.removeAttribute(attribute);
    else this.node.setAttribute(attribute, value);
  }

  call(name) {
    if (this.name.textContent === name) return;
    this.name.textContent = name;
    const leading = this.lead(name);
    this.leading.replaceWith(leading);
    this.leading = leading;
  }
}

/** A part of the list under a heading; it shows nothing while there is nothing in it. */
class Section {
  constructor(title, extra = null) {
    this.extra = extra;
    this.list = h("ul", {});
    this.node = h("section", {}, h("h2", {}, h("span", {}, title), extra), this.list);
  }

  /** Show these items in this order; whatever stands right already is not touched. @param {Element[]} items */
  show(items) {
    for (const one of [...this.list.children]) if (!items.includes(one)) one.remove();
    items.forEach((item, at) => {
      if (this.list.children[at] !== item) this.list.insertBefore(item, this.list.children[at] ?? null);
    });
    this.node.hidden = !items.length && !this.extra;
  }
}

export class Sidebar {
  /** @param {any} client */
  constructor(client) {
    this.client = client;
    /** @type {Map<string, Entry>} */ this.entries = new Map();
    this.rooms = new Section(t("channels"));
    this.directs = new Section(t("direct"), this.adder());
    this.apps = new Section(t("apps"));
    this.others = new Section(t("browse"));
    const parts = [this.rooms, this.directs, this.apps, this.others].map((part) => part.node);
    this.node = h("nav", { class: "sidebar", "aria-label": t("channels") }, parts);
    this.node.addEventListener("keydown", (event) => this.key(event));
  }

  draw() {
    const { store } = this.client;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const channels = [...store.channels.values()];
    const rooms = channels
      .filter((one) => ["channel", "group"].includes(one.kind))
      .sort((a, b) => a.name.localeCompare(b.name));
    const direct = channels.filter((one) => ["im", "mpim"].includes(one.kind) && !store.appOf(one) && store.isIn(one));
    const open = rooms.filter((one) => !store.isIn(one) && !one.archived);
    this.rooms.show(rooms.filter((one) => store.isIn(one)).map((one) => this.room(one)));
    this.directs.show(direct.map((one) => this.direct(one)));
    this.apps.show([...store.apps.values()].map((app) => this.app(app)));
    this.others.show(open.map((one) => this.room(one)));
    if (this.node.contains(focused)) focused?.focus(); // an entry that was moved has lost it
  }

  /** The entry of a channel or app, the same one each time. */
  entry(id, lead) {
    const known = this.entries.get(id) ?? new Entry(this.client, lead);
    this.entries.set(id, known);
    return known;
  }

  isHere(place) {
    return this.client.route.place === place;
  }

  room(channel) {
    const lead = () =>
      channel.kind === "group" ? icon("lock") : h("span", { class: "hash", "aria-hidden": "true" }, "#");
    const { id, name, unread, archived } = channel;
    return this.entry(id, lead).update({ place: id, name, unread, here: this.isHere(id), archived });
  }

  direct(channel) {
    const { id, unread } = channel;
    const lead =
      channel.kind === "mpim"
        ? () => h("span", { class: "together", "aria-hidden": "true" }, String(channel.members.length - 1))
        : (name) => avatar(name, { small: true });
    const name = this.client.store.nameOf(channel);
    return this.entry(id, lead).update({ place: id, name, unread, here: this.isHere(id) });
  }

  /** An app leads to what is new: its messages when there are any, its home otherwise. */
  app(app) {
    const dm = this.client.store.dmOf(app);
    const place = dm?.unread || !app.has_home ? (dm?.id ?? app.id) : app.id;
    const here = this.isHere(app.id) || this.isHere(dm?.id);
    const entry = this.entry(app.id, (name) => avatar(name, { small: true, bot: true }));
    return entry.update({ place, name: app.name, unread: dm?.unread ?? 0, here });
  }

  adder() {
    const button = iconButton("plus", t("new_direct"), () => menu(button, t("new_direct"), this.colleagues()), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    });
    return button;
  }

  colleagues() {
    const { store } = this.client;
    const others = [...store.people.values()].filter((one) => !one.is_bot && !one.deleted && one.id !== store.me.id);
    return others.map((one) => ({
      label: one.real_name,
      description: one.role,
      leading: avatar(one.real_name, { small: true }),
      run: () => this.open(one),
    }));
  }

  async open(person) {
    const answer = await this.client.act("opens_direct", { user: person.id });
    if (answer) this.client.go({ place: answer.channel, thread: null, message: null });
  }

  key(event) {
    if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const entries = [...this.node.querySelectorAll(".place")];
    const at = entries.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    entries[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  }
}
