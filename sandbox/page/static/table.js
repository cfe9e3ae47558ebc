/** The table and data_table blocks. */

import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { richText } from "./richtext.js";
import { locale } from "./words.js";

function cell(client, one) {
  if (one.type === "rich_text") return richText(client, one);
  if (one.type === "raw_number") return one.text ?? new Intl.NumberFormat(locale()).format(one.value);
  return withEmoji(one.text ?? "");
}

/** @param {any} client @param {any} block */
export function table(client, block) {
  const settings = block.column_settings ?? [];
  const shape = (index) =>
    `${settings[index]?.align ?? (block.rows[1]?.[index]?.type === "raw_number" ? "right" : "left")}${settings[index]?.is_wrapped ? " wrapped" : ""}`;
  const row = (tag, cells) =>
    h(
      "tr",
      {},
      cells.map((one, index) => h(tag, { class: shape(index), scope: tag === "th" ? "col" : null }, cell(client, one))),
    );
  const [head, ...rest] = block.rows;
  return h(
    "div",
    { class: "table-frame", tabindex: "0", role: "group", "aria-label": block.caption ?? null },
    h(
      "table",
      { class: "table" },
      block.caption ? h("caption", {}, block.caption) : null,
      h("thead", {}, row("th", head)),
      h(
        "tbody",
        {},
        rest.map((cells) => row("td", cells)),
      ),
    ),
  );
}
