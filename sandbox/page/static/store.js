/** What this window knows, and who wants to hear when it changes. Messages live in the timelines that show them. */

import { t } from "./words.js";

/** @typedef {{id: string, name: string, real_name: string, tz: string, locale: string, role: string, standing: string, status: string, is_bot: boolean, app: string | null, deleted: boolean}} Person */
/** @typedef {{id: string, name: string, kind: string, topic: string, archived: boolean, members: string[], unread: number, empty: boolean}} Channel */
/** @typedef {{id: string, name: string, bot: string, has_home: boolean, takes_messages: boolean, commands: any[], shortcuts: any[], home: any}} App */

export class Store {
  constructor() {
    /** @type {Map<string, Person>} */ this.people = new Map();
    /** @type {Map<string, Channel>} */ this.channels = new Map();
    /** @type {Map<string, App>} */ this.apps = new Map();
    /** @type {Map<string, {id: string, handle: string, name: string}>} */ this.usergroups = new Map();
    this.workspace = { name: "", url: "" };
    this.now = 0;
    this.clock = false;
    this.modal = null;
    /** @type {Person | null} */ this.me = null;
    /** @type {Map<string, Set<(detail: any) => void>>} */ this.listeners = new Map();
  }

  /** Hear of a topic: people, channels, apps, modal, clock, message, wire. @returns {() => void} what ends it */
  on(topic, callback) {
    if (!this.listeners.has(topic)) this.listeners.set(topic, new Set());
    this.listeners.get(topic).add(callback);
    return () => this.listeners.get(topic).delete(callback);
  }

  tell(topic, detail = null) {
    for (const callback of [...(this.listeners.get(topic) ?? [])]) callback(detail);
  }

  /** Begin anew with what the workspace says. @param {any} state */
  begin(state) {
    this.people = keyed(state.people);
    this.channels = keyed(state.channels);
    this.apps = keyed(state.apps);
    this.usergroups = keyed(state.usergroups);
    this.workspace = state.workspace;
    this.now = state.now;
    this.clock = state.clock;
    this.modal = state.modal;
    this.me = this.people.get(state.me) ?? null;
  }

  /** Take in what has happened; each topic is told once. @param {{now: number, changes: any[]}[]} batches */
  apply(batches) {
    const told = new Set();
    const messages = new Map();
    for (const batch of batches) {
      if (batch.now !== this.now) told.add("clock");
      this.now = batch.now;
      for (const change of batch.changes) this.take(change, told, messages);
    }
    for (const topic of told) this.tell(topic);
    if (messages.size) this.tell("message", [...messages.values()]);
  }

  take(change, told, messages) {
    if (change.kind === "message") {
      messages.set(`${change.channel} ${change.ts}`, change);
    } else if (change.kind === "channel") {
      if (put(this.channels, change.id, change.channel)) told.add("channels");
    } else if (change.kind === "person") {
      this.people.set(change.person.id, change.person);
      if (change.person.id === this.me?.id) this.me = change.person;
      told.add("people");
    } else if (change.kind === "apps") {
      this.apps = keyed(change.apps);
      told.add("apps");
    } else if (change.kind === "modal") {
      this.modal = change.modal;
      told.add("modal");
    } else if (change.kind === "wire") {
      this.tell("wire", change.exchanges);
    }
  }

  /** The other side of a direct conversation of two; oneself in a note to self. @param {Channel} channel */
  other(channel) {
    const id = channel.members.find((member) => member !== this.me.id) ?? this.me.id;
    return this.people.get(id) ?? null;
  }

  /** The app whose bot one talks to here. @param {Channel | undefined} channel @returns {App | null} */
  appOf(channel) {
    if (!channel || channel.kind !== "im") return null;
    return this.apps.get(this.other(channel)?.app ?? "") ?? null;
  }

  /** One's conversation with an app. @param {App} app */
  dmOf(app) {
    return [...this.channels.values()].find(
      (one) => one.kind === "im" && one.members.includes(app.bot) && this.isIn(one),
    );
  }

  /** How somebody belongs here who is no colleague; empty for colleagues. @param {Person | undefined} person */
  belongs(person) {
    return { guest: t("guest"), single_channel_guest: t("guest"), outsider: t("outsider") }[person?.standing] ?? "";
  }

  isIn(channel) {
    return channel.members.includes(this.me.id);
  }

  /** What a conversation is called, for this person. @param {Channel} channel */
  nameOf(channel) {
    if (channel.kind === "im") return this.other(channel)?.real_name ?? "";
    if (channel.kind !== "mpim") return channel.name;
    const others = channel.members.filter((id) => id !== this.me.id).map((id) => this.people.get(id));
    const named = others.sort((a, b) => Number(a?.is_bot) - Number(b?.is_bot));
    return named.map((one) => one?.real_name ?? "").join(", ");
  }
}

function keyed(list) {
  return new Map(list.map((one) => [one.id, one]));
}

/** Whether it is another now. */
function put(map, id, value) {
  if (JSON.stringify(map.get(id) ?? null) === JSON.stringify(value)) return false;
  if (value) map.set(id, value);
  else map.delete(id);
  return true;
}
