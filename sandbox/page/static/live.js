/** What happens in the workspace, as it happens: gathered for a frame, so that a storm costs one repaint. */

export class Live {
  /** @param {import("./store.js").Store} store @param {{lost: () => void, back: () => void}} tell */
  constructor(store, tell) {
    this.store = store;
    this.tell = tell;
    this.waiting = [];
    /** @type {EventSource | null} */ this.source = null;
    this.broken = false;
  }

  /** Listen as somebody, from now on. @param {import("./api.js").Api} api @param {boolean} wire @returns {Promise<void>} */
  listen(api, wire) {
    this.source?.close();
    this.source = api.events(wire);
    return new Promise((resolve) => {
      this.source.onmessage = (event) => {
        this.take(JSON.parse(event.data));
        resolve();
      };
      this.source.onopen = () => this.opened();
      this.source.onerror = () => this.failed();
    });
  }

  opened() {
    if (this.broken) this.tell.back();
    this.broken = false;
  }

  failed() {
    if (!this.broken) this.tell.lost();
    this.broken = true;
  }

  take(batch) {
    this.waiting.push(batch);
    if (this.waiting.length > 1) return;
    const flush = () => this.store.apply(this.waiting.splice(0));
    if (document.hidden) setTimeout(flush);
    else requestAnimationFrame(flush);
  }
}
