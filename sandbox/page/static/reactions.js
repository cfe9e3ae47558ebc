/** Emoji under messages, and the picker to add one. */

import { h, icon, show } from "./dom.js";
import { USUAL, emojiLike, emojiOf } from "./emoji.js";
import { popup } from "./popup.js";
import { t } from "./words.js";

/** @param {any} client @param {any} message */
export function reactions(client, message) {
  if (!message.reactions?.length) return null;
  const me = client.store.me.id;
  const names = (users) =>
    users.map((id) => (id === me ? t("you") : (client.store.people.get(id)?.real_name ?? ""))).join(", ");
  const pills = message.reactions.map((one) => {
    const mine = one.users.includes(me);
    const title = `:${one.name}: ${names(one.users)}`;
    return h(
      "button",
      {
        type: "button",
        class: "reaction",
        "aria-pressed": String(mine),
        "aria-label": title,
        title,
        onclick: () => react(client, message, one.name),
      },
      h("span", {}, emojiOf(one.name) ?? `:${one.name}:`),
      h("b", {}, String(one.count)),
    );
  });
  const add = h(
    "button",
    {
      type: "button",
      class: "reaction add",
      "aria-label": t("react"),
      "aria-expanded": "false",
      onclick: () => pickEmoji(add, (name) => react(client, message, name)),
    },
    icon("smile"),
  );
  return h("div", { class: "reactions" }, pills, add);
}

export function react(client, message, emoji) {
  return client.act("reacts", { channel: message.channel, ts: message.ts, emoji });
}

/** @param {any} anchor @param {(name: string) => void} picked */
export function pickEmoji(anchor, picked) {
  const grid = h("div", { class: "emoji-grid", role: "group", "aria-label": t("emoji") });
  const field = h("input", {
    type: "text",
    class: "find",
    "aria-label": t("find_emoji"),
    placeholder: t("find_emoji"),
    oninput: () => draw(),
  });
  const opened = popup(anchor, [field, grid], { class: "emoji-picker", label: t("emoji") });
  if (!opened) return;
  const choose = (name) => {
    opened.close(true);
    picked(name);
  };
  const draw = () => {
    const names = [...USUAL, ...emojiLike("", 72)].filter((name, index, all) => all.indexOf(name) === index);
    const found = field.value ? emojiLike(field.value.toLowerCase(), 60) : names.slice(0, 72);
    show(
      grid,
      found.map((name) =>
        h(
          "button",
          { type: "button", title: `:${name}:`, "aria-label": name, onclick: () => choose(name) },
          emojiOf(name),
        ),
      ),
    );
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") grid.querySelector("button")?.click();
  });
  draw();
  field.focus();
}
