/** The markdown block: the standard kind, in the extent that Slack shows. */

import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { linkNode } from "./mentions.js";

const INLINE =
  /`([^`]+)`|\*\*(.+?)\*\*|__(.+?)__|\*(\S(?:.*?\S)?)\*|(?<!\w)_(\S(?:.*?\S)?)_(?!\w)|~~(.+?)~~|!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)|(https?:\/\/[^\s<>)]+)/;

/** @param {any} client @param {string} text */
export function markdown(client, text) {
  const out = h("div", { class: "rich-text" });
  const rows = text.split("\n");
  while (rows.length) next(client, rows, out);
  return out;
}

/** The next block of lines, by its first one. */
function next(client, rows, out) {
  const row = rows[0];
  const heading = /^(#{1,6}) +(.*)$/.exec(row);
  if (/^```/.test(row)) out.append(fence(rows));
  else if (heading)
    (out.append(
      h(
        "div",
        { class: `md-heading md-${heading[1].length}`, role: "heading", "aria-level": heading[1].length + 2 },
        inline(client, heading[2]),
      ),
    ),
      rows.shift());
  else if (/^ {0,3}(-{3,}|\*{3,})\s*$/.test(row)) (out.append(h("hr")), rows.shift());
  else if (/^>/.test(row)) out.append(h("blockquote", {}, broken(client, taken(rows, /^> ?/))));
  else if (/^\s*[-*+] +/.test(row)) out.append(h("ul", {}, items(client, taken(rows, /^\s*[-*+] +/))));
  else if (/^\s*\d+[.)] +/.test(row)) out.append(h("ol", {}, items(client, taken(rows, /^\s*\d+[.)] +/))));
  else if (/^\|.*\|\s*$/.test(row)) out.append(grid(client, taken(rows, /^\|/)));
  else if (!row.trim()) rows.shift();
  else out.append(h("p", {}, broken(client, paragraph(rows))));
}

function fence(rows) {
  rows.shift();
  const end = rows.findIndex((row) => /^```/.test(row));
  const inside = rows.splice(0, end < 0 ? rows.length : end);
  rows.shift();
  return h("pre", {}, inside.join("\n"));
}

/** The rows that begin alike, without that beginning. */
function taken(rows, mark) {
  const found = [];
  while (rows.length && mark.test(rows[0])) found.push(rows.shift().replace(mark, ""));
  return found;
}

function paragraph(rows) {
  const found = [rows.shift()];
  while (rows.length && rows[0].trim() && !/^(#{1,6} |>|```|\||\s*[-*+] |\s*\d+[.)] )/.test(rows[0]))
    found.push(rows.shift());
  return found;
}

function broken(client, rows) {
  return rows.flatMap((row, index) => [index ? h("br") : null, ...inline(client, row)]);
}

function items(client, rows) {
  return rows.map((row) => {
    const task = /^\[([ xX])\] +(.*)$/.exec(row);
    return h("li", {}, task ? [task[1] === " " ? "☐ " : "☑ ", ...inline(client, task[2])] : inline(client, row));
  });
}

function grid(client, rows) {
  const cells = rows.map((row) =>
    row
      .replace(/\|\s*$/, "")
      .split("|")
      .map((cell) => cell.trim()),
  );
  const body = cells.slice(1).filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)));
  const line = (tag, row) =>
    h(
      "tr",
      {},
      row.map((cell) => h(tag, {}, inline(client, cell))),
    );
  return h(
    "table",
    { class: "table" },
    h("thead", {}, line("th", cells[0])),
    h(
      "tbody",
      {},
      body.map((row) => line("td", row)),
    ),
  );
}

/** @returns {(Node | string)[]} */
function inline(client, text) {
  const match = INLINE.exec(text);
  if (!match) return text ? [withEmoji(text)] : [];
  const before = text.slice(0, match.index);
  const after = text.slice(match.index + match[0].length);
  return [before && withEmoji(before), piece(client, match), ...inline(client, after)].filter(Boolean);
}

function piece(client, match) {
  const [, code, strong, strong2, soft, soft2, struck, label, url, bare] = match;
  if (code) return h("code", {}, code);
  if (strong || strong2) return h("b", {}, inline(client, strong || strong2));
  if (soft || soft2) return h("i", {}, inline(client, soft || soft2));
  if (struck) return h("s", {}, inline(client, struck));
  return linkNode(client, url ?? bare, label || url || bare);
}
