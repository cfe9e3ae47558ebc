/** An app's home. */

import { blockNode } from "./blocks.js";
import { h, show } from "./dom.js";
import { ViewSurface } from "./surfaces.js";
import { t } from "./words.js";

export class Home {
  /** @param {any} client @param {string} app */
  constructor(client, app) {
    this.client = client;
    this.app = app;
    this.inside = h("div", { class: "home-inside" });
    this.node = h("div", { class: "scroller home" }, this.inside);
    /** @type {Map<string, {look: string, node: HTMLElement}>} */ this.drawn = new Map();
    this.draw();
    client.act("opens_home", { app }, { quiet: true });
  }

  /** Blocks that look the same stay as they are, with the focus that may be in them. */
  draw() {
    const app = this.client.store.apps.get(this.app);
    const view = app?.home;
    if (!view) {
      show(this.inside, h("p", { class: "quiet" }, t("home_empty", { name: app?.name ?? "" })));
      return;
    }
    const surface = new ViewSurface(this.client, view);
    const before = this.drawn;
    this.drawn = new Map(
      view.blocks.map((block) => {
        const look = JSON.stringify([view.id, block, view.state.values[block.block_id], this.minute(block)]);
        const known = before.get(block.block_id);
        return [block.block_id, known?.look === look ? known : { look, node: blockNode(this.client, surface, block) }];
      }),
    );
    show(this.inside, ...[...this.drawn.values()].map((one) => one.node));
  }

  minute(block) {
    return JSON.stringify(block).includes("<!date^") ? Math.floor(this.client.store.now / 60) : 0;
  }
}
