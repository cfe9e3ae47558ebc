/** Block Kit as nodes. https://docs.slack.dev/reference/block-kit/blocks */

import { chart } from "./chart.js";
import { freshId, h } from "./dom.js";
import { element } from "./elements.js";
import { withEmoji } from "./emoji.js";
import { markdown } from "./markdown.js";
import { linkNode } from "./mentions.js";
import { richText } from "./richtext.js";
import { table } from "./table.js";
import { textOf } from "./texts.js";
import { t } from "./words.js";

const NEAR = /^(data:image\/|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?\/)/;

/** An image from this machine; of others, which the page never asks, the words that stand for it. */
function picture(body, name) {
  if (!NEAR.test(body.image_url ?? ""))
    return h(
      "span",
      { class: `${name} absent`, role: "img", "aria-label": body.alt_text, title: body.alt_text },
      name === "picture" ? `🖼 ${body.alt_text}` : "🖼",
    );
  return h("img", { class: name, src: body.image_url, alt: body.alt_text });
}

const BLOCKS = {
  section(client, surface, block) {
    const accessory =
      block.accessory &&
      (block.accessory.type === "image"
        ? picture(block.accessory, "accessory")
        : element(client, surface, block, block.accessory, block.text?.text ?? ""));
    const fields = (block.fields ?? []).map((field) => h("div", { class: "text" }, textOf(client, field)));
    return h(
      "div",
      { class: "section" },
      h(
        "div",
        { class: "section-words" },
        block.text ? h("div", { class: "text" }, textOf(client, block.text)) : null,
        fields.length ? h("div", { class: "fields" }, fields) : null,
      ),
      accessory ? h("div", { class: "section-beside" }, accessory) : null,
    );
  },
  header: (client, _surface, block) =>
    h("div", { class: "header", role: "heading", "aria-level": "3" }, textOf(client, block.text)),
  divider: () => h("hr"),
  context: (client, _surface, block) =>
    h(
      "div",
      { class: "context" },
      block.elements.map((one) =>
        one.type === "image" ? picture(one, "tiny") : h("span", { class: "text" }, textOf(client, one)),
      ),
    ),
  actions: (client, surface, block) =>
    h(
      "div",
      { class: "actions" },
      block.elements.map((one) => element(client, surface, block, one)),
    ),
  context_actions: (client, surface, block) =>
    h(
      "div",
      { class: "actions quiet" },
      block.elements.map((one) => element(client, surface, block, one)),
    ),
  image: (client, _surface, block) =>
    h(
      "figure",
      { class: "image" },
      block.title ? h("figcaption", {}, textOf(client, block.title)) : null,
      picture(block, "picture"),
    ),
  rich_text: (client, _surface, block) => richText(client, block),
  markdown: (client, _surface, block) => markdown(client, block.text),
  table: (client, _surface, block) => table(client, block),
  data_table: (client, _surface, block) => table(client, block),
  data_visualization: (_client, _surface, block) => chart(block),
  alert: (client, _surface, block) =>
    h("div", { class: `alert ${block.level ?? "default"}`, role: "note" }, textOf(client, block.text)),
  video: (client, _surface, block) =>
    h(
      "div",
      { class: "text" },
      "🎬 ",
      linkNode(client, block.title_url ?? block.video_url, withEmoji(block.title.text)),
    ),
  input,
};

/** A field of a form, with its label, hint and error. */
function input(client, surface, block) {
  const id = freshId("field");
  const control = element(client, surface, block, block.element, block.label.text);
  const described = [`${id}-error`, block.hint ? `${id}-hint` : ""].join(" ").trim();
  (control.matches("input, textarea, button") ? control : (control.querySelector("input") ?? control)).setAttribute(
    "aria-describedby",
    described,
  );
  return h(
    "div",
    { class: "input" },
    h(
      "div",
      { class: "label" },
      textOf(client, block.label),
      block.optional ? h("span", { class: "optional" }, ` ${t("optional")}`) : null,
    ),
    control,
    h("div", { class: "error", id: `${id}-error`, role: "alert" }),
    block.hint ? h("div", { class: "hint", id: `${id}-hint` }, textOf(client, block.hint)) : null,
  );
}

/** @param {any} client @param {any} surface @param {any} block @returns {HTMLElement} */
export function blockNode(client, surface, block) {
  const make = BLOCKS[block.type];
  return h(
    "div",
    { class: "block", "data-block": block.block_id },
    make ? make(client, surface, block) : h("span", { class: "quiet" }, `[${block.type}]`),
  );
}
