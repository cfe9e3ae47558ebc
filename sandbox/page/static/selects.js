/** The select elements: where their options come from. */

import { chooser } from "./chooser.js";
import { withEmoji } from "./emoji.js";
import { t } from "./words.js";

/** @typedef {import("./chooser.js").Option} Option */

function plain(text) {
  return withEmoji(text?.text ?? "");
}

/** @param {any} raw @param {string} [group] @returns {Option} */
function option(raw, group) {
  return {
    key: raw.value,
    label: plain(raw.text),
    description: raw.description ? plain(raw.description) : "",
    group,
    raw,
  };
}

/** The options of a select or of an app's answer. @param {any} body @returns {Option[]} */
function offered(body) {
  const grouped = (body.option_groups ?? []).flatMap((group) =>
    group.options.map((one) => option(one, plain(group.label))),
  );
  return [...(body.options ?? []).map((one) => option(one)), ...grouped];
}

function like(typed) {
  const wanted = typed.toLocaleLowerCase();
  return (one) => `${one.label} ${one.description ?? ""}`.toLocaleLowerCase().includes(wanted);
}

/** @returns {Option} */
function personOption(client, person) {
  const about = [`@${person.name}`, client.store.belongs(person)].filter(Boolean).join(" · ");
  return { key: person.id, label: person.real_name, description: about, raw: person.id };
}

/** @returns {Option} */
function placeOption(client, channel) {
  const mark = channel.kind === "channel" || channel.kind === "group" ? "#" : "";
  return { key: channel.id, label: mark + client.store.nameOf(channel), raw: channel.id };
}

const KINDS = { channel: "public", group: "private", im: "im", mpim: "mpim" };

function places(client, element) {
  const wanted = element.type.includes("channels") ? ["public"] : (element.filter?.include ?? Object.values(KINDS));
  const open = [...client.store.channels.values()].filter(
    (one) => !one.archived && wanted.includes(KINDS[one.kind]) && (one.kind === "channel" || client.store.isIn(one)),
  );
  return open.map((one) => placeOption(client, one));
}

function people(client) {
  return [...client.store.people.values()].filter((one) => !one.deleted).map((one) => personOption(client, one));
}

/** What can be found by typing. @param {any} client @param {any} surface @param {any} block @param {any} element */
function finder(client, surface, block, element) {
  if (element.type.includes("external")) {
    return async (typed) => (await surface.lookUp(block, element, typed)).map((one) => option(one));
  }
  const all = element.type.includes("users")
    ? people(client)
    : element.type.includes("static")
      ? offered(element)
      : places(client, element);
  return (typed) => all.filter(like(typed));
}

/** What a state says is chosen. */
function chosenIn(client, element, state) {
  const [value] = Object.entries(state ?? {})
    .filter(([name]) => name !== "type")
    .map(([, one]) => one);
  const several = Array.isArray(value) ? value : value ? [value] : [];
  return several.map((one) => {
    if (typeof one === "object") return option(one);
    const person = client.store.people.get(one);
    if (person) return personOption(client, person);
    const channel = client.store.channels.get(one);
    return channel ? placeOption(client, channel) : { key: one, label: one, raw: one };
  });
}

/** @param {any} client @param {any} surface @param {any} block @param {any} element @param {string} label */
export function select(client, surface, block, element, label) {
  const multiple = element.type.startsWith("multi_");
  const words = element.placeholder ? plain(element.placeholder) : "";
  return chooser({
    label: label || words || t("choose"),
    placeholder: words || (multiple ? t("choose_several") : t("choose")),
    find: finder(client, surface, block, element),
    chosen: chosenIn(client, element, surface.stateOf(block, element)),
    multiple,
    clearable: Boolean(block.optional),
    most: element.max_selected_items,
    least: element.type.includes("external") ? (element.min_query_length ?? 3) : 0,
    changed: (chosen) =>
      surface.choose(block, element, multiple ? chosen.map((one) => one.raw) : (chosen[0]?.raw ?? null)),
  });
}
