/** Asking before something is done. */

import { h } from "./dom.js";
import { textOf } from "./texts.js";
import { t } from "./words.js";

/** @param {any} client @param {any} body a confirm object @returns {Promise<boolean>} */
export function confirmed(client, body) {
  const yes = h(
    "button",
    { type: "submit", value: "yes", class: `button ${body.style ?? "primary"}` },
    textOf(client, body.confirm),
  );
  const no = h("button", { type: "submit", value: "no", class: "button" }, textOf(client, body.deny));
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", {}, textOf(client, body.title)),
    h("div", { class: "text" }, textOf(client, body.text)),
    h("footer", {}, no, yes),
  );
  const dialog = h("dialog", { class: "modal small", "aria-label": body.title.text }, form);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    yes.focus();
  });
}

/** The page's own question. @param {any} client @param {{title: string, text: string, yes: string}} words */
export function sure(client, words) {
  const plain = (text) => ({ type: "plain_text", text });
  return confirmed(client, {
    title: plain(words.title),
    text: plain(words.text),
    confirm: plain(words.yes),
    deny: plain(t("cancel")),
    style: "danger",
  });
}
