// The feed of a stream, kept open until it is closed. It goes on where it was (Last-Event-ID); a
// connection that says nothing for longer than two keep-alives is taken for dead.

import { Problem } from './problem.js';
import { Pause, backoffMillis } from './retry.js';
import { EventParser } from './sse.js';

// The server sends a comment every 15 s.
const SILENCE_MILLIS = 35_000;

export class Feed {
  #client;
  #onEvent;
  #onConnection;
  #cursor = '';
  #failures = 0;
  #pause = new Pause();
  #connection = new AbortController();
  #closed = new AbortController();

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
    const listen = (name, listener) => globalThis.addEventListener?.(name, listener, { signal: this.#closed.signal });
    // The browser knows of the network before any timer does.
    listen('online', () => this.#restart());
    listen('offline', () => this.#restart());
    // A page that returns from the back/forward cache has lost its feed.
    listen('pageshow', (event) => event.persisted && this.#restart());
    listen('pagehide', () => this.#connection.abort());
    this.#run();
  }

  close() {
    this.#closed.abort();
    this.#restart();
  }

  #restart() {
    this.#failures = 0;
    this.#connection.abort();
    this.#pause.wake();
  }

  async #run() {
    while (!this.#closed.signal.aborted) {
      let problem = null;
      const parser = new EventParser();
      try {
        await this.#read(parser);
      } catch (cause) {
        problem = cause instanceof Problem ? cause : Problem.noAnswer();
      }
      if (this.#closed.signal.aborted) return;
      // Asking again cannot help a token that is not good for this stream, or that nobody gives out.
      if ([401, 403].includes(problem?.status) || problem?.code === 'no-guests') return this.#onConnection('refused', problem);
      this.#onConnection('reconnecting', problem);
      const asked = parser.retryMillis ?? problem?.retryAfterMillis ?? 0;
      await this.#pause.for(asked + (parser.retryMillis === null ? backoffMillis(this.#failures++) : 0));
    }
  }

  async #read(parser) {
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    let watchdog;
    const heard = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => this.#connection.abort(), SILENCE_MILLIS);
    };
    try {
      heard();
      const response = await this.#client.feed(this.#cursor, signal);
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      this.#onConnection('live');
      for (let piece = await reader.read(); !piece.done && !signal.aborted; piece = await reader.read()) {
        heard();
        this.#take(parser, decoder.decode(piece.value, { stream: true }));
      }
    } finally {
      clearTimeout(watchdog);
    }
  }

  #take(parser, text) {
    for (const { name, data } of parser.push(text)) {
      this.#failures = 0;
      let read;
      try {
        read = JSON.parse(data);
      } catch {
        // Not the engine's; and what is missed by it would stay missed: ask for a fresh state.
        this.#cursor = '';
        throw new Problem({ code: 'bad-answer', detail: `The feed's ${name} is not JSON.` });
      }
      this.#onEvent(name, read);
    }
    this.#cursor = parser.id || this.#cursor;
  }
}
