/** A window: one person at the workspace. */

import { Api, Refused } from "./api.js";
import { h, show } from "./dom.js";
import { editorNode } from "./editor.js";
import { Live } from "./live.js";
import { ModalHost } from "./modal.js";
import { Place } from "./place.js";
import { closePopup } from "./popup.js";
import { parsed, placeOf, written } from "./route.js";
import { Sidebar } from "./sidebar.js";
import { Store } from "./store.js";
import { Toasts } from "./toast.js";
import { Topbar } from "./topbar.js";
import { Wire } from "./wire.js";
import { speak, t } from "./words.js";

class Client {
  constructor() {
    this.store = new Store();
    this.toasts = new Toasts();
    document.body.append(this.toasts.node);
    this.route = parsed(location.hash);
    this.api = new Api(this.route.person ?? localStorage.getItem("person"));
    this.live = new Live(this.store, { lost: () => this.lost(), back: () => this.begin() });
    this.listen();
  }

  listen() {
    const { store } = this;
    store.on("channels", () => this.drawPlaces());
    store.on("people", () => {
      this.topbar.draw();
      this.drawPlaces();
    });
    store.on("apps", () => this.drawPlaces());
    store.on("modal", () => this.modal.draw());
    store.on("message", (changes) => this.place?.patch(changes));
    store.on("wire", (exchanges) => this.wire.add(exchanges));
    store.on("clock", () => this.tick());
    addEventListener("hashchange", () => this.moved());
    document.addEventListener("visibilitychange", () => this.place?.timeline?.seen());
  }

  /** From the beginning, as somebody: at the start, after a change of person, after a lost connection. */
  async begin() {
    const state = (await this.read("state")) ?? (await this.somebody());
    if (!state) return;
    this.store.begin(state);
    const { me } = this.store;
    this.api = new Api(me.name);
    localStorage.setItem("person", me.name);
    speak(me.locale);
    this.build();
    await this.live.listen(this.api, this.wire.isOpen);
    this.away?.();
    this.away = null;
    await this.enter();
    await this.wire.open();
    this.modal.draw();
  }

  /** Whoever the address named is not here: be anybody. */
  async somebody() {
    this.api = new Api(null);
    this.route = { person: null, place: null, thread: null, message: null };
    return this.read("state");
  }

  build() {
    closePopup();
    this.modal?.node.close();
    this.wire = new Wire(this);
    this.topbar = new Topbar(this);
    this.sidebar = new Sidebar(this);
    this.modal = new ModalHost(this);
    this.main = h("main", { class: "main", id: "messages", "aria-label": t("messages") });
    this.aside = h("div", { class: "aside" });
    show(
      document.body,
      this.topbar.node,
      h("div", { class: "columns" }, this.sidebar.node, this.main, this.aside),
      this.wire.node,
      this.modal.node,
      this.toasts.node,
    );
    this.topbar.draw();
  }

  // -- moving -----------------------------------------------------------------------------------------------

  /** Go somewhere; what is not named stays. @param {Partial<import("./route.js").Route>} to */
  go(to) {
    const next = { ...this.route, thread: to.place && to.place !== this.route.place ? null : this.route.thread, ...to };
    const hash = written(next);
    if (hash === location.hash) this.moved();
    else location.hash = hash;
  }

  /** Become another person, where they may be in the same place. @param {string} name */
  be(name) {
    location.hash = written({ ...this.route, person: name, message: null });
  }

  async moved() {
    this.route = parsed(location.hash);
    const { person } = this.route;
    if (person && person !== this.store.me?.name) {
      this.api = new Api(person);
      await this.begin();
      return;
    }
    await this.enter();
  }

  /** Show the place that the address names, or the first one there is. */
  async enter() {
    const { store } = this;
    await this.leadOn();
    if (this.route.place && !this.isOpenTo(this.route.place)) await this.renew();
    if (!this.route.place || !this.isOpenTo(this.route.place))
      this.route = { ...this.route, place: this.firstPlace(), thread: null, message: null };
    this.route.person = store.me.name;
    history.replaceState(null, "", written(this.route));
    if (this.place?.id !== this.route.place || this.place.client !== this || !this.main.contains(this.place.node)) {
      this.place = new Place(this, this.route.place);
      show(this.main, this.place.node);
    }
    this.sidebar.draw();
    document.title = `${this.place.title()} · ${store.me.real_name} · ${store.workspace.name}`;
    await this.place.open(this.route);
  }

  /** An app that shows no home leads to its messages. */
  async leadOn() {
    const app = this.store.apps.get(this.route.place);
    if (!app || app.has_home) return;
    const answer = await this.act("opens_app", { app: app.id });
    this.route = { ...this.route, place: answer?.channel ?? null };
  }

  /** Ask anew what there is: a conversation may be younger than the last word of the stream. */
  async renew() {
    const state = await this.read("state");
    if (state) this.store.begin(state);
  }

  isOpenTo(place) {
    return this.store.channels.has(place) || this.store.apps.has(place);
  }

  firstPlace() {
    const { store } = this;
    const mine = [...store.channels.values()].filter((one) => store.isIn(one) && one.kind === "channel");
    return (
      (
        mine.find((one) => one.name === "general") ??
        mine[0] ??
        [...store.channels.values()][0] ??
        [...store.apps.values()][0]
      )?.id ?? null
    );
  }

  /** What a conversation is called, with its sign. */
  placeName(channel) {
    const sign = ["channel", "group"].includes(channel.kind) ? "#" : "";
    return sign + this.store.nameOf(channel);
  }

  /** An address that a button names. @param {string} url */
  follow(url) {
    const inside = placeOf(url);
    if (inside) this.go(inside);
    else if (/^https?:/i.test(url)) window.open(url, "_blank", "noopener,noreferrer");
  }

  // -- asking the workspace -----------------------------------------------------------------------------------

  /** Do something as this person; null where it did not go, which is then said. @param {string} name @param {object} wish */
  async act(name, wish, { quiet = false } = {}) {
    const answer = await this.trying(() => this.api.change(`act/${name}`, wish), quiet);
    if (answer?.trouble && !quiet) this.toast(answer.trouble, { trouble: true });
    return answer;
  }

  change(path, body) {
    return this.trying(() => this.api.change(path, body), false);
  }

  read(path, query) {
    return this.trying(() => this.api.read(path, query), false);
  }

  async trying(ask, quiet) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Refused) && !(error instanceof TypeError)) throw error;
      if (!quiet) this.toast(error instanceof Refused ? error.message : t("connection_lost"), { trouble: true });
      return null;
    }
  }

  toast(text, more) {
    return this.toasts.say(text, more);
  }

  lost() {
    this.away ??= this.toast(t("connection_lost"), { trouble: true, lasting: true });
  }

  // -- drawing ------------------------------------------------------------------------------------------------

  drawPlaces() {
    if (!this.isOpenTo(this.route.place)) {
      this.enter();
      return;
    }
    this.sidebar.draw();
    this.place?.draw();
  }

  tick() {
    this.topbar.tick();
    this.place?.tick();
  }

  toggleTheme() {
    const now =
      document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    const theme = now === "dark" ? "light" : "dark";
    localStorage.setItem("theme", theme);
    document.documentElement.dataset.theme = theme;
  }

  async toggleWire() {
    await this.wire.toggle();
    this.topbar.draw();
    await this.live.listen(this.api, this.wire.isOpen);
  }

  // -- changing one's messages --------------------------------------------------------------------------------

  edit(message) {
    this.place.edit(message);
  }

  editLast(place) {
    this.place.editLast(place);
  }

  editor(message, rows) {
    return editorNode(this, message, () => this.place.edited(rows));
  }
}

document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "";
new Client().begin();
