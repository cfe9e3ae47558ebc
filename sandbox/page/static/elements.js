/** Interactive elements. https://docs.slack.dev/reference/block-kit/block-elements */

import { isoDay, isoTime, secondsAt } from "./dates.js";
import { confirmed } from "./confirm.js";
import { freshId, h, icon } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { fileInput, textInput } from "./inputs.js";
import { menu } from "./popup.js";
import { select } from "./selects.js";
import { textOf } from "./texts.js";
import { t } from "./words.js";

/** A button is pressed: ask first where the app wants it, and show that it works until the app has answered. */
async function press(client, surface, block, element, node) {
  if (element.confirm && !(await confirmed(client, element.confirm))) return;
  if (element.url) client.follow(element.url);
  node.classList.add("busy");
  await surface.press(block, element);
  node.classList.remove("busy");
}

function button(client, surface, block, element) {
  const node = h(
    "button",
    {
      type: "button",
      class: `button ${element.style ?? ""}`,
      "aria-label": element.accessibility_label ?? null,
      "data-action": element.action_id,
      onclick: () => press(client, surface, block, element, node),
    },
    element.type === "icon_button" ? icon("trash") : null,
    h("span", {}, textOf(client, element.text)),
  );
  return node;
}

function feedback(client, surface, block, element) {
  const side = (part, drawing) => {
    const one = { ...element, ...element[part] };
    const node = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        title: one.text.text,
        "aria-label": one.accessibility_label ?? one.text.text,
        onclick: () => press(client, surface, block, one, node),
      },
      icon(drawing),
    );
    return node;
  };
  return h("span", { class: "feedback" }, side("positive_button", "up"), side("negative_button", "thumbdown"));
}

function overflow(client, surface, block, element) {
  const choose = async (option) => {
    if (element.confirm && !(await confirmed(client, element.confirm))) return;
    if (option.url) client.follow(option.url);
    await surface.choose(block, element, option);
  };
  const items = element.options.map((option) => ({
    label: withEmoji(option.text.text),
    description: option.description?.text,
    run: () => choose(option),
  }));
  const node = h(
    "button",
    {
      type: "button",
      class: "button overflow",
      "aria-label": t("more"),
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => menu(node, t("more"), items),
    },
    icon("more"),
  );
  return node;
}

/** Checkboxes and radio buttons. */
function boxes(client, surface, block, element, label) {
  const several = element.type === "checkboxes";
  const state = surface.stateOf(block, element) ?? {};
  const chosen = new Set((several ? (state.selected_options ?? []) : [state.selected_option]).map((one) => one?.value));
  const name = freshId("boxes");
  const changed = () => {
    const picked = element.options.filter((_, index) => inputs[index].checked);
    surface.choose(block, element, several ? picked : (picked[0] ?? null));
  };
  const inputs = element.options.map((one) =>
    h("input", { type: several ? "checkbox" : "radio", name, checked: chosen.has(one.value), onchange: changed }),
  );
  const rows = element.options.map((one, index) =>
    h(
      "label",
      { class: "box" },
      inputs[index],
      h(
        "span",
        {},
        h("span", {}, textOf(client, one.text)),
        one.description ? h("small", {}, textOf(client, one.description)) : null,
      ),
    ),
  );
  return h("div", { class: "boxes", role: several ? "group" : "radiogroup", "aria-label": label || null }, rows);
}

/** Date, time, or both, by the browser's own picker; the day and time are the viewer's. */
function picker(client, surface, block, element, label) {
  const zone = element.timezone ?? client.store.me.tz;
  const state = surface.stateOf(block, element) ?? {};
  const kinds = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };
  const seconds = Number(state.selected_date_time);
  const both = seconds ? `${isoDay(seconds, zone)}T${isoTime(seconds, zone)}` : "";
  const onchange = (event) => {
    const typed = event.target.value;
    if (typed.startsWith("0") && element.type !== "timepicker") return; // a year that is being typed
    surface.choose(
      block,
      element,
      typed && element.type === "datetimepicker" ? { seconds: secondsAt(typed, zone) } : typed || null,
    );
  };
  const value = state.selected_date ?? state.selected_time ?? both;
  const placeholder = element.placeholder?.text;
  const input = h("input", {
    type: kinds[element.type],
    class: "field short",
    "aria-label": label || placeholder || t("choose"),
    value,
    onchange,
  });
  // The browser's picker has no room for a placeholder, so it stands beside it.
  return placeholder && !value ? h("span", { class: "dated" }, h("small", {}, placeholder), input) : input;
}

const ELEMENTS = {
  button,
  workflow_button: button,
  icon_button: button,
  feedback_buttons: feedback,
  overflow,
  checkboxes: boxes,
  radio_buttons: boxes,
  datepicker: picker,
  timepicker: picker,
  datetimepicker: picker,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  rich_text_input: textInput,
  file_input: fileInput,
};

/** @param {any} client @param {any} surface @param {any} block @param {any} element @param {string} [label] */
export function element(client, surface, block, element, label = "") {
  const make = ELEMENTS[element.type] ?? (element.type.includes("select") ? select : null);
  return make ? make(client, surface, block, element, label) : h("span", { class: "quiet" }, element.type);
}
