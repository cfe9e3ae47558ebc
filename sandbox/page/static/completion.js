/** Offers while typing: commands, people, channels, emoji. */

import { freshId, h, show } from "./dom.js";
import { emojiLike, emojiOf } from "./emoji.js";

const MOST = 8;

/** @typedef {{text: string, label: string, hint?: string, about?: string}} Offer */

/** What can stand where the cursor is. @param {any} client @param {string} before the text up to the cursor @param {boolean} commands */
function offers(client, before, commands) {
  const { store } = client;
  const command = commands && /^\/(\S*)$/.exec(before);
  if (command) return { from: 0, found: commandOffers(store, before) };
  const word = /(?:^|\s)([@#:])([\w.+-]*)$/.exec(before);
  if (!word) return null;
  const from = before.length - word[2].length - 1;
  const wanted = word[2].toLowerCase();
  if (word[1] === "@") return { from, found: peopleOffers(store, wanted) };
  if (word[1] === "#") return { from, found: channelOffers(store, wanted) };
  return wanted.length < 2
    ? null
    : {
        from,
        found: emojiLike(wanted, MOST).map((name) => ({
          text: `${emojiOf(name)} `,
          label: `${emojiOf(name)}  :${name}:`,
        })),
      };
}

function commandOffers(store, typed) {
  const all = [...store.apps.values()].flatMap((app) => app.commands.map((one) => ({ ...one, app: app.name })));
  return all
    .filter((one) => one.name.startsWith(typed))
    .map((one) => ({
      text: `${one.name} `,
      label: one.name,
      hint: one.hint,
      about: `${one.description} · ${one.app}`,
    }));
}

/** Whoever can be called: people, and groups of them. */
function peopleOffers(store, wanted) {
  const people = [...store.people.values()].filter((one) => !one.deleted);
  const named = people.map((one) => ({ handle: one.name, name: one.real_name, about: one.role }));
  const groups = [...store.usergroups.values()].map((one) => ({ handle: one.handle, name: one.name, about: "" }));
  return [...named, ...groups]
    .filter((one) => `${one.handle} ${one.name}`.toLowerCase().includes(wanted))
    .slice(0, MOST)
    .map((one) => ({ text: `@${one.handle} `, label: one.name, hint: `@${one.handle}`, about: one.about }));
}

function channelOffers(store, wanted) {
  const fits = (one) => ["channel", "group"].includes(one.kind) && one.name.includes(wanted);
  return [...store.channels.values()]
    .filter(fits)
    .slice(0, MOST)
    .map((one) => ({ text: `#${one.name} `, label: `#${one.name}`, about: one.topic }));
}

/** A list over a text field; arrow keys, Enter or Tab take an offer, Escape sends the list away. */
export class Completion {
  /** @param {any} client @param {any} field @param {boolean} commands whether commands can stand here */
  constructor(client, field, commands) {
    this.client = client;
    this.field = field;
    this.commands = commands;
    this.at = 0;
    /** @type {{from: number, found: Offer[]} | null} */ this.open = null;
    this.id = freshId("offers");
    this.node = h("div", { class: "offers", role: "listbox", id: this.id, hidden: true });
    field.setAttribute("aria-controls", this.id);
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("blur", () => this.close());
  }

  update() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const now = offers(this.client, before, this.commands);
    this.open = now?.found.length ? now : null;
    this.at = 0;
    this.draw();
  }

  close() {
    this.open = null;
    this.draw();
  }

  draw() {
    this.node.hidden = !this.open;
    const rows = (this.open?.found ?? []).map((one, index) => {
      const onpointerdown = (event) => {
        event.preventDefault();
        this.take(index);
      };
      return h(
        "div",
        {
          role: "option",
          id: `${this.id}-${index}`,
          class: index === this.at ? "option at" : "option",
          "aria-selected": String(index === this.at),
          onpointerdown,
        },
        h("span", {}, one.label, one.hint ? h("em", {}, ` ${one.hint}`) : null),
        one.about ? h("small", {}, one.about) : null,
      );
    });
    show(this.node, rows);
    this.field.setAttribute("aria-activedescendant", this.open ? `${this.id}-${this.at}` : "");
  }

  /** Whether the key was for the list. @param {KeyboardEvent} event */
  key(event) {
    if (!this.open) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.move(steps[event.key]);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" || (event.key === "Enter" && !this.isWhole())) this.take(this.at);
    else return false;
    event.preventDefault();
    return true;
  }

  /** Whether what is offered stands there already: then Enter sends. */
  isWhole() {
    return this.open.found[this.at].text.trim() === this.field.value.trim();
  }

  move(step) {
    const count = this.open.found.length;
    this.at = (this.at + step + count) % count;
    this.draw();
  }

  take(index) {
    const { from, found } = this.open;
    this.field.setRangeText(found[index].text, from, this.field.selectionStart, "end");
    this.close();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.field.focus();
  }
}
