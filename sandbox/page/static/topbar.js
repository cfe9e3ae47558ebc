/** The bar: who one is, the clock, light or dark, the wire. */

import { avatar } from "./avatars.js";
import { momentOf, timeOf } from "./dates.js";
import { h, icon, iconButton, show } from "./dom.js";
import { menu } from "./popup.js";
import { locale, t } from "./words.js";

/** Some time passes in the workspace; the bot and everybody's screen catch up. */
const JUMPS = ["hour", "day", "morning"];
const AWAY = "palm_tree";

export class Topbar {
  /** @param {any} client */
  constructor(client) {
    this.client = client;
    this.jumping = false;
    this.node = h("header", { class: "topbar" });
  }

  draw() {
    const { store } = this.client;
    const wire = h(
      "button",
      {
        type: "button",
        class: "bar-button",
        "aria-pressed": String(this.client.wire.isOpen),
        title: t("wire_about"),
        onclick: () => this.client.toggleWire(),
      },
      icon("wire"),
      t("wire"),
    );
    show(
      this.node,
      h("a", { class: "skip", href: "#messages", onclick: (event) => this.skip(event) }, t("skip")),
      h("h1", {}, store.workspace.name),
      this.person(),
      this.status(),
      h("span", { class: "gap" }),
      store.clock ? this.clock() : null,
      h("span", { class: "gap" }),
      iconButton("sun", t("theme"), () => this.client.toggleTheme()),
      wire,
    );
  }

  /** The clock alone, as it goes on. */
  tick() {
    const shown = this.node.querySelector(".clock-now");
    if (shown) show(shown, momentOf(this.client.store.now, this.client.store.me.tz));
  }

  skip(event) {
    event.preventDefault();
    /** @type {HTMLElement | null} */ (document.querySelector(".main .compose-field, .main article"))?.focus();
  }

  person() {
    const { me, people } = this.client.store;
    const items = [...people.values()]
      .filter((one) => !one.is_bot && !one.deleted)
      .map((one) => ({
        label: one.real_name,
        description: this.about(one),
        leading: avatar(one.real_name),
        checked: one.id === me.id,
        run: () => this.client.be(one.name),
      }));
    const button = h(
      "button",
      {
        type: "button",
        class: "bar-button who",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        "aria-label": `${t("be")} ${me.real_name}`,
        onclick: () => menu(button, t("people"), items),
      },
      avatar(me.real_name, { small: true }),
      h("span", { class: "who-words" }, h("b", {}, me.real_name), h("small", {}, this.about(me))),
      icon("down"),
    );
    return button;
  }

  /** The one status that a visitor can show: away. */
  status() {
    const { me } = this.client.store;
    const change = () => this.client.act("sets_status", { emoji: me.status ? "" : AWAY });
    return h(
      "button",
      { type: "button", class: "bar-button", "aria-pressed": String(Boolean(me.status)), title: t("away_about"), onclick: change },
      t("away"),
    );
  }

  /** "IT agent · German · 09:30", "Guest · English · 08:30". */
  about(person) {
    const language = new Intl.DisplayNames([locale()], { type: "language" }).of(person.locale.slice(0, 2));
    const time = timeOf(this.client.store.now, person.tz);
    return [person.role, this.client.store.belongs(person), language, time].filter(Boolean).join(" · ");
  }

  clock() {
    const buttons = JUMPS.map((jump) =>
      h(
        "button",
        {
          type: "button",
          class: "bar-button",
          disabled: this.jumping,
          "data-jump": jump,
          onclick: () => this.jump(jump),
        },
        t(jump),
      ),
    );
    const now = h("span", { class: "clock-now" }, momentOf(this.client.store.now, this.client.store.me.tz));
    return h(
      "div",
      { class: this.jumping ? "clock jumping" : "clock", role: "group", "aria-label": t("clock") },
      icon("clock"),
      now,
      buttons,
    );
  }

  async jump(jump) {
    this.jumping = true;
    this.draw();
    await this.client.change(`clock/${jump}`);
    this.jumping = false;
    this.draw();
    this.node.querySelector(`[data-jump=${jump}]`)?.focus();
  }
}
