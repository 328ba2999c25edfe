// Time left in a poll's window, by the server's clock: in figures, and as a line that runs out.

import { el, setText } from './dom.js';
import { minutes } from './text.js';
import { statusAt } from './sdk/oncue-viewer.js';
import { t } from './texts.js';

const HURRY_MILLIS = 5000;

export class Countdown {
  #left = el('span', { className: 'countdown-line-left' });

  constructor() {
    // A timer is not read out at every change; who wants to know can go and read it.
    this.figures = el('p', { className: 'countdown', data: { testid: 'countdown' } });
    this.figures.setAttribute('role', 'timer');
    this.line = el('div', { className: 'countdown-line', aria: { hidden: 'true' } }, this.#left);
  }

  update(poll, now) {
    const status = statusAt(poll, now);
    const opensAt = Date.parse(poll.opensAt);
    const closesAt = poll.closesAt ? Date.parse(poll.closesAt) : null;
    const ends = status === 'open' && closesAt !== null;
    this.figures.hidden = status === 'closed' || status === 'closing';
    this.line.hidden = !ends;
    this.figures.classList.toggle('elapsed', !ends);
    this.figures.classList.toggle('hurry', ends && closesAt - now <= HURRY_MILLIS);
    if (status === 'scheduled') setText(this.figures, t('countdown.opens', { time: minutes(opensAt - now) }));
    else if (ends) setText(this.figures, minutes(closesAt - now));
    else setText(this.figures, t('countdown.open', { time: minutes(now - opensAt) }));
    if (ends) this.#left.style.transform = `scaleX(${(closesAt - now) / (closesAt - opensAt)})`;
  }
}
