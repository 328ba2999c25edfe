// One poll on the overlay: its question, its options, time left, and its result when it is shown.

import { Bar, showResult } from './bars.js';
import { Countdown } from './countdown.js';
import { el, setText } from './dom.js';
import { t } from './texts.js';

const LEAST_FIT = 0.4;
const FIT_STEP = 0.05;

export class OverlayCard {
  #poll;
  #countdown = new Countdown();
  #phase = el('p', { className: 'overlay-phase', data: { testid: 'overlay-phase' } });
  #ballots = el('p', { className: 'overlay-ballots', data: { testid: 'ballots' } });
  #bars = new Map();
  #fitted = '';

  constructor(poll) {
    this.#poll = poll;
    this.element = el('article', { className: `overlay-card ${columns(poll.options.length)}`, data: { testid: 'overlay-card', poll: poll.poll } },
      this.#countdown.line,
      el('div', { className: 'overlay-head' }, this.#phase, this.#countdown.figures),
      el('h1', { className: 'overlay-question', dir: 'auto', textContent: poll.question, data: { testid: 'question' } }),
      el('ul', { className: `overlay-options ${columns(poll.options.length)}` },
        ...poll.options.map((option) => this.#option(option))),
      this.#ballots);
  }

  #option(option) {
    const bar = new Bar(option, { digits: 0 });
    this.#bars.set(option.id, bar);
    return el('li', { className: 'overlay-option' },
      bar.element, el('span', { className: 'overlay-label', dir: 'auto', textContent: option.text }), bar.percent);
  }

  get id() {
    return this.#poll.poll;
  }

  show({ poll, phase, counts }, now) {
    this.#poll = poll;
    this.element.dataset.phase = phase;
    setText(this.#phase, t(`overlay.phase.${phase}`));
    this.#countdown.update(poll, now);
    if (phase !== 'asking') this.#countdown.figures.hidden = true;
    showResult(this.#bars, counts ? poll.result : null);
    this.#showBallots(poll, phase, counts);
    this.#fit(`${phase} ${counts} ${innerWidth} ${innerHeight}`);
  }

  #showBallots(poll, phase, counts) {
    const n = poll.result?.ballots ?? 0;
    setText(this.#ballots, counts ? t(phase === 'result' ? 'result.final' : 'overlay.ballots', { n }) : '');
  }

  /** Makes the card small enough for the screen, once for each `form` that it takes. */
  #fit(form) {
    if (this.#fitted === form) return;
    this.#fitted = form;
    const { element } = this;
    const { style } = document.documentElement;
    let fit = 1;
    style.setProperty('--fit', fit);
    while (element.scrollHeight > element.clientHeight && fit > LEAST_FIT) {
      fit -= FIT_STEP;
      style.setProperty('--fit', fit);
    }
  }
}

function columns(options) {
  if (options <= 6) return 'one';
  return options <= 14 ? 'two' : 'four';
}
