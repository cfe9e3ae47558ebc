/** Fields to type into, and fields for files. */

import { packed } from "./api.js";
import { h, iconButton, show } from "./dom.js";
import { plainOf } from "./richtext.js";
import { t } from "./words.js";

const KINDS = { email_text_input: "email", url_text_input: "url" };

/** @param {any} _client @param {any} surface @param {any} block @param {any} element @param {string} label */
export function textInput(_client, surface, block, element, label) {
  const state = surface.stateOf(block, element) ?? {};
  const value = element.type === "rich_text_input" ? plainOf(state.rich_text_value) : (state.value ?? "");
  const long = element.multiline || element.type === "rich_text_input";
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const onEnter = block.dispatch_action && triggers.includes("on_enter_pressed") && !long;
  const onLetter = block.dispatch_action && triggers.includes("on_character_entered");
  const send = () => surface.choose(block, element, node.value || null);
  const node = h(long ? "textarea" : "input", {
    class: "field",
    type: long ? null : (KINDS[element.type] ?? "text"),
    inputmode: element.type === "number_input" ? "decimal" : null,
    rows: long ? "4" : null,
    placeholder: element.placeholder?.text,
    "aria-label": label || element.placeholder?.text || null,
    autofocus: element.focus_on_load ?? null,
    value,
    oninput: () => (onLetter ? send() : surface.keep(block, element, node.value || null)),
    onkeydown: (event) => {
      if (event.key !== "Enter" || !onEnter || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      send();
    },
  });
  return node;
}

/** Files for a form: uploaded when chosen, handed in with the form. */
export function fileInput(client, surface, block, element, label) {
  const most = element.max_files ?? 10;
  let files = surface.stateOf(block, element)?.files ?? [];
  const list = h("ul", { class: "files" });
  const accept = (element.filetypes ?? []).map((one) => `.${one}`).join(",");
  const field = h("input", {
    type: "file",
    multiple: most > 1,
    accept: accept || null,
    "aria-label": label,
    onchange: () => add(),
  });
  const change = (next) => {
    files = next;
    draw();
    surface.keep(
      block,
      element,
      files.map((one) => ({ file: one.id, ...one })),
    );
  };
  const add = async () => {
    const chosen = await Promise.all([...field.files].map(packed));
    field.value = "";
    const answer = await client.act("uploads", { files: chosen });
    if (answer) change([...files, ...answer.files].slice(0, most));
  };
  const draw = () =>
    show(
      list,
      files.map((one) =>
        h(
          "li",
          {},
          one.name,
          iconButton("close", `${t("remove")} ${one.name}`, () => change(files.filter((other) => other !== one))),
        ),
      ),
    );
  draw();
  return h("div", { class: "file-input" }, field, list);
}
