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
    clearTimeout(this.#timer);
    let pause = ASK_EVERY_MILLIS;
    try {
      this.#show(lightOf(await this.#client.windows(), this.#clock.now()));
    } catch {
      // No such function here, or no answer: the connection's own light says why.
      this.#show({ status: 'unknown', window: null, observed: false });
      pause = ASK_IN_VAIN_EVERY_MILLIS;
    }
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
