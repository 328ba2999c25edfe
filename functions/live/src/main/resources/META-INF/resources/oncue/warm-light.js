// The light that says whether the warm pool is ready for what comes next on this stream.

import { setText } from './dom.js';
import { t } from './texts.js';
import { lightOf } from './warm-window.js';

const ASK_EVERY_MILLIS = 5000;
const ASK_IN_VAIN_EVERY_MILLIS = 60_000;

export class WarmLight {
  #element;
  #client;
  #clock;
  #timer;

  constructor(element, { client, clock }) {
    this.#element = element;
    this.#client = client;
    this.#clock = clock;
  }

  /** Asks now and then; also call it when a poll was opened. */
  async ask() {
    let pause = ASK_EVERY_MILLIS;
    try {
      this.#show(lightOf(await this.#client.windows(), this.#clock.now()));
    } catch (problem) {
      this.#show({ status: 'unknown', window: null, observed: false });
      // The warm pool may have a host of its own, which this page does not know.
      if (problem.status === 404) pause = ASK_IN_VAIN_EVERY_MILLIS;
    }
    // Two who asked at once must not go on as two.
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.ask(), pause);
  }

  #show({ status, window, observed }) {
    this.#element.hidden = false;
    this.#element.dataset.warm = status;
    const text = t(`warm.${status}`);
    setText(this.#element, observed ? t('warm.observed', { status: text }) : text);
    this.#element.title = window?.reason ?? '';
  }
}
