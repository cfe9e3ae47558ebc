/** The modal in front of a person. Blocks that did not change keep their nodes, and with them what was typed. */

import { blockNode } from "./blocks.js";
import { h, iconButton, show } from "./dom.js";
import { ViewSurface } from "./surfaces.js";
import { t } from "./words.js";

export class ModalHost {
  /** @param {any} client */
  constructor(client) {
    this.client = client;
    /** @type {any} */ this.view = null;
    /** @type {ViewSurface | null} */ this.surface = null;
    /** @type {Map<string, {look: string, node: HTMLElement}>} */ this.drawn = new Map();
    this.title = h("h2", { id: "modal-title" });
    this.body = h("div", { class: "modal-body" });
    this.trouble = h("p", { class: "alert error", role: "alert", hidden: true });
    this.footer = h("footer");
    this.dismiss = iconButton("close", t("close_all"), () => this.close(true));
    const form = h(
      "form",
      { novalidate: true, onsubmit: (event) => this.submit(event) },
      h("header", {}, this.title, this.dismiss),
      this.body,
      this.trouble,
      this.footer,
    );
    this.node = h("dialog", { class: "modal", "aria-labelledby": "modal-title" }, form);
    this.node.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close(true);
    });
  }

  /** Show what the workspace says stands in front, or nothing. */
  draw() {
    const view = this.client.store.modal;
    if (!view) {
      if (this.node.open) this.node.close();
      this.view = this.surface = null;
      this.drawn.clear();
      return;
    }
    const other = this.view?.id !== view.id;
    this.renew(view, other);
    if (!this.node.open) this.node.showModal();
    if (other) this.focusFirst();
  }

  renew(view, other) {
    if (other) {
      this.surface = new ViewSurface(this.client, view);
      this.drawn = new Map();
    }
    const changed = other || this.view.hash !== view.hash;
    this.surface.view = view;
    this.view = view;
    if (changed) this.drawAll();
    this.drawErrors();
  }

  drawAll() {
    const { view } = this;
    show(this.title, view.title.text);
    const before = this.drawn;
    this.forget();
    this.drawn = new Map(
      view.blocks.map((block) => {
        const look = JSON.stringify(block);
        const known = before.get(block.block_id);
        if (known?.look === look) return [block.block_id, known];
        this.surface.trust(block);
        return [block.block_id, { look, node: blockNode(this.client, this.surface, block) }];
      }),
    );
    const held = document.activeElement;
    show(this.body, ...[...this.drawn.values()].map((one) => one.node));
    if (held instanceof HTMLElement && this.body.contains(held)) held.focus();
    this.drawFooter(false);
  }

  /** What was typed into fields that are gone is gone with them. */
  forget() {
    const fields = new Set(this.view.blocks.map((block) => `${block.block_id} ${block.element?.action_id}`));
    for (const key of this.surface.unsent.keys()) if (!fields.has(key)) this.surface.unsent.delete(key);
  }

  drawFooter(busy) {
    const { close, submit } = this.view;
    show(
      this.footer,
      h("button", { type: "button", class: "button", onclick: () => this.close(false) }, close?.text ?? t("cancel")),
      submit
        ? h(
            "button",
            { type: "submit", class: busy ? "button primary busy" : "button primary", disabled: busy },
            submit.text,
          )
        : null,
    );
  }

  drawErrors() {
    const { errors, trouble } = this.view;
    for (const [id, { node }] of this.drawn) {
      const place = node.querySelector(".error");
      if (!place) continue;
      show(place, errors[id] ?? "");
      node.classList.toggle("wrong", Boolean(errors[id]));
      for (const field of node.querySelectorAll("input, textarea, .chooser"))
        field.setAttribute("aria-invalid", String(Boolean(errors[id])));
    }
    this.trouble.hidden = !trouble;
    show(this.trouble, trouble ?? "");
  }

  focusFirst() {
    const field =
      this.body.querySelector("[autofocus]") ??
      this.body.querySelector("input:not([type=file]), textarea, .chooser") ??
      this.footer.querySelector("[type=submit]");
    field?.focus();
  }

  async submit(event) {
    event.preventDefault();
    if (!this.view?.submit) return;
    const { view } = this;
    this.drawFooter(true);
    clearTimeout(this.surface.timer);
    const answer = await this.client.act("submits", { view: view.id, fields: this.surface.fields() });
    if (answer) this.take(answer);
    if (this.view === view || this.view?.id === view.id) this.drawFooter(false);
    this.node.querySelector(".wrong input, .wrong textarea, .wrong button")?.focus();
  }

  /** Close the top one, or all of them. @param {boolean} all */
  async close(all) {
    const answer = await this.client.act("closes_modal", { view: this.view.id, all });
    if (answer) this.take(answer);
  }

  take(answer) {
    this.client.store.modal = answer.modal;
    this.draw();
  }
}
