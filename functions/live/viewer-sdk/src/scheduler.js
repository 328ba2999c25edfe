// Which overlays are on at a media time. Always worked out from that time alone, never from what
// was shown before or from timers: so a seek, a pause, a stall or a sleeping tab cannot get it wrong.

const MOST_POLLS = 256;
const MOST_CUES = 16;

export class CueScheduler {
  #polls = new Map();
  #shown = new Set();
  #onShow;
  #onHide;

  constructor({ onShow, onHide }) {
    this.#onShow = onShow;
    this.#onHide = onHide;
  }

  /** A poll's window, in ms of media time: when it is on, as long as the stream has no cue of its own for that. */
  window(poll, opensAt, endsAt) {
    // One that was closed before it opened was never on.
    Object.assign(this.#poll(poll), { known: true, window: { show: opensAt < endsAt ? opensAt : Infinity, hide: endsAt } });
  }

  /** Takes a cue from the stream. Returns whether it is new. */
  add({ cue, poll, at }) {
    const times = this.#poll(poll)[cue];
    if (times.includes(at)) return false;
    times.push(at);
    if (times.length > MOST_CUES) times.shift();
    return true;
  }

  /** Another source: its stream brings its own cues. */
  forgetCues() {
    for (const entry of this.#polls.values()) Object.assign(entry, { show: [], hide: [] });
  }

  remove(poll) {
    this.#polls.delete(poll);
  }

  isShown(poll) {
    return this.#shown.has(poll);
  }

  /** @param timeOf the media time for a poll, in ms; undefined while nobody knows */
  update(timeOf) {
    for (const poll of this.#shown) if (!this.#isOn(poll, timeOf)) this.#set(poll, false);
    for (const poll of this.#polls.keys()) if (this.#isOn(poll, timeOf)) this.#set(poll, true);
  }

  #set(poll, on) {
    if (on === this.#shown.has(poll)) return;
    if (on) this.#shown.add(poll);
    else this.#shown.delete(poll);
    (on ? this.#onShow : this.#onHide)(poll);
  }

  #isOn(poll, timeOf) {
    const entry = this.#polls.get(poll);
    // A cue may come before the poll that it names.
    if (!entry?.known) return false;
    const now = timeOf(poll);
    if (now === undefined) return false;
    const past = (cue) => (entry[cue].length > 0 ? entry[cue] : [entry.window[cue]]).filter((at) => at <= now);
    const shown = Math.max(...past('show'));
    // At the same instant hide wins: a window of no length shows nothing.
    return shown > -Infinity && !past('hide').some((at) => at >= shown);
  }

  #poll(poll) {
    let entry = this.#polls.get(poll);
    if (!entry) {
      entry = { known: false, window: {}, show: [], hide: [] };
      this.#polls.set(poll, entry);
      if (this.#polls.size > MOST_POLLS) this.#polls.delete(this.#polls.keys().next().value);
    }
    return entry;
  }
}
