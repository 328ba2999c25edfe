// The feed of a stream, kept open until it is closed. It goes on where it was (Last-Event-ID). It is
// live once something has come, since a proxy may answer and hold all of it back; a connection that
// says nothing for longer than two keep-alives is taken for dead.

import { Problem } from './problem.js';
import { Pause, backoffMillis, urgentMillis } from './retry.js';
import { EventParser } from './sse.js';

// The server sends a comment every 15 s.
const QUIET_MILLIS = 20_000;
const SILENCE_MILLIS = 35_000;
const FIRST_WORD_MILLIS = 4000;
// What comes later than this was not let through with the first word and nothing since.
const LATER_MILLIS = 1000;

export class Feed {
  #client;
  #onEvent;
  #onConnection;
  #untilUrgent;
  #cursor = '';
  #failures = 0;
  #isLive = false;
  // Whether a first word is enough; not after a proxy let one through and then nothing.
  #isTrusted = true;
  #quiet;
  #heardAt;
  #pause = new Pause();
  #connection = new AbortController();
  #closed = new AbortController();

  /**
   * @param onEvent called with the name and the data of each event
   * @param onConnection called with `connecting`, `live`, `reconnecting`, or `refused` and a Problem; `quiet`
   *     when for some seconds nothing came, whatever the reason
   * @param untilUrgent how many ms until being away for long would matter; 0: it does now
   */
  constructor({ client, onEvent, onConnection, untilUrgent = () => Infinity }) {
    this.#client = client;
    this.#onEvent = onEvent;
    this.#onConnection = onConnection;
    this.#untilUrgent = untilUrgent;
  }

  start() {
    this.#onConnection('connecting');
    this.#expect(FIRST_WORD_MILLIS);
    const { signal } = this.#closed;
    const listen = (name, listener) => globalThis.addEventListener?.(name, listener, { signal });
    // Timers and connections stand still in sleep.
    const woken = () => document.hidden || !(Date.now() - this.#heardAt > QUIET_MILLIS) || this.#restart();
    for (const name of ['visibilitychange', 'resume']) globalThis.document?.addEventListener(name, woken, { signal });
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
    clearTimeout(this.#quiet);
    this.#restart();
  }

  #expect(millis) {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      if (this.#isLive) this.#isTrusted = false;
      this.#isLive = false;
      this.#onConnection('quiet');
    }, millis);
  }

  #restart() {
    this.#failures = 0;
    // Another network, or a sleep that made it quiet.
    this.#isTrusted = true;
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
      if (this.#isLive) this.#expect(FIRST_WORD_MILLIS);
      this.#isLive = false;
      // Asking again cannot help a token that is not good for this stream, or that nobody gives out.
      if ([401, 403].includes(problem?.status) || problem?.code === 'no-guests') {
        clearTimeout(this.#quiet);
        return this.#onConnection('refused', problem);
      }
      this.#onConnection('reconnecting', problem);
      await this.#pause.for(this.#pauseMillis(parser.retryMillis, problem?.retryAfterMillis ?? 0));
    }
  }

  // A server that goes away by plan says when to come back, and spreads its audience itself. After
  // any other end the waits grow; where it is urgent all are brief, and spread.
  #pauseMillis(planned, asked) {
    if (planned !== null) return planned;
    const calm = asked + backoffMillis(this.#failures++);
    const urgentIn = this.#untilUrgent();
    if (urgentIn === 0) return urgentMillis(asked);
    return urgentIn === Infinity ? calm : Math.min(calm, urgentIn + urgentMillis(asked));
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
      if (!/^text\/event-stream|^$/i.test(response.headers.get('Content-Type') ?? '')) {
        throw new Problem({ code: 'bad-answer', detail: 'The feed is not from the engine.' });
      }
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      let first;
      for (let piece = await reader.read(); !piece.done && !signal.aborted; piece = await reader.read()) {
        heard();
        this.#take(parser, decoder.decode(piece.value, { stream: true }));
        this.#heardAt = Date.now();
        first ??= this.#heardAt;
        this.#isTrusted ||= this.#heardAt - first > LATER_MILLIS;
        if (this.#isTrusted && parser.hasSpoken) this.#setLive();
      }
    } finally {
      clearTimeout(watchdog);
    }
  }

  #setLive() {
    this.#expect(QUIET_MILLIS);
    if (this.#isLive) return;
    this.#isLive = true;
    this.#onConnection('live');
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
