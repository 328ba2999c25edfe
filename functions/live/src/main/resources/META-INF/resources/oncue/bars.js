// One option's share of the ballots: a bar that glides to each new tally, its count and percent.

import { el, setText } from './dom.js';
import { count, percent } from './texts.js';

export class Bar {
  #fill = el('span', { className: 'bar-fill' });
  #digits;

  /** @param digits decimals of the percent */
  constructor(option, { digits }) {
    this.#digits = digits;
    this.element = el(
      'span',
      { className: 'bar', data: { testid: 'bar', option: option.id }, aria: { hidden: 'true' } },
      this.#fill,
    );
    this.count = el('span', { className: 'bar-count', data: { testid: 'bar-count', option: option.id } });
    this.percent = el('span', { className: 'bar-percent', data: { testid: 'bar-percent', option: option.id } });
    this.hide();
  }

  /**
   * The share is one of ballots, not of votes: with several options on a ballot, "60 %" then still
   * means that 60 of 100 who voted chose it.
   */
  show({ votes, ballots, leads }) {
    const share = ballots === 0 ? 0 : votes / ballots;
    this.#setHidden(false);
    this.element.dataset.percent = (100 * share).toFixed(1);
    this.element.classList.toggle('leads', leads);
    this.#glide(share);
    setText(this.count, count(votes));
    setText(this.percent, percent(share, this.#digits));
  }

  hide() {
    this.#setHidden(true);
    this.#glide(0);
  }

  // Moved, not resized: a transform costs no layout, however many bars move four times a second. An
  // empty bar moves a little further, or rounding would leave a sliver of it in sight.
  #glide(share) {
    const left = share === 0 ? -102 : Math.min(100, 100 * share) - 100;
    this.#fill.style.transform = `translateX(${left}%)`;
  }

  #setHidden(hidden) {
    for (const part of [this.element, this.count, this.percent]) part.hidden = hidden;
  }
}

/** Shows a result on the bars of a poll's options, or hides them all while there is none. */
export function showResult(bars, result) {
  const most = result ? Math.max(...Object.values(result.counts)) : 0;
  for (const [option, bar] of bars) {
    if (!result) {
      bar.hide();
      continue;
    }
    const votes = result.counts[option] ?? 0;
    bar.show({ votes, ballots: result.ballots, leads: votes > 0 && votes === most });
  }
}
