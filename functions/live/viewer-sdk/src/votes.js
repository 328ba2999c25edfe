// This viewer's votes on their way. Each is sent until the server has said what became of it, which
// is safe: it counts once however often it is sent. A tap while offline waits here, and is not lost.

import { Problem } from './problem.js';
import { Pause, backoffMillis, sleep } from './retry.js';

const MOST_WAIT_MILLIS = 2500;

export class Votes {
  #votes = new Map();
  #send;
  #isEarly;
  #onChange;
  #isClosed = false;

  /**
   * @param send sends a ballot: (poll, options, mediaTime)
   * @param isEarly whether a poll that the server calls not open yet is open for this viewer
   * @param onChange told which poll's vote changed
   */
  constructor({ send, isEarly = () => false, onChange }) {
    this.#send = send;
    this.#isEarly = isEarly;
    this.#onChange = onChange;
  }

  /** What became of the vote in a poll: `state`, `options`, `receipt`, `error`; undefined: none was cast. */
  get(poll) {
    return this.#votes.get(poll)?.shown;
  }

  /** Takes a vote. One that is still on its way is replaced: the last tap is what the viewer wants. */
  cast(poll, options, mediaTime) {
    const running = this.#votes.get(poll);
    const vote = running?.isOn ? running : { pause: new Pause(), isOn: true };
    vote.wanted = { options: [...options], mediaTime };
    this.#votes.set(poll, vote);
    this.#show(poll, vote, isOffline() ? 'queued' : 'sending');
    if (vote === running) vote.pause.wake();
    else this.#run(poll, vote);
  }

  /** The network or the feed is back: nothing waits any longer. */
  wake() {
    for (const { pause } of this.#votes.values()) pause.wake();
  }

  forget() {
    for (const vote of this.#votes.values()) vote.isOn = false;
    this.wake();
    this.#votes.clear();
  }

  close() {
    this.#isClosed = true;
    this.wake();
  }

  async #run(poll, vote) {
    for (let failures = 0; vote.isOn && !this.#isClosed;) {
      const { wanted } = vote;
      const result = await this.#attempt(poll, wanted);
      if (!vote.isOn) return;
      if (vote.wanted !== wanted) {
        failures = 0;
      } else if (result.state) {
        vote.isOn = false;
        this.#show(poll, vote, result.state, result);
      } else {
        this.#show(poll, vote, isOffline() ? 'queued' : 'retrying', result);
        // What the server asks for is kept, whatever the network says.
        const { retryAfterMillis } = result.error;
        if (retryAfterMillis) await sleep(retryAfterMillis);
        await vote.pause.for(backoffMillis(failures++, { most: MOST_WAIT_MILLIS }));
      }
    }
  }

  // With a `state` it is settled; without, `error` says why it must be sent again.
  async #attempt(poll, { options, mediaTime }) {
    try {
      const answer = await this.#send(poll, options, mediaTime);
      if (typeof answer?.receipt !== 'string') throw new Problem({ code: 'bad-answer', detail: 'The answer has no receipt.' });
      return { state: answer.outcome === 'changed' ? 'changed' : 'accepted', receipt: answer.receipt };
    } catch (cause) {
      const error = cause instanceof Problem ? cause : new Problem({ status: -1, code: 'unexpected', detail: String(cause) });
      const passes = error.isPassing || (error.code === 'poll-not-open' && this.#isEarly(poll));
      return { state: passes ? undefined : 'refused', error };
    }
  }

  #show(poll, vote, state, { receipt, error } = {}) {
    vote.shown = { state, options: vote.wanted.options, receipt, error };
    this.#onChange(poll);
  }
}

// What it says of a network that is there may be wrong; that there is none is true.
const isOffline = () => globalThis.navigator?.onLine === false;
