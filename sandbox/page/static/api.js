/** Talking to the workspace behind the page. */

/** What the workspace would not do, in words for the person. */
export class Refused extends Error {}

/** @param {string} path @param {Record<string, string | null | undefined>} query */
function address(path, query) {
  const given = Object.entries(query).filter(([, value]) => value);
  return `/page/${path}?${new URLSearchParams(given)}`;
}

async function answered(response) {
  const body = await response.json().catch(() => ({ error: response.statusText }));
  if (!response.ok) throw new Refused(body.error ?? response.statusText);
  return body;
}

/** The workspace as one person sees and uses it. */
export class Api {
  /** @param {string | null} person the name */
  constructor(person) {
    this.person = person;
  }

  /** @param {string} path @param {Record<string, any>} [query] @returns {Promise<any>} */
  async read(path, query = {}) {
    return answered(await fetch(address(path, { as: this.person, ...query })));
  }

  /** @param {string} path @param {object} [body] @returns {Promise<any>} */
  async change(path, body = {}) {
    const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    return answered(await fetch(address(path, { as: this.person }), options));
  }

  /** @param {boolean} wire whether the wire log is wanted too */
  events(wire) {
    return new EventSource(address("events", { as: this.person, wire: wire ? "1" : "" }));
  }

  /** Where a file's bytes are. @param {{id: string, name: string}} file */
  fileAddress(file) {
    return address(`files/${file.id}/${encodeURIComponent(file.name)}`, { as: this.person });
  }
}

/** A chosen file, ready to travel in JSON. @param {File} file @returns {Promise<{name: string, data: string}>} */
export function packed(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => resolve({ name: file.name, data: String(reader.result).split(",")[1] ?? "" });
    reader.readAsDataURL(file);
  });
}
