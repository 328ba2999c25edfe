// How far the viewers' picture is behind, which the host says once for a stream: all polls that are
// opened on it take it.

import { byId, setText } from './dom.js';
import { seconds } from './duration.js';
import { problemText, t } from './texts.js';
import { untilAnswered } from './until-answered.js';

const MOST_SECONDS = 60;

export class StreamLatency {
  #save;
  #latency = null;

  /** @param save sets a latency for the stream and resolves to the answer; rejects with a Problem */
  constructor(save) {
    this.#save = save;
    byId('latency-open').hidden = false;
    byId('latency-open').onclick = () => this.#open();
    byId('latency-cancel').onclick = () => byId('latency-dialog').close();
    byId('latency-form').onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    this.show(null);
  }

  /** Shows what is set; null: nothing. */
  show(latency) {
    this.#latency = latency;
    setText(byId('latency-open'), latency && seconds(latency.max) > 0
      ? t('latency.set', { min: seconds(latency.min), max: seconds(latency.max) })
      : t('latency.none'));
  }

  #open() {
    byId('latency-min').value = this.#latency ? seconds(this.#latency.min) : '';
    byId('latency-max').value = this.#latency ? seconds(this.#latency.max) : '';
    setText(byId('latency-said'), '');
    byId('latency-dialog').showModal();
  }

  async #submit() {
    if (byId('latency-save').getAttribute('aria-disabled') === 'true') return;
    const [min, max] = [byId('latency-min'), byId('latency-max')].map(({ value, validity }) => (validity.badInput ? NaN : Number(value)));
    if (!(min >= 0 && min <= max && max <= MOST_SECONDS)) {
      return setText(byId('latency-said'), t('latency.bad', { most: MOST_SECONDS }));
    }
    byId('latency-save').setAttribute('aria-disabled', 'true');
    try {
      await untilAnswered(() => this.#save({ min: `PT${millis(min)}S`, max: `PT${millis(max)}S` }), {
        onWait: (problem) => setText(byId('latency-said'), t('problem.trying-again', { reason: problemText(problem) })),
      });
      byId('latency-dialog').close();
    } catch (problem) {
      setText(byId('latency-said'), t('latency.not-set', { reason: problemText(problem) }));
    } finally {
      byId('latency-save').removeAttribute('aria-disabled');
    }
  }
}

// To the millisecond, which is as fine as the contract has it.
const millis = (number) => Math.round(number * 1000) / 1000;
