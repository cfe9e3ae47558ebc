/** The page's own words, in the viewer's language. What people and apps say is theirs and stays as it is. */

import { de } from "./words/de.js";
import { en } from "./words/en.js";

const CATALOGUES = { de, en };
let catalogue = en;
let tongue = "en-US";

/** @param {string} locale as in a profile, de-DE */
export function speak(locale) {
  catalogue = CATALOGUES[locale.slice(0, 2)] ?? en;
  tongue = CATALOGUES[locale.slice(0, 2)] ? locale : "en-US";
  document.documentElement.lang = tongue.slice(0, 2);
}

/** The locale for days, times and numbers. */
export function locale() {
  return tongue;
}

/** A text of the catalogue; {name} in it is filled in. @param {string} key a key of the catalogues @param {Record<string, any>} [values] */
export function t(key, values = {}) {
  return catalogue[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** The singular or the plural: `key.one`, `key.other`. @param {string} key @param {number} count */
export function many(key, count) {
  const form = new Intl.PluralRules(tongue).select(count) === "one" ? "one" : "other";
  return t(`${key}.${form}`, { count });
}
