// Waiting before another try. Everybody in the audience is disturbed at the same instant, so
// everybody waits a different time: without jitter the crowd comes back as one wave.

export const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** Between half of and the whole of a delay that doubles with each attempt, from 0. */
export function backoffMillis(attempt, { first = 500, most = 30_000 } = {}) {
  return Math.min(most, first * 2 ** attempt) * (0.5 + Math.random() / 2);
}

/**
 * The wait of a client that must be back in time, from 0.25 to 2.5 s: spread as far as that allows.
 *
 * @param asked what the server asks to wait for at least, in ms
 */
export function urgentMillis(asked = 0) {
  return asked + 250 + Math.random() * Math.max(500, 2250 - asked);
}

/** A wait that ends early when it is woken: the network is back. */
export class Pause {
  #end = () => {};

  wake() {
    this.#end();
  }

  for(millis) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, millis);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
