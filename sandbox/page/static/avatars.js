/** Who somebody is at a glance: initials on a colour of their own. */

import { h } from "./dom.js";
import { emojiOf } from "./emoji.js";

const COLOURS = 8;
const NEAR = /^(data:image\/|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?\/)/;

function hashed(text) {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)) >>> 0;
  return sum % COLOURS;
}

/** @param {string} name @param {{bot?: boolean, icons?: any, small?: boolean}} [more] */
export function avatar(name, more = {}) {
  const classes = ["avatar", `tint-${hashed(name)}`, more.bot ? "square" : "", more.small ? "small" : ""].join(" ");
  const image = more.icons?.image_48 ?? more.icons?.image_url;
  if (image && NEAR.test(image)) return h("img", { class: classes, src: image, alt: "" });
  const face = more.icons?.emoji ? emojiOf(more.icons.emoji.replaceAll(":", "")) : null;
  const initials = name
    .split(/[\s-]+/)
    .map((word) => word[0] ?? "")
    .slice(0, 2)
    .join("")
    .toUpperCase();
  return h("span", { class: classes, "aria-hidden": "true" }, face ?? initials);
}
