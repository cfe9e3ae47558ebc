/** The wire: every exchange between app and workspace, and the place to let something go wrong. */

import { timeOf } from "./dates.js";
import { h, show } from "./dom.js";
import { t } from "./words.js";

const MOST_ROWS = 300;
const CALLS = new Set(["api", "response_url", "upload"]);
const FAULTS = ["rate_limit", "delay", "outage", "twice", "sockets"];
const ARROWS = { api: "→", response_url: "→", upload: "→" };

export class Wire {
  /** @param {any} client */
  constructor(client) {
    this.client = client;
    this.isOpen = sessionStorage.getItem("wire") === "open";
    /** @type {any[]} */ this.exchanges = [];
    /** @type {Set<string>} */ this.faults = new Set();
    this.kind = "all";
    this.chosen = null;
    this.rows = h("ol", {
      class: "wire-rows",
      role: "listbox",
      "aria-label": t("wire"),
      onkeydown: (event) => this.key(event),
    });
    this.details = h("div", { class: "wire-details", tabindex: "0", role: "region", "aria-label": t("wire_payload") });
    this.filter = h("input", {
      type: "search",
      class: "field",
      placeholder: t("wire_filter"),
      "aria-label": t("wire_filter"),
      oninput: () => this.drawRows(),
    });
    this.tools = h("div", { class: "wire-tools" });
    this.node = h(
      "section",
      { class: "wire", "aria-label": t("wire"), hidden: !this.isOpen },
      this.tools,
      h("div", { class: "wire-both" }, this.rows, this.details),
    );
  }

  async toggle() {
    this.isOpen = !this.isOpen;
    sessionStorage.setItem("wire", this.isOpen ? "open" : "");
    await this.open();
  }

  /** Fetch what there is; what comes after is told as it happens. */
  async open() {
    this.node.hidden = !this.isOpen;
    if (!this.isOpen) return;
    const state = await this.client.read("wire");
    if (!state) return;
    this.exchanges = state.exchanges;
    this.faults = new Set(state.faults);
    this.drawTools();
    show(this.details, h("p", { class: "quiet" }, t("wire_pick")));
    this.drawRows();
  }

  /** @param {any[]} exchanges */
  add(exchanges) {
    const last = this.exchanges.at(-1)?.number ?? -1;
    const fresh = exchanges.filter((one) => one.number > last);
    this.exchanges.push(...fresh);
    this.exchanges.splice(0, this.exchanges.length - MOST_ROWS);
    const stick = this.rows.scrollHeight - this.rows.scrollTop - this.rows.clientHeight < 40;
    this.rows.append(...fresh.filter((one) => this.fits(one)).map((one) => this.row(one)));
    while (this.rows.children.length > MOST_ROWS) this.rows.firstChild.remove();
    if (stick) this.rows.scrollTop = this.rows.scrollHeight;
  }

  fits(one) {
    const kinds = {
      all: true,
      calls: CALLS.has(one.traffic),
      deliveries: !CALLS.has(one.traffic),
      refused: Boolean(one.refused),
    };
    return kinds[this.kind] && one.name.toLowerCase().includes(this.filter.value.trim().toLowerCase());
  }

  drawRows() {
    show(
      this.rows,
      this.exchanges.filter((one) => this.fits(one)).map((one) => this.row(one)),
    );
    this.rows.scrollTop = this.rows.scrollHeight;
  }

  row(one) {
    const words = [
      h("span", { class: "arrow", title: one.traffic }, ARROWS[one.traffic] ?? "←"),
      h("time", {}, timeOf(one.at, this.client.store.me.tz)),
      h("b", {}, one.name),
      one.attempt ? h("span", { class: "badge" }, `↻ ${one.attempt}`) : null,
      one.refused ? h("span", { class: "refusal" }, one.refused) : null,
      h("span", { class: "ms" }, `${one.ms} ms`),
    ];
    return h(
      "li",
      {
        role: "option",
        tabindex: "0",
        class: one.refused ? "refused" : null,
        "data-number": one.number,
        "aria-selected": String(one.number === this.chosen),
        onclick: () => this.choose(one.number),
      },
      words,
    );
  }

  key(event) {
    const row = event.target.closest("li");
    if (!row) return;
    if (event.key === "Enter" || event.key === " ") this.choose(Number(row.dataset.number));
    else if (event.key === "ArrowDown") row.nextElementSibling?.focus();
    else if (event.key === "ArrowUp") row.previousElementSibling?.focus();
    else return;
    event.preventDefault();
  }

  async choose(number) {
    this.chosen = number;
    for (const row of this.rows.children)
      row.setAttribute("aria-selected", String(Number(row.dataset.number) === number));
    const one = await this.client.read(`wire/${number}`);
    if (!one) return;
    const body = (value) => h("pre", {}, value === null || value === undefined ? "—" : JSON.stringify(value, null, 2));
    show(
      this.details,
      h("h3", {}, `${one.traffic} · ${one.name}`),
      one.refused ? h("p", { class: "refusal" }, `${t("wire_refused")}: ${one.refused}`) : null,
      h("h4", {}, t("wire_payload")),
      body(one.payload),
      h("h4", {}, t("wire_answer"), one.status ? ` · ${one.status}` : ""),
      body(one.answer),
    );
    this.details.scrollTop = 0;
  }

  drawTools() {
    const kind = (name, words) =>
      h(
        "button",
        {
          type: "button",
          class: "bar-button",
          "aria-pressed": String(this.kind === name),
          onclick: () => this.pick(name),
        },
        words,
      );
    const fault = (name) =>
      h(
        "button",
        {
          type: "button",
          class: "bar-button fault",
          "aria-pressed": String(this.faults.has(name)),
          title: t(`fault_${name}_about`),
          onclick: () => this.order(name),
        },
        t(`fault_${name}`),
      );
    const reset = this.faults.size
      ? h("button", { type: "button", class: "bar-button", onclick: () => this.order("reset") }, t("wire_clear"))
      : null;
    show(
      this.tools,
      kind("all", t("wire_all")),
      kind("calls", `→ ${t("wire_calls")}`),
      kind("deliveries", `← ${t("wire_deliveries")}`),
      kind("refused", t("wire_refused")),
      this.filter,
      h("span", { class: "gap" }),
      h("span", { class: "quiet" }, t("wire_faults")),
      FAULTS.map(fault),
      reset,
    );
  }

  pick(kind) {
    this.kind = kind;
    this.drawTools();
    this.drawRows();
  }

  async order(fault) {
    const answer = await this.client.change(`faults/${fault}`);
    if (!answer) return;
    this.faults = new Set(answer.faults);
    this.drawTools();
  }
}
