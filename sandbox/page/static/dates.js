/** Days and times in the viewer's zone and language. */

import { locale } from "./words.js";

const made = new Map();

function format(zone, options) {
  const key = `${locale()} ${zone} ${JSON.stringify(options)}`;
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options }));
  return made.get(key);
}

/** @param {number} seconds since 1970 @param {string} zone */
export function timeOf(seconds, zone) {
  return format(zone, { hour: "numeric", minute: "2-digit" }).format(seconds * 1000);
}

/** "Monday, 2 March" with the year when it is another. @param {number} seconds @param {number} now @param {string} zone */
export function dayOf(seconds, now, zone) {
  const same = yearOf(seconds, zone) === yearOf(now, zone);
  return (
    near(seconds, now, zone, true) ??
    format(zone, { weekday: "long", day: "numeric", month: "long", ...(same ? {} : { year: "numeric" }) }).format(
      seconds * 1000,
    )
  );
}

/** For the clock in the bar: "Mon, 2 Mar, 09:30". */
export function momentOf(seconds, zone) {
  return format(zone, { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" }).format(
    seconds * 1000,
  );
}

export function fullMomentOf(seconds, zone) {
  return format(zone, { dateStyle: "full", timeStyle: "medium" }).format(seconds * 1000);
}

function yearOf(seconds, zone) {
  return format(zone, { year: "numeric" }).format(seconds * 1000);
}

/** 2026-03-02, for comparing and for inputs. @param {number} seconds @param {string} zone */
export function isoDay(seconds, zone) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(seconds * 1000);
}

/** 09:30, for inputs. */
export function isoTime(seconds, zone) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, timeStyle: "short" }).format(seconds * 1000);
}

/** The instant at which a clock in a zone shows this. @param {string} wall 2026-03-02T09:30 @param {string} zone */
export function secondsAt(wall, zone) {
  const asUtc = Date.parse(`${wall}:00Z`) / 1000;
  const shown = (at) => Date.parse(`${isoDay(at, zone)}T${isoTime(at, zone)}:00Z`) / 1000;
  const guess = asUtc - (shown(asUtc) - asUtc);
  return guess - (shown(guess) - asUtc);
}

/** "today", "yesterday", "tomorrow", or null for other days. */
function near(seconds, now, zone, capital) {
  const days = Math.round((Date.parse(isoDay(seconds, zone)) - Date.parse(isoDay(now, zone))) / 86_400_000);
  if (Math.abs(days) > 1) return null;
  const word = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(days, "day");
  return capital ? word[0].toLocaleUpperCase(locale()) + word.slice(1) : word;
}

const STEPS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "2 hours ago". @param {number} seconds @param {number} now */
export function ago(seconds, now) {
  const span = seconds - now;
  const [unit, size] = STEPS.find(([, one]) => Math.abs(span) >= Number(one)) ?? ["second", 1];
  const count = unit === "second" ? 0 : Math.trunc(span / Number(size));
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(count, /** @type {any} */ (unit));
}

const SHAPES = {
  date_num: null,
  date_slash: { day: "2-digit", month: "2-digit", year: "numeric" },
  date: { day: "numeric", month: "long", year: "numeric" },
  date_short: { day: "numeric", month: "short", year: "numeric" },
  date_long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

/**
 * A date as Slack writes it for a reader: the tokens of
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 * @param {number} seconds @param {string} pattern @param {number} now @param {string} zone
 */
export function dateText(seconds, pattern, now, zone) {
  return pattern.replace(/\{(\w+)\}/g, (whole, token) => {
    if (token === "ago") return ago(seconds, now);
    if (token === "date_num") return isoDay(seconds, zone);
    const pretty = token.endsWith("_pretty");
    const shape = SHAPES[pretty ? token.slice(0, -"_pretty".length) : token];
    if (!shape) return whole;
    return (pretty && near(seconds, now, zone, false)) || format(zone, shape).format(seconds * 1000);
  });
}
