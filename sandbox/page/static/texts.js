/** Text objects of Block Kit. */

import { withEmoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

/** A text object as nodes. @param {any} client @param {any} text */
export function textOf(client, text) {
  return text.type === "mrkdwn" ? mrkdwn(client, text.text) : text.emoji === false ? text.text : withEmoji(text.text);
}
