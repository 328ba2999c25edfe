// The HTTP contract, one method for each request. Knows nothing of the page it works for.

import { Problem } from './problem.js';

// Longer than any answer takes, short enough that a vote is sent again while its poll is open.
const TIMEOUT_MILLIS = 8000;

export class OncueClient {
  #stream;
  #tokens;

  constructor({ stream, tokens }) {
    this.#stream = stream;
    this.#tokens = tokens;
  }

  get stream() {
    return this.#stream;
  }

  openPoll(draft) {
    return this.#send('POST', '/poll-open', { stream: this.#stream, ...draft });
  }

  closePoll(poll) {
    return this.#send('POST', '/poll-close', { stream: this.#stream, poll });
  }

  reveal(poll) {
    return this.#send('POST', `/polls/${encodeURIComponent(this.#stream)}/${encodeURIComponent(poll)}/reveal`);
  }

  /** A viewer's token for this stream. */
  ticket(viewer, ttl) {
    return this.#send('POST', '/tickets', { stream: this.#stream, viewer, ttl });
  }

  /** What the warm pool plans for this stream. */
  windows() {
    return this.#send('GET', `/windows?${new URLSearchParams({ stream: this.#stream })}`);
  }

  cast(poll, options) {
    return this.#send('POST', '/vote', { stream: this.#stream, poll, options });
  }

  react(emoji) {
    return this.#send('POST', '/reaction', { stream: this.#stream, emoji });
  }

  state() {
    return this.#send('GET', `/streams/${encodeURIComponent(this.#stream)}/state`);
  }

  poll(poll) {
    return this.#send('GET', `/polls/${encodeURIComponent(this.#stream)}/${encodeURIComponent(poll)}`);
  }

  /** EventSource can set no header, so the feed alone takes its token in the address. */
  async feedAddress() {
    const token = await this.#tokens.token();
    return `/streams/${encodeURIComponent(this.#stream)}/feed?token=${encodeURIComponent(token)}`;
  }

  async #send(method, path, body) {
    for (;;) {
      const token = await this.#tokens.token();
      try {
        const answer = await request(method, path, { body, token });
        this.#tokens.accepted();
        return answer;
      } catch (problem) {
        if (problem.status !== 401 || !(await this.#tokens.refused(token))) throw problem;
      }
    }
  }
}

/** A guest's ticket, where the engine gives them to anybody who asks. */
export async function guestTicket(stream) {
  const { ticket } = await request('POST', '/tickets/guest', { body: { stream } });
  return ticket;
}

/** The server's clock as it received and answered the question. */
export const serverTime = () => request('GET', '/time', {});

async function request(method, path, { body, token }) {
  const headers = { Accept: 'application/json' };
  if (body) headers['Content-Type'] = 'application/json';
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
    if (response.ok) {
      const text = await response.text();
      return text ? JSON.parse(text) : null;
    }
  } catch {
    // Refused, cut off in the middle, too slow: in each case nobody knows whether it had an effect.
    throw Problem.noAnswer();
  }
  throw await Problem.of(response);
}
