/** Choosing among options, one or several, with a field to find them: every kind of select. */

import { freshId, h, icon, show } from "./dom.js";
import { popup } from "./popup.js";
import { t } from "./words.js";

/** @typedef {{key: string, label: string, description?: string, group?: string, raw: any}} Option */
/**
 * @typedef {object} Choosing
 * @property {string} label for screen readers
 * @property {string} placeholder
 * @property {(typed: string) => Option[] | Promise<Option[]>} find
 * @property {Option[]} chosen
 * @property {boolean} multiple
 * @property {boolean} clearable whether choosing the same again takes it back
 * @property {number} [most]
 * @property {number} [least] letters before anything is looked for
 * @property {(chosen: Option[]) => void} changed
 */

/** @param {Choosing} want @returns {HTMLElement} */
export function chooser(want) {
  let chosen = want.chosen;
  const button = h("button", {
    type: "button",
    class: "chooser",
    role: "combobox",
    "aria-haspopup": "listbox",
    "aria-expanded": "false",
    onclick: () => open(),
  });
  const change = (next) => {
    chosen = next;
    draw();
    want.changed(chosen);
  };
  const draw = () => {
    const words = chosen.map((one) => one.label).join(", ");
    button.setAttribute("aria-label", `${want.label}: ${words || want.placeholder}`);
    show(button, h("span", { class: words ? "chosen" : "placeholder" }, words || want.placeholder), icon("down"));
  };
  const open = () => new Choice(want, button, () => chosen, change).open();
  button.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      open();
    }
  });
  draw();
  return button;
}

class Choice {
  /** @param {Choosing} want @param {any} button @param {() => Option[]} chosen @param {(next: Option[]) => void} change */
  constructor(want, button, chosen, change) {
    this.want = want;
    this.button = button;
    this.chosen = chosen;
    this.change = change;
    this.at = 0;
    /** @type {Option[]} */ this.options = [];
    this.asked = 0;
    this.listId = freshId("list");
  }

  open() {
    this.field = h("input", {
      type: "text",
      class: "find",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "true",
      "aria-controls": this.listId,
      "aria-label": this.want.label,
      placeholder: t("find"),
      oninput: () => this.find(),
      onkeydown: (event) => this.key(event),
    });
    this.list = h("div", {
      role: "listbox",
      id: this.listId,
      class: "options",
      "aria-label": this.want.label,
      "aria-multiselectable": String(this.want.multiple),
    });
    const opened = popup(this.button, [this.field, this.list], { class: "choice", label: this.want.label });
    if (!opened) return;
    this.popup = opened;
    opened.node.style.setProperty("min-width", `${this.button.offsetWidth}px`);
    this.field.focus();
    this.find();
  }

  async find() {
    const typed = this.field.value.trim();
    const turn = (this.asked += 1);
    if (typed.length < (this.want.least ?? 0)) {
      show(this.list, h("p", { class: "quiet" }, t("type_to_find")));
      return;
    }
    const found = await this.want.find(typed);
    if (turn !== this.asked) return;
    this.options = found;
    const first = found.findIndex((one) => this.isChosen(one));
    this.at = Math.max(0, first);
    this.draw();
  }

  isChosen(option) {
    return this.chosen().some((one) => one.key === option.key);
  }

  draw() {
    let group = "";
    const rows = this.options.flatMap((option, index) => {
      const heading =
        option.group && option.group !== group
          ? h("div", { class: "group", role: "presentation" }, option.group)
          : null;
      group = option.group ?? "";
      return [heading, this.row(option, index)];
    });
    show(this.list, rows.length ? rows : h("p", { class: "quiet" }, t("nothing_found")));
    this.mark();
  }

  row(option, index) {
    const onclick = () => this.pick(index);
    return h(
      "div",
      {
        role: "option",
        id: `${this.listId}-${index}`,
        class: "option",
        "aria-selected": String(this.isChosen(option)),
        onclick,
      },
      h("span", {}, option.label),
      option.description ? h("small", {}, option.description) : null,
    );
  }

  mark() {
    for (const row of this.list.querySelectorAll(".option"))
      row.classList.toggle("at", row.id === `${this.listId}-${this.at}`);
    this.list.querySelector(".at")?.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", `${this.listId}-${this.at}`);
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      const count = this.options.length || 1;
      this.at = (this.at + steps[event.key] + count) % count;
      this.mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.pick(this.at);
    } else if (event.key === "Tab") {
      this.popup.close();
    }
  }

  pick(index) {
    const option = this.options[index];
    if (!option) return;
    if (!this.want.multiple) {
      this.popup.close(true);
      this.change(this.want.clearable && this.isChosen(option) ? [] : [option]);
      return;
    }
    const now = this.chosen();
    const without = now.filter((one) => one.key !== option.key);
    if (without.length === now.length && now.length >= (this.want.most ?? Infinity)) return;
    this.change(without.length < now.length ? without : [...now, option]);
    this.draw();
  }
}
