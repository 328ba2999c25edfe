// A press that needs a second one, without a dialogue in the way: the first arms it for a few
// seconds. A second that comes at once is the same press twice and does not count.

const TOO_SOON_MILLIS = 400;
const ARMED_MILLIS = 5000;

export class Confirmation {
  #what = null;
  #at = -Infinity;

  /**
   * Somebody pressed. Returns `armed`, `confirmed`, or `ignored`.
   *
   * @param what is pressed; a press on something else arms that
   */
  press(what, now) {
    if (!this.isArmed(what, now)) {
      this.#what = what;
      this.#at = now;
      return 'armed';
    }
    if (now - this.#at < TOO_SOON_MILLIS) return 'ignored';
    this.#what = null;
    return 'confirmed';
  }

  isArmed(what, now) {
    return this.#what !== null && this.#what === what && now - this.#at < ARMED_MILLIS;
  }

  /** Whether a second press would already count. */
  isReady(what, now) {
    return this.isArmed(what, now) && now - this.#at >= TOO_SOON_MILLIS;
  }
}
