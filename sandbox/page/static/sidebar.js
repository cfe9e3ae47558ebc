/** The places one can go: channels, direct messages, apps. */

import { avatar } from "./avatars.js";
import { h, icon, iconButton, show } from "./dom.js";
import { menu } from "./popup.js";
import { t } from "./words.js";

export class Sidebar {
  /** @param {any} client */
  constructor(client) {
    this.client = client;
    this.node = h("nav", { class: "sidebar", "aria-label": t("channels") });
    this.node.addEventListener("keydown", (event) => this.key(event));
  }

  draw() {
    const focused = this.node.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).dataset.place
      : null;
    const { store } = this.client;
    const channels = [...store.channels.values()];
    const rooms = channels
      .filter((one) => ["channel", "group"].includes(one.kind))
      .sort((a, b) => a.name.localeCompare(b.name));
    const direct = channels.filter((one) => ["im", "mpim"].includes(one.kind) && !store.appOf(one) && store.isIn(one));
    show(
      this.node,
      this.section(
        t("channels"),
        rooms.filter((one) => store.isIn(one)).map((one) => this.room(one)),
      ),
      this.section(
        t("direct"),
        direct.map((one) => this.direct(one)),
        this.adder(),
      ),
      this.section(
        t("apps"),
        [...store.apps.values()].map((app) => this.app(app)),
      ),
      this.section(
        t("browse"),
        rooms.filter((one) => !store.isIn(one) && !one.archived).map((one) => this.room(one)),
      ),
    );
    if (focused) [...this.node.querySelectorAll("[data-place]")].find((one) => one.dataset.place === focused)?.focus();
  }

  section(title, entries, extra = null) {
    if (!entries.length && !extra) return null;
    return h(
      "section",
      {},
      h("h2", {}, h("span", {}, title), extra),
      h(
        "ul",
        {},
        entries.map((entry) => h("li", {}, entry)),
      ),
    );
  }

  entry(place, name, leading, waiting, here) {
    const unread = here ? 0 : waiting; // what one is looking at is being read
    const classes = [
      "place",
      unread ? "unread" : "",
      this.client.store.channels.get(place)?.archived ? "archived" : "",
    ].join(" ");
    const spoken = unread ? `${name}, ${unread} ${t("unread")}` : null;
    return h(
      "button",
      {
        type: "button",
        class: classes,
        "data-place": place,
        "aria-current": here ? "page" : null,
        "aria-label": spoken,
        onclick: () => this.client.go({ place, thread: null, message: null }),
      },
      leading,
      h("span", { class: "place-name" }, name),
      unread ? h("b", { class: "count", "aria-hidden": "true" }, unread > 99 ? "99+" : String(unread)) : null,
    );
  }

  isHere(place) {
    return this.client.route.place === place;
  }

  room(channel) {
    const mark = channel.kind === "group" ? icon("lock") : h("span", { class: "hash", "aria-hidden": "true" }, "#");
    return this.entry(channel.id, channel.name, mark, channel.unread, this.isHere(channel.id));
  }

  direct(channel) {
    const name = this.client.store.nameOf(channel);
    return this.entry(channel.id, name, avatar(name, { small: true }), channel.unread, this.isHere(channel.id));
  }

  /** An app leads to what is new: its messages when there are any, its home otherwise. */
  app(app) {
    const dm = this.client.store.dmOf(app);
    const place = dm?.unread || !app.has_home ? (dm?.id ?? app.id) : app.id;
    return this.entry(
      place,
      app.name,
      avatar(app.name, { small: true, bot: true }),
      dm?.unread ?? 0,
      this.isHere(app.id) || this.isHere(dm?.id),
    );
  }

  adder() {
    const { store } = this.client;
    const others = [...store.people.values()].filter((one) => !one.is_bot && !one.deleted && one.id !== store.me.id);
    const items = others.map((one) => ({
      label: one.real_name,
      description: one.role,
      leading: avatar(one.real_name, { small: true }),
      run: () => this.open(one),
    }));
    const button = iconButton("plus", t("new_direct"), () => menu(button, t("new_direct"), items), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    });
    return button;
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
