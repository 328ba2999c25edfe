// The HTTP contract of a viewer, one method for each request.

import { Problem } from './problem.js';

// Longer than any answer takes, short enough that a vote is sent again while its poll is open.
const TIMEOUT_MILLIS = 8000;
// The engine that serves this module, behind whatever path; of another's bundle, the page's origin.
const HOME = /^(https?:.*)\/oncue\/(?:[0-9a-f]{16}\/)?sdk\/oncue-viewer\.js/.exec(import.meta.url)?.[1] ?? '';

export class OncueClient {
  #stream;
  #tokens;
  #origin;

  /**
   * @param tokens `token()`, `accepted()` and `refused(token)`, which resolves to whether another try makes sense
   * @param origin of the engine, or one for each of `vote`, `reaction` and `live`; empty: the one that serves
   *     this module
   */
  constructor({ stream, tokens, origin }) {
    origin ||= HOME;
    this.#stream = stream;
    this.#tokens = tokens;
    this.#origin = (path) => (origin.live ? origin[path.slice(1)] ?? origin.live : origin).replace(/\/$/, '') + path;
  }

  get stream() {
    return this.#stream;
  }

  /** @param mediaTime what the viewer saw when they tapped, in ms; undefined: unknown */
  cast(poll, options, mediaTime) {
    const at = mediaTime === undefined ? undefined : new Date(mediaTime).toISOString();
    return this.#tell('/vote', { stream: this.#stream, poll, options, mediaTime: at });
  }

  react(emoji) {
    return this.#tell('/reaction', { stream: this.#stream, emoji });
  }

  state() {
    return this.send('GET', `/streams/${encodeURIComponent(this.#stream)}/state`);
  }

  poll(poll) {
    return this.send('GET', `/polls/${encodeURIComponent(this.#stream)}/${encodeURIComponent(poll)}`);
  }

  /** The server's clock as it received and answered the question. */
  async time() {
    return inTime(async (signal) => json(await this.#fetch('GET', '/time', { signal, cache: 'no-store' })));
  }

  /** The feed's response, for as long as `signal` lets it. */
  feed(cursor, signal) {
    // With the second one, what is wrong comes as a problem, and not as a feed that ends at once.
    const accept = 'text/event-stream, application/problem+json';
    // The id also when it is empty, so that a browser has asked for it by the time of a reconnect.
    const headers = { Accept: accept, 'Last-Event-ID': cursor ?? '' };
    return this.#authorized('GET', `/streams/${encodeURIComponent(this.#stream)}/feed`, { headers, signal });
  }

  async send(method, path, body) {
    return inTime(async (signal) => json(await this.#authorized(method, path, { body, signal })));
  }

  // Before it sends the header Authorization to another origin, a browser asks (CORS preflight), and the whole
  // audience would do so in the second of the vote. For a text with the token in it, no browser asks.
  #tell(path, body) {
    return inTime(async (signal) => json(await this.#authorized('POST', path, { body, signal, isText: this.#isElsewhere(path) })));
  }

  #isElsewhere(path) {
    const page = globalThis.location;
    return Boolean(page) && new URL(this.#origin(path), page.href).origin !== page.origin;
  }

  async #authorized(method, path, { headers, isText, body, ...rest }) {
    for (;;) {
      const token = await this.#tokens.token();
      try {
        const response = await this.#fetch(method, path, isText && token
          ? { ...rest, body: { ...body, token }, headers: { 'Content-Type': 'text/plain' } }
          : { ...rest, body, headers: { ...headers, ...(token && { Authorization: `Bearer ${token}` }) } });
        this.#tokens.accepted();
        return response;
      } catch (problem) {
        if (problem.status !== 401 || !(await this.#tokens.refused(token))) throw problem;
      }
    }
  }

  // What is not to be kept, the engine says; `no-store` here would make Chromium ask before each request.
  async #fetch(method, path, { body, headers, signal, cache }) {
    let response;
    try {
      response = await fetch(this.#origin(path), {
        method,
        headers: { Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }), ...headers },
        body: body && JSON.stringify(body),
        cache,
        signal,
      });
    } catch {
      // Refused, cut off, too slow: nobody knows whether it had an effect.
      throw Problem.noAnswer();
    }
    if (!response.ok) throw await Problem.of(response);
    return response;
  }
}

// As AbortSignal.timeout, which Safari has from 16 on.
async function inTime(ask) {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), TIMEOUT_MILLIS);
  try {
    return await ask(end.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function json(response) {
  const text = await response.text().catch(() => {
    throw Problem.noAnswer();
  });
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    // A hotspot's login page, say: not the engine's word, so to be asked again.
    throw new Problem({ code: 'bad-answer', detail: 'The answer is not from the engine.' });
  }
}

/** A token that is given, or that a function is asked for: again, once, when it is refused. */
export function bearer(token) {
  let current = typeof token === 'function' ? null : Promise.resolve(token);
  let renewed = false;
  return {
    token: () => (current ??= Promise.resolve().then(token).catch((cause) => {
      current = null;
      throw new Problem({ code: 'no-token', detail: `No token: ${cause?.message ?? cause}` });
    })),
    accepted: () => (renewed = false),
    refused: async (refused) => {
      if (typeof token !== 'function') return false;
      if (current && (await current) !== refused) return true;
      if (renewed) return false;
      renewed = true;
      current = null;
      return true;
    },
  };
}
