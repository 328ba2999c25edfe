// One stream as it is right now: the feed, the book of its polls, its viewers and reactions. While
// nothing comes by the feed, the state is asked for now and then.

import { Feed } from './feed.js';
import { PollBook, dueAt } from './poll-book.js';
import { Problem } from './problem.js';
import { Pause, backoffMillis } from './retry.js';

// How long after a poll's end its result may take before it is asked for, spread over the audience.
const PATIENCE_MILLIS = 1500;
const PATIENCE_SPREAD_MILLIS = 3000;
const STATE_SPREAD_MILLIS = 1000;
// Between half of and the whole of it.
const STATE_PACE_MILLIS = 4000;
const HIDDEN_STATE_PACE_MILLIS = 30_000;
const POLL_EVENTS = ['poll-scheduled', 'poll-opened', 'poll-closing', 'poll-closed', 'result-revealed'];

export class LiveStream {
  book = new PollBook();
  viewers = null;
  /** How far its viewers are said to be behind, for polls that do not say it: `min` and `max`, or null. */
  latency = null;
  reactions = new Map();

  #client;
  #clock;
  #onChange;
  #onConnection;
  #feed;
  #wasLive = false;
  #isPolling = false;
  #hasAnswer = false;
  #pace = new Pause();
  #asking;
  #askAt = new Map();

  /**
   * @param onChange called after each change: `polls`, `viewers`, `latency`, or `reactions` with the
   *     counts that came in (none after a reconnect, when only the totals are known)
   * @param onConnection called with `connecting`, `live`, `polling`, `reconnecting`, or `refused` and a Problem
   */
  constructor({ client, clock, onChange, onConnection }) {
    this.#client = client;
    this.#clock = clock;
    this.#onChange = onChange;
    this.#onConnection = onConnection;
    this.#feed = new Feed({
      client, onEvent: (name, data) => this.#receive(name, data), onConnection: (...standing) => this.#connection(...standing),
      untilUrgent: () => this.#untilOpen(),
    });
  }

  start() {
    this.#feed.start();
  }

  close() {
    clearTimeout(this.#asking);
    this.#stopPolling();
    this.#feed.close();
  }

  /** Takes in a poll from the answer to a request, so that nothing waits for the feed. */
  merge(poll) {
    this.book.merge(poll);
    this.#onChange('polls');
  }

  setLatency(latency) {
    this.latency = latency;
    this.#onChange('latency');
  }

  setBallot(poll, ballot) {
    this.book.setBallot(poll, ballot);
    this.#onChange('polls');
  }

  async refresh(id) {
    try {
      this.merge(await this.#client.poll(id));
    } catch (problem) {
      if (problem.status !== 404) return;
      this.book.remove(id);
      this.#onChange('polls');
    }
  }

  /** Asks for results that are overdue, as happens while the feed is down. Call it now and then. */
  tick() {
    const now = this.#clock.now();
    for (const poll of this.book.all()) {
      if (poll.status === 'closed' || now < dueAt(poll)) continue;
      const askAt = this.#askAt.get(poll.poll);
      if (now < askAt) continue;
      this.#askAt.set(poll.poll, now + PATIENCE_MILLIS + Math.random() * PATIENCE_SPREAD_MILLIS);
      // The first time it has only just become due: the feed is about to tell.
      if (askAt !== undefined) this.refresh(poll.poll);
    }
  }

  // How long until a poll is open here, in ms; 0: one is, or its result is awaited.
  #untilOpen() {
    const now = this.#clock.now();
    const waits = this.book.all().filter(({ status }) => status !== 'closed').map(({ opensAt }) => Date.parse(opensAt) - now);
    return Math.max(0, Math.min(Infinity, ...waits));
  }

  // A feed that goes on where it was tells all but this viewer's own ballots: was the vote that was
  // on its way counted? Asked for only where it matters, and spread over the audience.
  #connection(status, problem) {
    if (status === 'quiet') return this.#pollState();
    clearTimeout(this.#asking);
    const hadAnswer = this.#hasAnswer;
    if (status === 'live' || status === 'refused') this.#stopPolling();
    if (status === 'live') {
      // What a proxy held back may come twice.
      const matters = hadAnswer || (this.#wasLive && this.book.all().some((poll) => poll.status !== 'closed'));
      if (matters) this.#asking = setTimeout(() => this.#askState(), Math.random() * STATE_SPREAD_MILLIS);
      // The device may have slept meanwhile.
      if (this.#wasLive) this.#clock.doubt();
      this.#wasLive = true;
    }
    if (!this.#hasAnswer) this.#onConnection(status, problem);
  }

  #stopPolling() {
    this.#isPolling = this.#hasAnswer = false;
    this.#pace.wake();
  }

  async #pollState() {
    if (this.#isPolling) return;
    this.#isPolling = true;
    this.#pace.wake();
    const pace = (this.#pace = new Pause());
    const isOver = () => !this.#isPolling || pace !== this.#pace;
    // Everybody lost it at the same instant.
    await pace.for(Math.random() * STATE_SPREAD_MILLIS);
    for (let failures = 0; !isOver();) {
      let problem = null;
      try {
        const state = await this.#client.state();
        if (!isOver()) this.#receiveState(state);
      } catch (cause) {
        problem = cause instanceof Problem ? cause : new Problem({ code: 'bad-answer', detail: String(cause) });
      }
      if (isOver()) return;
      failures = problem ? failures + 1 : 0;
      this.#tellPolling(problem);
      const usual = globalThis.document?.hidden ? HIDDEN_STATE_PACE_MILLIS : STATE_PACE_MILLIS;
      const most = failures > 0 && this.#untilOpen() > 0 ? HIDDEN_STATE_PACE_MILLIS : usual;
      await pace.for(backoffMillis(failures, { first: usual, most }) + (problem?.retryAfterMillis ?? 0));
    }
  }

  #tellPolling(problem) {
    const had = this.#hasAnswer;
    this.#hasAnswer = !problem;
    if (this.#hasAnswer !== had) this.#onConnection(had ? 'reconnecting' : 'polling', problem);
  }

  async #askState() {
    try {
      this.#receiveState(await this.#client.state());
    } catch {
      // The feed that is live goes on telling; the next reconnect asks again.
    }
  }

  #receive(name, data) {
    switch (name) {
      case 'state':
        return this.#receiveState(data);
      case 'tally':
        if (!this.book.tally(data)) return this.refresh(data.poll);
        return this.#onChange('polls');
      case 'viewers':
        this.viewers = data.viewers;
        return this.#onChange('viewers');
      case 'reactions':
        for (const [emoji, number] of Object.entries(data)) {
          this.reactions.set(emoji, (this.reactions.get(emoji) ?? 0) + number);
        }
        return this.#onChange('reactions', data);
      default:
        // A newer engine may tell of more.
        if (POLL_EVENTS.includes(name)) this.merge(data);
    }
  }

  #receiveState(state) {
    clearTimeout(this.#asking);
    this.#clock.hint(state.now);
    const listed = new Set();
    for (const poll of state.polls) {
      listed.add(poll.poll);
      this.book.merge(poll);
    }
    // A poll that was open here and is not listed any more: ask what became of it.
    for (const poll of this.book.all()) {
      if (poll.status !== 'closed' && !listed.has(poll.poll)) this.refresh(poll.poll);
    }
    this.viewers = state.viewers;
    this.setLatency(state.latency ?? null);
    this.reactions = new Map(Object.entries(state.reactions ?? {}));
    this.#onChange('polls');
    this.#onChange('viewers');
    this.#onChange('reactions', {});
  }
}
