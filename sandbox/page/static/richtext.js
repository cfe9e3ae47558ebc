/** The rich_text block. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */

import { h } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { broadcast, channelMention, dateNode, groupMention, linkNode, userMention } from "./mentions.js";

const INLINE = {
  text: (_client, one) => one.text,
  link: (client, one) => linkNode(client, one.url, one.text || one.url),
  user: (client, one) => userMention(client, one.user_id),
  channel: (client, one) => channelMention(client, one.channel_id),
  usergroup: (client, one) => groupMention(client, one.usergroup_id),
  broadcast: (_client, one) => broadcast(one.range),
  emoji: (_client, one) => emojiOf(one.name) ?? `:${one.name}:`,
  date: (client, one) => dateNode(client, one.timestamp, one.format, one.fallback ?? "", one.url),
  color: (_client, one) => h("span", { class: "colour" }, h("i", { style: { background: one.value } }), one.value),
};
const TAGS = { bold: "b", italic: "i", strike: "s", code: "code", underline: "u" };

function inline(client, element) {
  const node = INLINE[element.type]?.(client, element) ?? "";
  const styles = Object.keys(TAGS).filter((name) => element.style?.[name]);
  return styles.reduce((inner, name) => h(TAGS[name], {}, inner), node);
}

function line(client, part) {
  return part.elements.map((element) => inline(client, element));
}

const PARTS = {
  rich_text_section: (client, part) => h("div", { class: "text" }, line(client, part)),
  rich_text_quote: (client, part) => h("blockquote", {}, line(client, part)),
  rich_text_preformatted: (client, part) => h("pre", {}, line(client, part)),
  rich_text_list: (client, part) => {
    const start = part.style === "ordered" && part.offset ? part.offset + 1 : null;
    const items = part.elements.map((item) => h("li", {}, line(client, item)));
    return h(part.style === "ordered" ? "ol" : "ul", { start, class: `indent-${part.indent ?? 0}` }, items);
  },
};

/** @param {any} client @param {any} block */
export function richText(client, block) {
  return h(
    "div",
    { class: "rich-text" },
    block.elements.map((part) => PARTS[part.type]?.(client, part)),
  );
}

/** Its words alone, for a text field. @param {any} block */
export function plainOf(block) {
  const text = (one) =>
    one.text ?? one.url ?? (one.elements ?? []).map(text).join(one.type === "rich_text" ? "\n" : "");
  return block ? text(block) : "";
}
