/** What one can do with a message: the bar that shows over it, and its menu. */

import { sure } from "./confirm.js";
import { h, iconButton } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { menu } from "./popup.js";
import { pickEmoji, react } from "./reactions.js";
import { permalink } from "./route.js";
import { t } from "./words.js";

const QUICK = ["white_check_mark", "eyes", "ticket"];

/** @param {any} client @param {any} message @param {boolean} inThread */
export function actionBar(client, message, inThread) {
  const root = message.thread_ts ?? message.ts;
  const quick = message.ephemeral
    ? []
    : QUICK.map((name) =>
        h(
          "button",
          {
            type: "button",
            class: "icon-button",
            title: `:${name}:`,
            "aria-label": `${t("react")} ${name}`,
            onclick: () => react(client, message, name),
          },
          emojiOf(name),
        ),
      );
  const add = iconButton("smile", t("react"), () => pickEmoji(add, (name) => react(client, message, name)), {
    "aria-expanded": "false",
  });
  const reply = iconButton("reply", t("reply"), () =>
    client.go({ place: message.channel, thread: root, message: null }),
  );
  const more = iconButton("more", t("more"), () => menu(more, t("more"), entries(client, message)), {
    "aria-haspopup": "menu",
    "aria-expanded": "false",
  });
  return h(
    "div",
    { class: "action-bar", role: "toolbar", "aria-label": t("more") },
    quick,
    message.ephemeral ? null : [add, inThread ? null : reply],
    more,
  );
}

/** @returns {import("./popup.js").MenuItem[]} */
function entries(client, message) {
  const copy = async () => {
    await navigator.clipboard.writeText(permalink(message.channel, message.ts, message.thread_ts)).catch(() => {});
    client.toast(t("copied"));
  };
  const own = message.user === client.store.me.id && !message.ephemeral;
  return [
    ...(message.ephemeral ? [] : [{ label: t("copy_link"), run: copy }]),
    ...(own
      ? [
          null,
          { label: t("edit"), run: () => client.edit(message) },
          { label: t("delete"), danger: true, run: () => remove(client, message) },
        ]
      : []),
    ...shortcuts(client, message),
  ];
}

async function remove(client, message) {
  const yes = await sure(client, { title: t("delete_title"), text: t("delete_sure"), yes: t("delete") });
  if (yes) await client.act("deletes", { channel: message.channel, ts: message.ts });
}

function shortcuts(client, message) {
  const all = [...client.store.apps.values()].flatMap((app) =>
    app.shortcuts.filter((one) => one.type === "message").map((one) => ({ app, one })),
  );
  const items = all.map(({ app, one }) => ({
    label: one.name,
    description: app.name,
    run: () => client.act("uses_shortcut", { callback_id: one.callback_id, channel: message.channel, ts: message.ts }),
  }));
  return items.length ? [null, ...items] : [];
}
