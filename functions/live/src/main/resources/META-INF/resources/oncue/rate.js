// How fast votes come in, from the tallies of the last few seconds.

const SPAN_MILLIS = 3000;

export class Rate {
  #samples = [];

  /** The most there was a second, as of the last time it was asked for. */
  peak = 0;

  add(total, now) {
    this.#samples.push({ total, now });
  }

  perSecond(now) {
    // One sample older than the span stays: without it the votes of the first tally in the span
    // would not count.
    while (this.#samples.length > 1 && this.#samples[1].now <= now - SPAN_MILLIS) this.#samples.shift();
    if (this.#samples.length === 0) return 0;
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    const perSecond = Math.max(0, last.total - first.total) / (SPAN_MILLIS / 1000);
    this.peak = Math.max(this.peak, perSecond);
    return perSecond;
  }
}
