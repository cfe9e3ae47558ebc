/** Changing one's own message where it stands. */

import { h } from "./dom.js";
import { unescaped } from "./mrkdwn.js";
import { t } from "./words.js";

/** A stored text as it was typed. @param {any} store @param {string} text */
function asTyped(store, text) {
  const link = (_whole, body) => {
    const [target, label] = body.split("|");
    if (target.startsWith("@")) return `@${store.people.get(target.slice(1))?.name ?? label}`;
    if (target.startsWith("#")) return `#${store.channels.get(target.slice(1))?.name ?? label}`;
    if (target.startsWith("!")) return `@${target.slice(1)}`;
    return label ?? target;
  };
  return unescaped(text.replace(/<([^<>]+)>/g, link));
}

/** @param {any} client @param {any} message @param {() => void} done */
export function editorNode(client, message, done) {
  const field = h("textarea", { class: "field", rows: "2", "aria-label": t("edit") });
  field.value = asTyped(client.store, message.text);
  const save = async () => {
    const text = field.value.trim();
    if (text && !(await client.act("edits", { channel: message.channel, ts: message.ts, text }))) return;
    done();
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      save();
    } else if (event.key === "Escape") {
      event.preventDefault();
      done();
    }
  });
  queueMicrotask(() => field.focus());
  const cancel = h("button", { type: "button", class: "button", onclick: done }, t("cancel"));
  const keep = h("button", { type: "button", class: "button primary", onclick: save }, t("save"));
  return h(
    "article",
    { class: "message editing", "data-ts": message.ts },
    h("div", { class: "margin" }),
    h("div", { class: "body" }, field, h("div", { class: "actions" }, cancel, keep)),
  );
}
