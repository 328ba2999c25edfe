// One stream as it is right now: the feed, the book of its polls, its viewers and reactions.

import { Feed } from './feed.js';
import { PollBook, dueAt } from './poll-book.js';

// How long after a poll's end its result may take before it is asked for, spread over the audience.
const PATIENCE_MILLIS = 1500;
const PATIENCE_SPREAD_MILLIS = 3000;
const STATE_SPREAD_MILLIS = 1000;
const POLL_EVENTS = ['poll-scheduled', 'poll-opened', 'poll-closing', 'poll-closed', 'result-revealed'];

export class LiveStream {
  book = new PollBook();
  viewers = null;
  reactions = new Map();

  #client;
  #clock;
  #onChange;
  #onConnection;
  #feed;
  #wasLive = false;
  #asking;
  #askAt = new Map();

  /**
   * @param onChange called after each change: `polls`, `viewers`, or `reactions` with the counts that
   *     came in (none after a reconnect, when only the totals are known)
   */
  constructor({ client, clock, onChange, onConnection }) {
    this.#client = client;
    this.#clock = clock;
    this.#onChange = onChange;
    this.#onConnection = onConnection;
    this.#feed = new Feed({
      client, onEvent: (name, data) => this.#receive(name, data), onConnection: (...standing) => this.#connection(...standing),
    });
  }

  start() {
    this.#feed.start();
  }

  close() {
    clearTimeout(this.#asking);
    this.#feed.close();
  }

  /** Takes in a poll from the answer to a request, so that nothing waits for the feed. */
  merge(poll) {
    this.book.merge(poll);
    this.#onChange('polls');
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

  // A feed that goes on where it was tells all but this viewer's own ballots: was the vote that was
  // on its way counted? Asked for only where it matters, and spread over the audience.
  #connection(status, problem) {
    clearTimeout(this.#asking);
    if (status === 'live') {
      const matters = this.#wasLive && this.book.all().some((poll) => poll.status !== 'closed');
      if (matters) this.#asking = setTimeout(() => this.#askState(), Math.random() * STATE_SPREAD_MILLIS);
      this.#wasLive = true;
    }
    this.#onConnection(status, problem);
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
    this.reactions = new Map(Object.entries(state.reactions ?? {}));
    this.#onChange('polls');
    this.#onChange('viewers');
    this.#onChange('reactions', {});
  }
}
