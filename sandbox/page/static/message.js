/** One message as it stands in a channel or a thread. */

import { actionBar } from "./actions.js";
import { avatar } from "./avatars.js";
import { blockNode } from "./blocks.js";
import { ago, fullMomentOf, timeOf } from "./dates.js";
import { h, icon } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { reactions } from "./reactions.js";
import { permalink } from "./route.js";
import { MessageSurface } from "./surfaces.js";
import { many, t } from "./words.js";

const GREY = new Set(["channel_join", "channel_leave"]);

/** Who speaks: the account, or the name and face that the app gave itself. @param {any} client @param {any} message */
export function speaker(client, message) {
  const person = client.store.people.get(message.user ?? "");
  const name = message.username ?? person?.real_name ?? "";
  return {
    id: message.user ?? message.username ?? "",
    name,
    bot: Boolean(message.bot_id || person?.app),
    belongs: client.store.belongs(person),
    icons: message.icons,
  };
}

/** @param {any} client @param {any} message @param {{compact: boolean, inThread: boolean}} how */
export function messageNode(client, message, how) {
  const who = speaker(client, message);
  const row = h("article", {
    class: [
      "message",
      how.compact ? "compact" : "",
      message.ephemeral ? "ephemeral" : "",
      GREY.has(message.subtype) ? "grey" : "",
    ].join(" "),
    "data-ts": message.ts,
    tabindex: "-1",
    "aria-label": `${who.name}, ${timeOf(Number(message.ts), client.store.me.tz)}`,
  });
  row.append(
    h("div", { class: "margin" }, how.compact ? stamp(client, message) : avatar(who.name, who)),
    h(
      "div",
      { class: "body" },
      message.ephemeral ? h("div", { class: "only-you" }, "👁 ", t("only_you")) : null,
      broadcastHead(client, message, how),
      how.compact ? null : head(client, message, who),
      content(client, message),
      reactions(client, message),
      how.inThread ? null : replies(client, message),
    ),
  );
  const addBar = () => row.querySelector(".action-bar") ?? row.append(actionBar(client, message, how.inThread));
  if (message.subtype !== "tombstone") {
    row.addEventListener("pointerenter", addBar);
    row.addEventListener("focusin", addBar);
  }
  return row;
}

function head(client, message, who) {
  return h(
    "header",
    {},
    h("b", { class: "speaker" }, who.name),
    who.bot ? h("span", { class: "badge" }, t("agents_app")) : null,
    who.belongs ? h("span", { class: "badge" }, who.belongs) : null,
    stamp(client, message),
    who.bot && !message.username ? editedMark(client, message) : null,
  );
}

function stamp(client, message) {
  const seconds = Number(message.ts);
  const onclick = (event) => {
    event.preventDefault();
    client.go({
      place: message.channel,
      thread: message.thread_ts && message.thread_ts !== message.ts ? message.thread_ts : null,
      message: message.ts,
    });
  };
  const time = h("time", { datetime: new Date(seconds * 1000).toISOString() }, timeOf(seconds, client.store.me.tz));
  return h(
    "a",
    {
      class: "stamp",
      href: permalink(message.channel, message.ts, message.thread_ts),
      title: fullMomentOf(seconds, client.store.me.tz),
      tabindex: "-1",
      onclick,
    },
    time,
  );
}

function broadcastHead(client, message, how) {
  if (message.subtype !== "thread_broadcast" || how.inThread) return null;
  const onclick = () => client.go({ place: message.channel, thread: message.thread_ts, message: null });
  return h(
    "div",
    { class: "broadcast" },
    `${t("replied_to_thread")}: `,
    h("button", { type: "button", class: "link", onclick }, mrkdwn(client, (message.root?.text ?? "").slice(0, 120))),
  );
}

/** Blocks of apps are shown as blocks; what people typed, as they typed it. */
function content(client, message) {
  if (message.subtype === "tombstone") return h("div", { class: "text quiet" }, t("deleted"));
  if (message.bot_id && message.blocks?.length) {
    const surface = new MessageSurface(client, message);
    return h(
      "div",
      { class: "content" },
      message.blocks.map((block) => blockNode(client, surface, block)),
      files(client, message),
    );
  }
  const text = message.text
    ? h("div", { class: "text" }, mrkdwn(client, message.text), message.bot_id ? null : editedMark(client, message))
    : null;
  return h("div", { class: "content" }, text, files(client, message));
}

function editedMark(client, message) {
  if (!message.edited) return null;
  return h(
    "span",
    { class: "edited", title: fullMomentOf(Number(message.edited.ts), client.store.me.tz) },
    ` ${t("edited")}`,
  );
}

function files(client, message) {
  if (!message.files?.length) return null;
  return h(
    "div",
    { class: "attachments" },
    message.files.map((file) => fileNode(client, file)),
  );
}

function fileNode(client, file) {
  const href = client.api.fileAddress(file);
  if (/^image\/(png|jpe?g|gif|webp|svg\+xml)$/.test(file.mimetype)) {
    return h("a", { href, target: "_blank", rel: "noopener", class: "thumb" }, h("img", { src: href, alt: file.name }));
  }
  return h(
    "a",
    { href, download: file.name, class: "file" },
    icon("file"),
    h("span", {}, file.name, h("small", {}, size(file.size))),
  );
}

function size(bytes) {
  return bytes < 1024
    ? `${bytes} B`
    : bytes < 1_048_576
      ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

function replies(client, message) {
  if (!message.reply_count || message.subtype === "thread_broadcast") return null;
  const known = message.reply_users.map((id) => client.store.people.get(id)).filter(Boolean);
  const faces = known.map((one) => avatar(one.real_name, { small: true, bot: Boolean(one.app) }));
  const onclick = () => client.go({ place: message.channel, thread: message.ts, message: null });
  return h(
    "button",
    { type: "button", class: "replies", onclick },
    faces,
    h("b", {}, many("replies", message.reply_count)),
    h("span", { class: "quiet" }, ago(Number(message.latest_reply), client.store.now)),
  );
}
