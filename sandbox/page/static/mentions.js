/** People, places, groups, dates and links inside texts. */

import { dateText, fullMomentOf } from "./dates.js";
import { h } from "./dom.js";
import { fileOf, placeOf } from "./route.js";

const SAFE = /^(https?|mailto|tel|slack):/i;

/** @param {any} client @param {string} id @param {string} [label] */
export function userMention(client, id, label = "") {
  const person = client.store.people.get(id);
  const mine = id === client.store.me.id;
  const name = person?.real_name || label.replace(/^@/, "") || id;
  return h("span", { class: mine ? "mention mine" : "mention", title: person?.role || null }, `@${name}`);
}

export function channelMention(client, id, label = "") {
  const channel = client.store.channels.get(id);
  const name = channel ? client.store.nameOf(channel) : label.replace(/^#/, "");
  if (!channel) return h("span", { class: "mention" }, name ? `#${name}` : "#…");
  const onclick = () => client.go({ place: id });
  return h("button", { type: "button", class: "mention link", onclick }, `#${name}`);
}

export function groupMention(client, id, label = "") {
  const handle = client.store.usergroups.get(id)?.handle ?? label.replace(/^@/, "");
  return h("span", { class: "mention" }, `@${handle || id}`);
}

export function broadcast(range, label = "") {
  const name = range.split("^")[0];
  const known = ["here", "channel", "everyone"].includes(name);
  return h("span", { class: known ? "mention mine" : "mention" }, known ? `@${name}` : label || `<${range}>`);
}

/** An address to follow; of this workspace's messages inside the page. Addresses that could run something are mere text. */
export function linkNode(client, url, label) {
  if (!SAFE.test(url)) return h("span", {}, label === url ? url : `${label} (${url})`);
  const file = fileOf(url);
  if (file) return h("a", { href: client.api.fileAddress(file), target: "_blank", rel: "noopener" }, label);
  const inside = placeOf(url);
  const onclick =
    inside &&
    ((event) => {
      event.preventDefault();
      client.go(inside);
    });
  return h("a", { href: url, target: inside ? null : "_blank", rel: "noopener noreferrer", onclick }, label);
}

/** @param {any} client @param {number} seconds @param {string} pattern @param {string} fallback @param {string} [link] */
export function dateNode(client, seconds, pattern, fallback, link) {
  const { store } = client;
  if (!Number.isFinite(seconds)) return h("span", {}, fallback);
  const text = dateText(seconds, pattern, store.now, store.me.tz);
  const time = h(
    "time",
    { datetime: new Date(seconds * 1000).toISOString(), title: fullMomentOf(seconds, store.me.tz) },
    text,
  );
  return link ? h("span", {}, linkNode(client, link, text)) : time;
}
