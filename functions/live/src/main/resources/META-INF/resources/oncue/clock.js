// The server's clock, as NTP finds it: a poll closes by that clock, and phones are often wrong by
// seconds.

import { serverTime } from './oncue-client.js';
import { sleep } from './retry.js';

const SAMPLES = 5;
const SYNC_EVERY_MILLIS = 5 * 60_000;

export class ServerClock {
  // Added to performance.now(), which unlike Date.now() never jumps when the device sets its clock.
  #base = Date.now() - performance.now();
  #synced = false;

  now() {
    return this.#base + performance.now();
  }

  /** A first guess, late by the way of one message, until the first sync is done. */
  hint(instant) {
    if (!this.#synced) this.#base = Date.parse(instant) - performance.now();
  }

  start() {
    this.#sync();
    setInterval(() => this.#sync(), SYNC_EVERY_MILLIS);
    // A device that slept may have stopped its monotonic clock.
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.#sync();
    });
  }

  async #sync() {
    let best = null;
    for (let i = 0; i < SAMPLES; i++) {
      try {
        const sample = await this.#sample();
        // The fastest round trip is the one that waited least, so its middle is the truest.
        if (!best || sample.roundTrip < best.roundTrip) best = sample;
      } catch {
        // Better no sample than a wrong one; the next sync comes soon enough.
      }
      await sleep(60);
    }
    if (best) {
      this.#base = best.base;
      this.#synced = true;
    }
  }

  async #sample() {
    const sent = performance.now();
    const { receivedAt, sentAt } = await serverTime();
    const received = performance.now();
    return {
      base: (receivedAt - sent + (sentAt - received)) / 2,
      roundTrip: received - sent - (sentAt - receivedAt),
    };
  }
}
