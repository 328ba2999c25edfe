// The feed of a stream: Server-Sent Events, kept open for as long as the page is.
//
// A lost connection is the browser's business: EventSource comes back by itself and says with
// Last-Event-ID what it has seen. A refused one (an HTTP status, a restarting server) is ours:
// EventSource gives up on it without saying why. So after a wait the state is asked for, which
// brings the page up to date, tells the reason, and then the feed is opened anew.

import { backoffMillis, sleep } from './retry.js';

// `reconnect` is not among them: after it the server hangs up, and the browser does what it asks.
const EVENTS = [
  'state', 'poll-scheduled', 'poll-opened', 'poll-closed', 'result-revealed', 'tally', 'reactions', 'viewers',
];

export class Feed {
  #client;
  #onEvent;
  #onConnection;
  #source = null;
  #failures = 0;
  #opening = false;

  /**
   * @param onEvent called with the name and the data of each event
   * @param onConnection called with `connecting`, `live`, `reconnecting`, or `refused` and a Problem
   */
  constructor({ client, onEvent, onConnection }) {
    this.#client = client;
    this.#onEvent = onEvent;
    this.#onConnection = onConnection;
  }

  start() {
    this.#onConnection('connecting');
    this.#open();
    // The browser is faster than any backoff to know that the network is back, and a page that
    // returns from the back/forward cache has lost its feed.
    addEventListener('online', () => this.#reopenNow());
    addEventListener('pageshow', (event) => event.persisted && this.#reopenNow());
    // Without this, reloading can leave the old connection counted among the few a browser allows.
    addEventListener('pagehide', () => this.#source?.close());
  }

  #reopenNow() {
    this.#source?.close();
    this.#failures = 0;
    this.#open();
  }

  async #open() {
    if (this.#opening) return;
    this.#opening = true;
    try {
      this.#listen(new EventSource(await this.#client.feedAddress()));
    } catch (problem) {
      this.#failed(problem);
    } finally {
      this.#opening = false;
    }
  }

  #listen(source) {
    this.#source = source;
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => {
        this.#failures = 0;
        this.#onEvent(name, JSON.parse(event.data));
      });
    }
    source.onopen = () => this.#onConnection('live');
    source.onerror = () => {
      if (source !== this.#source) return;
      this.#onConnection('reconnecting');
      if (source.readyState === EventSource.CLOSED) this.#recover(0);
    };
  }

  async #recover(waitMillis) {
    const before = this.#source;
    await sleep(waitMillis + backoffMillis(this.#failures++));
    if (before !== this.#source) return;
    try {
      this.#onEvent('state', await this.#client.state());
    } catch (problem) {
      return this.#failed(problem);
    }
    this.#open();
  }

  #failed(problem) {
    // Asking again cannot help a token that is not good for this stream, or that nobody gives out.
    if ([401, 403].includes(problem.status) || problem.code === 'no-guests') {
      return this.#onConnection('refused', problem);
    }
    this.#onConnection('reconnecting', problem);
    this.#recover(problem.retryAfterMillis ?? 0);
  }
}
