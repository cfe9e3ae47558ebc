/** Where one writes: text, commands, files. What is not sent yet outlives a reload. */

import { packed } from "./api.js";
import { Completion } from "./completion.js";
import { h, iconButton, show } from "./dom.js";
import { menu } from "./popup.js";
import { pickEmoji } from "./reactions.js";
import { emojiOf } from "./emoji.js";
import { t } from "./words.js";

export class Composer {
  /** @param {any} client @param {{channel: string, thread: string | null, label: string}} place */
  constructor(client, place) {
    this.client = client;
    this.place = place;
    this.key = `draft ${client.store.me.id} ${place.channel} ${place.thread ?? ""}`;
    /** @type {File[]} */ this.files = [];
    this.field = h("textarea", {
      class: "compose-field",
      rows: "1",
      "aria-label": place.label,
      placeholder: place.label,
      oninput: () => this.typed(),
      onkeydown: (event) => this.keyed(event),
      onpaste: (event) => this.attach([...event.clipboardData.files]),
    });
    this.field.value = sessionStorage.getItem(this.key) ?? "";
    this.completion = new Completion(client, this.field, !place.thread);
    this.input = h("input", {
      type: "file",
      multiple: true,
      hidden: true,
      "aria-label": t("add_file"),
      onchange: () => this.picked(),
    });
    this.chips = h("ul", { class: "files", "aria-label": t("attachments"), hidden: true });
    this.also = h("input", { type: "checkbox" });
    this.alsoName = h("span");
    this.sendButton = iconButton("send", t("send"), () => this.send(), { class: "icon-button send" });
    this.box = h("div", { class: "composer-box" }, this.completion.node, this.field, this.chips, this.tools());
    this.note = h("div", { class: "composer-note" });
    this.node = h("div", { class: "composer" }, this.box, this.note);
    this.listen();
    this.grow();
  }

  tools() {
    const attach = iconButton("clip", t("add_file"), () => this.input.click());
    const emoji = iconButton("smile", t("emoji"), () => pickEmoji(emoji, (name) => this.insert(emojiOf(name) ?? "")), {
      "aria-expanded": "false",
    });
    const shortcuts = globalShortcuts(this.client);
    const bolt = iconButton("bolt", t("shortcuts"), () => menu(bolt, t("shortcuts"), shortcuts), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    });
    const also = this.place.thread ? h("label", { class: "also" }, this.also, this.alsoName) : null;
    return h(
      "div",
      { class: "composer-tools" },
      attach,
      emoji,
      shortcuts.length ? bolt : null,
      this.input,
      also,
      h("span", { class: "gap" }),
      this.sendButton,
    );
  }

  listen() {
    const quiet = (event) => event.preventDefault();
    this.node.addEventListener("dragover", quiet);
    this.node.addEventListener("drop", (event) => {
      event.preventDefault();
      this.attach([...event.dataTransfer.files]);
    });
  }

  /** Whether one may write here, and what is said where not. */
  draw() {
    const { store } = this.client;
    const channel = store.channels.get(this.place.channel);
    if (!channel) return;
    show(this.alsoName, t("also_send", { channel: this.client.placeName(channel) }));
    const outside = !store.isIn(channel);
    this.box.hidden = outside || channel.archived;
    this.note.hidden = !this.box.hidden;
    const join = h(
      "button",
      { type: "button", class: "button primary", onclick: () => this.client.act("joins", { channel: channel.id }) },
      t("join"),
    );
    show(
      this.note,
      channel.archived
        ? t("archived")
        : outside
          ? [h("span", {}, t("joined_not", { channel: this.client.placeName(channel) })), join]
          : "",
    );
  }

  typed() {
    this.grow();
    this.completion.update();
    if (this.field.value) sessionStorage.setItem(this.key, this.field.value);
    else sessionStorage.removeItem(this.key);
    this.sendButton.classList.toggle("ready", Boolean(this.field.value.trim() || this.files.length));
  }

  grow() {
    this.field.style.setProperty("height", "auto");
    this.field.style.setProperty("height", `${Math.min(this.field.scrollHeight || 40, 240)}px`);
  }

  keyed(event) {
    if (event.isComposing || this.completion.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" && !this.field.value) {
      this.client.editLast(this.place);
    }
  }

  insert(text) {
    this.field.setRangeText(text, this.field.selectionStart, this.field.selectionEnd, "end");
    this.field.focus();
    this.typed();
  }

  picked() {
    this.attach([...this.input.files]);
    this.input.value = "";
  }

  /** @param {File[]} files */
  attach(files) {
    this.files.push(...files);
    this.drawFiles();
  }

  drawFiles() {
    this.chips.hidden = !this.files.length;
    const remove = (file) => {
      this.files = this.files.filter((one) => one !== file);
      this.drawFiles();
    };
    show(
      this.chips,
      this.files.map((file) =>
        h(
          "li",
          {},
          file.name,
          iconButton("close", `${t("remove")} ${file.name}`, () => remove(file)),
        ),
      ),
    );
    this.typed();
  }

  async send() {
    const text = this.field.value.trim();
    if (!text && !this.files.length) return;
    this.completion.close();
    const command = !this.files.length && /^\/[\w-]+/.exec(text)?.[0];
    if (command && this.place.thread) {
      this.client.toast(t("no_commands_in_threads", { command }), { trouble: true });
      return;
    }
    const files = await Promise.all(this.files.map(packed));
    this.empty();
    const place = { channel: this.place.channel, thread: this.place.thread };
    const sent = command
      ? await this.client.act("types", { ...place, text })
      : await this.client.act("says", { ...place, text, files, broadcast: this.also.checked });
    if (!sent && !this.field.value) this.insert(text);
    if (sent && this.also.checked) this.also.checked = false;
  }

  empty() {
    this.field.value = "";
    this.files = [];
    this.drawFiles();
  }
}

function globalShortcuts(client) {
  return [...client.store.apps.values()].flatMap((app) =>
    app.shortcuts
      .filter((one) => one.type === "global")
      .map((one) => ({
        label: one.name,
        description: app.name,
        run: () => client.act("uses_shortcut", { callback_id: one.callback_id }),
      })),
  );
}
