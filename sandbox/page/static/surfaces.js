/** Where controls stand: on a message, or in a modal or a home. They tell the app what is used, and know what is chosen. */

const SAVE_AFTER_MS = 300;

function spot(block, element) {
  return {
    block_id: block.block_id,
    action_id: element.action_id,
    ...(element.type === "feedback_buttons" ? { value: element.value } : {}),
  };
}

/** What a form's state says, once this has been chosen; for showing it before the workspace does. */
function stateWith(element, choice) {
  const field = {
    checkboxes: "selected_options",
    radio_buttons: "selected_option",
    datepicker: "selected_date",
    timepicker: "selected_time",
    datetimepicker: "selected_date_time",
    file_input: "files",
  }[element.type];
  if (element.type === "rich_text_input")
    return { type: element.type, rich_text_value: choice ? { text: choice } : null };
  if (element.type === "datetimepicker") return { type: element.type, selected_date_time: choice?.seconds ?? null };
  return { type: element.type, [field ?? (element.type.includes("select") ? "selected" : "value")]: choice };
}

export class MessageSurface {
  /** @param {any} client @param {any} message */
  constructor(client, message) {
    this.client = client;
    this.message = message;
  }

  get place() {
    return { channel: this.message.channel, ts: this.message.ts };
  }

  stateOf(block, element) {
    return this.message.chosen?.[block.block_id]?.[element.action_id] ?? initial(element);
  }

  press(block, element) {
    return this.client.act("presses", { ...this.place, ...spot(block, element) });
  }

  choose(block, element, choice) {
    return choice === null ? null : this.client.act("chooses", { ...this.place, ...spot(block, element), choice });
  }

  /** Inputs in messages tell the app at once, or with the next button. */
  keep(block, element, choice) {
    return this.choose(block, element, choice);
  }

  async lookUp(block, element, typed) {
    return (await this.client.act("looks_up", { ...this.place, ...spot(block, element), typed }))?.options ?? [];
  }
}

export class ViewSurface {
  /** @param {any} client @param {any} view */
  constructor(client, view) {
    this.client = client;
    this.view = view;
    /** @type {Map<string, {block_id: string, action_id: string, choice: any, state: any}>} */
    this.unsent = new Map();
    /** @type {Set<string>} */ this.unsaved = new Set();
    this.timer = 0;
  }

  stateOf(block, element) {
    const unsent = this.unsent.get(`${block.block_id} ${element.action_id}`);
    return unsent?.state ?? this.view.state.values[block.block_id]?.[element.action_id];
  }

  /** What was typed goes first: the app is told of it with the press. */
  async press(block, element) {
    await this.save();
    return this.client.act("presses", { view: this.view.id, ...spot(block, element) });
  }

  /** A choice: told at once where the app listens, kept for the form elsewhere. */
  async choose(block, element, choice) {
    const listens = block.type !== "input" || block.dispatch_action;
    if (!listens) return this.keep(block, element, choice);
    await this.save();
    return choice === null && block.type !== "input"
      ? null
      : this.client.act("chooses", { view: this.view.id, ...spot(block, element), choice });
  }

  /** Keep what is filled in, and soon tell the workspace, so that not even a reload loses it. */
  keep(block, element, choice) {
    const key = `${block.block_id} ${element.action_id}`;
    this.unsent.set(key, { ...spot(block, element), choice, state: stateWith(element, choice) });
    this.unsaved.add(key);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), SAVE_AFTER_MS);
  }

  /** A block is another now: what it holds is what the workspace says, but for what it has not been told yet. */
  trust(block) {
    for (const key of this.unsent.keys())
      if (key.startsWith(`${block.block_id} `) && !this.unsaved.has(key)) this.unsent.delete(key);
  }

  async save() {
    clearTimeout(this.timer);
    const fields = this.fields().filter((one) => this.unsaved.has(`${one.block_id} ${one.action_id}`));
    this.unsaved.clear();
    if (!fields.length) return;
    const view = this.view.id;
    if (this.view.type === "modal") await this.client.act("fills", { view, fields }, { quiet: true });
    else await Promise.all(fields.map((one) => this.client.act("chooses", { view, ...one }, { quiet: true })));
  }

  /** What has been filled in at this window. */
  fields() {
    return [...this.unsent.values()].map(({ state, ...field }) => field);
  }

  async lookUp(block, element, typed) {
    return (await this.client.act("looks_up", { view: this.view.id, ...spot(block, element), typed }))?.options ?? [];
  }
}

/** What an element of a message holds before anybody touches it. */
function initial(element) {
  const value = Object.entries(element).find(([name]) => name.startsWith("initial_"));
  if (!value) return null;
  return { type: element.type, [value[0].replace("initial_", "selected_")]: value[1], value: value[1] };
}
