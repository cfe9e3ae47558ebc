/** Where a window stands, kept in the address so that a reload loses nothing: #ana/C0001/t1772.0001/m1772.0002 */

/** @typedef {{person: string | null, place: string | null, thread: string | null, message: string | null}} Route */

/** @param {string} hash @returns {Route} */
export function parsed(hash) {
  const [person, place, ...rest] = hash.replace(/^#/, "").split("/").map(decodeURIComponent);
  const part = (letter) => rest.find((one) => one.startsWith(letter))?.slice(1) ?? null;
  return {
    person: person && person !== "~" ? person : null,
    place: place || null,
    thread: part("t"),
    message: part("m"),
  };
}

/** @param {Route} route */
export function written(route) {
  const parts = [route.person ?? "~", route.place ?? ""].map(encodeURIComponent);
  if (route.thread) parts.push(`t${route.thread}`);
  if (route.message) parts.push(`m${route.message}`);
  return `#${parts.join("/")}`;
}

/** The address that opens a message, as chat.getPermalink gives it. */
export function permalink(channel, ts, thread) {
  const link = `${location.origin}/archives/${channel}/p${ts.replace(".", "")}`;
  return thread && thread !== ts ? `${link}?thread_ts=${thread}&cid=${channel}` : link;
}

/** The file that a permalink of this workspace leads to; null for any other address. @param {string} url */
export function fileOf(url) {
  const match = /^https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?\/files\/\w+\/(F\w+)\/([^/?#]+)$/.exec(url);
  return match ? { id: match[1], name: decodeURIComponent(match[2]) } : null;
}

/** The place a permalink of this workspace leads to; null for any other address. @param {string} url */
export function placeOf(url) {
  const match = /^https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?\/archives\/(\w+)(?:\/p(\d{7,}))?(?:\?(.*))?$/.exec(
    url,
  );
  if (!match) return null;
  const [, place, stamp, query] = match;
  const message = stamp ? `${stamp.slice(0, -6)}.${stamp.slice(-6)}` : null;
  return { place, thread: new URLSearchParams(query ?? "").get("thread_ts"), message };
}
