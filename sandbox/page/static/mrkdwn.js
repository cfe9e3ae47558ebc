/** Slack's mrkdwn as nodes. https://docs.slack.dev/messaging/formatting-message-text */

import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { broadcast, channelMention, dateNode, groupMention, linkNode, userMention } from "./mentions.js";

const ATOMS = /`([^`\n]+)`|<([^<>\n]+)>|(https?:\/\/[^\s<>|&]+(?:&amp;[^\s<>|&]+)*[^\s<>|&.,;:!?)\]'"*_~])/u;
const STYLES =
  /(?<![\p{L}\p{N}*_~])([*_~])(?=\S)((?:(?!\1)[^\n]|(?<=[\p{L}\p{N}])\1(?=[\p{L}\p{N}]))+?)(?<=\S)\1(?![\p{L}\p{N}])/u;
const TAGS = { "*": "b", _: "i", "~": "s" };

/** What Slack escapes, as it was. @param {string} text */
export function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** @param {any} client @param {string} text @returns {DocumentFragment} */
export function mrkdwn(client, text) {
  const out = document.createDocumentFragment();
  text.split("```").forEach((part, index, all) => {
    const closed = index % 2 === 1 && index < all.length - 1;
    if (closed) out.append(preformatted(client, part));
    else lines(client, index % 2 === 1 ? "```" + part : part.replace(index ? /^\n/ : /^(?!)/, ""), out);
  });
  return out;
}

function preformatted(client, text) {
  const pre = h("pre");
  for (const piece of text.replace(/^\n|\n$/g, "").split(/(<[^<>\n]+>)/)) {
    pre.append(/^<.+>$/.test(piece) ? angle(client, piece.slice(1, -1)) : unescaped(piece));
  }
  return pre;
}

/** Lines, those that begin with > gathered into quotes. */
function lines(client, text, out) {
  let quote = null;
  let all = false;
  const rows = text.split("\n");
  rows.forEach((row, index) => {
    const marked = all || row.startsWith("&gt;") || row.startsWith(">");
    if (!marked) {
      quote = null;
      inline(client, row, out);
      if (index < rows.length - 1 && !/^(?:&gt;|>)/.test(rows[index + 1])) out.append(h("br"));
      return;
    }
    if (quote) quote.append(h("br"));
    else out.append((quote = h("blockquote")));
    if (!all && /^(?:&gt;){3}/.test(row)) all = true;
    inline(client, all ? row.replace(/^(?:&gt;){3} ?/, "") : row.replace(/^(?:&gt;|>) ?/, ""), quote);
  });
}

/** One line: the atom or the styled stretch that comes first, then what is after it. */
function inline(client, text, out) {
  let rest = text;
  while (rest) {
    const atom = ATOMS.exec(rest);
    const style = STYLES.exec(rest);
    const first = !style || (atom && atom.index <= style.index) ? atom : style;
    if (!first) break;
    words(rest.slice(0, first.index), out);
    out.append(first === atom ? atomNode(client, first) : styled(client, first));
    rest = rest.slice(first.index + first[0].length);
  }
  words(rest, out);
}

function words(text, out) {
  if (text) out.append(withEmoji(unescaped(text)));
}

function styled(client, match) {
  const node = h(TAGS[match[1]]);
  inline(client, match[2], node);
  return node;
}

function atomNode(client, match) {
  if (match[1] !== undefined) return codeNode(client, match[1]);
  if (match[2] !== undefined) return angle(client, match[2]);
  return linkNode(client, unescaped(match[3]), unescaped(match[3]));
}

function codeNode(client, text) {
  const code = h("code");
  for (const piece of text.split(/(<[^<>]+>)/)) {
    code.append(/^<.+>$/.test(piece) ? angle(client, piece.slice(1, -1)) : unescaped(piece));
  }
  return code;
}

/** What stands between < and >: a mention, a date or a link. */
function angle(client, body) {
  const [target, ...labels] = body.split("|");
  const label = labels.length ? unescaped(labels.join("|")) : "";
  if (target.startsWith("@")) return userMention(client, target.slice(1), label);
  if (target.startsWith("#")) return channelMention(client, target.slice(1), label);
  if (target.startsWith("!date^")) return dateFrom(client, target, label);
  if (target.startsWith("!subteam^")) return groupMention(client, target.slice(9), label);
  if (target.startsWith("!")) return broadcast(target.slice(1), label);
  return linkNode(client, unescaped(target), withEmoji(label) || unescaped(target).replace(/^mailto:/, ""));
}

function dateFrom(client, target, fallback) {
  const [, seconds, pattern, link] = target.split("^");
  return dateNode(client, Number(seconds), unescaped(pattern ?? ""), fallback, link);
}
