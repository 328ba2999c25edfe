// The server's clock, as NTP finds it. It runs on the monotonic clock, which no change of the
// device's time moves; how much too fast or slow that one is, is measured too (RFC 5905 allows 500 ppm).

import { sleep } from './retry.js';

const TRIES = 5;
const TRY_AGAIN_MILLIS = 60;
const FIRST_MINUTES_MILLIS = 15 * 60_000;
const MOST_SAMPLES = 16;
const MOST_DRIFT = 500e-6;
// A device's clock is seldom worse; as long as its drift is not measured better, it is left alone.
const USUAL_DRIFT = 100e-6;
// Beyond what drift explains, the monotonic clock stood still: the device slept.
const STEP_MILLIS = 50;
// Device and monotonic clock part by more: one of them was set, or the device slept.
const GAP_MILLIS = 1000;
const BEAT_MILLIS = 1000;
const LATE_MILLIS = 5000;
// Without an answer, what was known has to do.
const MOST_HELD_MILLIS = 5000;
const FIRST_PLAUSIBLE = Date.UTC(2020);
const LAST_PLAUSIBLE = Date.UTC(2200);

export class ServerClock {
  #ask;
  #monotonic;
  // The guess until the first answer: what the device believes.
  #samples = [];
  #guess;
  #drift = 0;
  #driftError = USUAL_DRIFT;
  #syncing = null;
  #wall;
  #onSync;
  #seen;
  // How often there was a sign that it stood still: what was asked before proves nothing after.
  #signs = 0;
  #isDoubtful = false;
  #hold;
  #closed = new AbortController();

  /**
   * @param ask resolves to `{ receivedAt, sentAt }` of GET /time
   * @param monotonic a clock in ms that never jumps
   * @param wall the device's clock, which never stands still: compared with it at each look
   * @param onSync called after each sync, whatever came of it
   */
  constructor({ ask, monotonic, wall = monotonic ? undefined : () => Date.now(), onSync = () => {} }) {
    monotonic ??= () => performance.now();
    this.#wall = wall;
    this.#ask = ask;
    this.#onSync = onSync;
    this.#monotonic = monotonic;
    this.#guess = { local: monotonic(), offset: Date.now() - monotonic() };
  }

  /** Milliseconds since the epoch. */
  now() {
    const local = this.#monotonic();
    this.#watch(local);
    const { local: since, offset } = this.#best(local) ?? this.#guess;
    return local + offset + this.#drift * (local - since);
  }

  /** Whether the server was heard, and nothing since then says that this clock stood still. */
  get isSure() {
    return this.#samples.length > 0 && !this.#isDoubtful;
  }

  /** Whether it may be wrong by minutes, and the server is being asked; not for longer than some seconds. */
  get isHeld() {
    return this.#hold !== undefined;
  }

  /** There is a sign that time went by unseen: asks the server anew. */
  doubt() {
    if (this.#closed.signal.aborted) return;
    this.#signs++;
    this.#isDoubtful = true;
    this.#hold ??= setTimeout(() => this.#release(), MOST_HELD_MILLIS);
    this.sync().then(() => this.#release());
  }

  #release() {
    clearTimeout(this.#hold);
    this.#hold = undefined;
    this.#onSync();
  }

  // In sleep the monotonic clock may stop, and the device's does not.
  #watch(local) {
    if (!this.#wall) return;
    const wall = this.#wall();
    const gap = this.#seen ? wall - this.#seen.wall - (local - this.#seen.local) : 0;
    this.#seen = { local, wall };
    if (Math.abs(gap) > GAP_MILLIS) this.doubt();
  }

  /** A first guess, late by the way of one message, until the first sync is done. */
  hint(instant) {
    const offset = Date.parse(instant) - this.#monotonic();
    if (this.#samples.length === 0 && Number.isFinite(offset)) this.#guess = { local: this.#monotonic(), offset };
  }

  start() {
    const began = this.#monotonic();
    const again = async () => {
      await this.sync();
      if (this.#closed.signal.aborted) return;
      const minutes = this.#samples.length === 0 ? 0.2 : this.#monotonic() - began < FIRST_MINUTES_MILLIS ? 2 : 5;
      const timer = setTimeout(again, minutes * 60_000 * (0.8 + Math.random() / 5));
      this.#closed.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    };
    again();
    const { signal } = this.#closed;
    const page = globalThis.document;
    for (const name of ['visibilitychange', 'resume']) page?.addEventListener(name, () => page.hidden || this.doubt(), { signal });
    const listen = (name, listener) => globalThis.addEventListener?.(name, listener, { signal });
    listen('online', () => this.doubt());
    // A page that is loaded shows itself, too, while the first sync is under way.
    listen('pageshow', ({ persisted }) => (persisted || this.#samples.length > 0) && this.doubt());
    let last = began;
    const beat = setInterval(() => {
      const local = this.#monotonic();
      this.#watch(local);
      // Timers of hidden pages are late by design.
      if (local - last > LATE_MILLIS && !page?.hidden) this.doubt();
      last = local;
    }, BEAT_MILLIS);
    signal.addEventListener('abort', () => clearInterval(beat), { once: true });
  }

  close() {
    this.#closed.abort();
    clearTimeout(this.#hold);
    this.#hold = undefined;
  }

  /** Asks until one answer was about as fast as the fastest before; rarely more than once. */
  sync() {
    this.#syncing ??= this.#syncOnce().finally(() => (this.#syncing = null));
    return this.#syncing;
  }

  async #syncOnce() {
    const usual = Math.min(...this.#samples.map(({ error }) => error));
    const known = this.#samples.length > 0;
    let best = null;
    let signs = this.#signs;
    for (let i = 0; i < TRIES; i++) {
      if (i > 0) await sleep(TRY_AGAIN_MILLIS);
      if (this.#closed.signal.aborted) return;
      // Better no sample than a wrong one; the next sync comes soon enough.
      const sample = await this.#sample().catch(() => null);
      if (signs !== this.#signs) {
        signs = this.#signs;
        best = null;
        i = -1;
        continue;
      }
      // The fastest round trip waited least, so its middle is the truest.
      if (sample && !(best?.error <= sample.error)) best = sample;
      if (known && best?.error <= 1.5 * usual + 1) break;
    }
    if (best) this.#take(best);
  }

  async #sample() {
    const sent = this.#monotonic();
    const { receivedAt, sentAt } = await this.#ask();
    const local = this.#monotonic();
    this.#watch(local);
    const error = (local - sent - (sentAt - receivedAt)) / 2;
    const isTime = sentAt >= receivedAt && receivedAt > FIRST_PLAUSIBLE && sentAt < LAST_PLAUSIBLE;
    if (!(error >= 0 && isTime)) throw new RangeError('not a time');
    return { local, offset: (receivedAt - sent + (sentAt - local)) / 2, error };
  }

  #take(sample) {
    this.#isDoubtful = false;
    const expected = this.#best(sample.local);
    if (expected) {
      const age = sample.local - expected.local;
      const step = Math.abs(sample.offset - expected.offset - this.#drift * age);
      if (step > sample.error + expected.error + MOST_DRIFT * age + STEP_MILLIS) this.#forget();
    }
    this.#samples.push(sample);
    // The first is kept: the longer the way, the better it shows the drift.
    if (this.#samples.length > MOST_SAMPLES) this.#samples.splice(1, 1);
    this.#measureDrift(sample);
  }

  #forget() {
    this.#samples = [];
    this.#drift = 0;
    this.#driftError = USUAL_DRIFT;
  }

  #measureDrift(latest) {
    this.#driftError = USUAL_DRIFT;
    for (const earlier of this.#samples) {
      const span = latest.local - earlier.local;
      const error = (earlier.error + latest.error) / span;
      if (!(error < this.#driftError)) continue;
      this.#driftError = error;
      this.#drift = Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, (latest.offset - earlier.offset) / span));
    }
  }

  // The sample that is surest now: an old fast one loses against a new slow one in the end.
  #best(local) {
    const doubt = ({ local: at, error }) => error + this.#driftError * (local - at);
    return this.#samples.reduce((best, sample) => (best && doubt(best) < doubt(sample) ? best : sample), null);
  }
}
