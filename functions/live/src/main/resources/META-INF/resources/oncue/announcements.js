// What a screen reader is told of a poll. News come at once; how the votes stand comes now and then,
// and only when it has changed: a region that speaks at every tally says nothing.

const TALLY_EVERY_MILLIS = 15_000;

export class Announcements {
  #say;
  #statuses = new Map();
  #tallies = new Map();

  /** @param say tells `opened`, `closed`, `revealed` or `tally` of a poll */
  constructor(say) {
    this.#say = say;
  }

  /** Takes a poll as it is shown now. What is on the page when it loads is no news. */
  take(poll, status, now) {
    const state = poll.revealedAt ? 'revealed' : status;
    const before = this.#statuses.get(poll.poll);
    this.#statuses.set(poll.poll, state);
    if (before !== undefined && before !== state) this.#tellChange(poll, state, now);
    else if (status === 'open') this.#tellTally(poll, now);
  }

  #tellChange(poll, state, now) {
    this.#tallies.set(poll.poll, { at: now, ballots: poll.result?.ballots ?? 0 });
    if (state === 'open') this.#say('opened', poll);
    if (state === 'closed') this.#say('closed', poll);
    if (state === 'revealed') this.#say('revealed', poll);
  }

  #tellTally(poll, now) {
    const ballots = poll.result?.ballots ?? 0;
    const told = this.#tallies.get(poll.poll);
    if (told && (now - told.at < TALLY_EVERY_MILLIS || told.ballots === ballots)) return;
    this.#tallies.set(poll.poll, { at: now, ballots });
    if (told) this.#say('tally', poll);
  }
}
