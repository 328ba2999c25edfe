// One poll on the host page: its question, time left, bars and figures.

import { Bar, showResult } from './bars.js';
import { Countdown } from './countdown.js';
import { el, setText } from './dom.js';
import { statusAt } from './sdk/oncue-viewer.js';
import { Rate } from './rate.js';
import { createCertified, createStatus, showStatus } from './status.js';
import { count, plural } from './text.js';

export class HostPoll {
  #poll;
  #clock;
  #rate = new Rate();
  #countdown = new Countdown();
  #status = createStatus();
  #certified = createCertified();
  #bars = new Map();
  #ballots = el('strong', { data: { testid: 'ballots' }, textContent: '0' });
  #ballotsWord = el('span', { textContent: 'ballots' });
  #perSecond = el('strong', { data: { testid: 'rate' }, textContent: '0' });
  #perSecondWord = el('span', { textContent: 'votes per second' });
  #perSecondFigure = el('p', { className: 'figure' }, this.#perSecond, ' ', this.#perSecondWord);
  #error = el('p', { className: 'error', hidden: true });
  #mayClose;
  #close;
  #again;

  /**
   * @param mayClose whether the token may close polls
   * @param onClose closes the poll; rejects with a Problem
   * @param onAgain puts question and options into the compose form
   */
  constructor(poll, { clock, mayClose, onClose, onAgain }) {
    this.#clock = clock;
    this.#mayClose = mayClose;
    this.#close = el('button', {
      type: 'button', className: 'button danger', textContent: 'Close poll', data: { testid: 'poll-close' },
      onclick: () => this.#closePoll(onClose),
    });
    this.#again = el('button', {
      type: 'button', className: 'button quiet', textContent: 'Use again', data: { testid: 'poll-again' },
      onclick: () => onAgain(this.#poll),
    });
    this.heading = el('h3', { className: 'question', textContent: poll.question, tabIndex: -1 });
    this.element = el(
      'article', { className: 'card', data: { testid: 'poll-card', poll: poll.poll } },
      this.#countdown.line,
      el('div', { className: 'card-head' },
        el('p', { className: 'marks' }, this.#status, this.#certified, el('span', { className: 'rules', textContent: rules(poll) })),
        this.#countdown.figures),
      this.heading,
      el('ul', { className: 'bars' }, ...poll.options.map((option) => this.#option(option))),
      el('div', { className: 'card-foot' },
        el('p', { className: 'figure' }, this.#ballots, ' ', this.#ballotsWord),
        this.#perSecondFigure,
        el('div', { className: 'card-actions' }, this.#again, this.#close)),
      this.#error,
    );
    if (!poll.result) this.#rate.add(0, clock.now());
    this.update(poll);
  }

  get poll() {
    return this.#poll;
  }

  /** The status as it is shown. */
  get status() {
    return this.element.dataset.status;
  }

  #option(option) {
    const bar = new Bar(option, { digits: 1 });
    this.#bars.set(option.id, bar);
    return el('li', { className: 'bar-row' },
      el('span', { className: 'bar-label', textContent: option.text }),
      el('span', { className: 'bar-figures' }, bar.percent, bar.count),
      bar.element);
  }

  update(poll) {
    const result = poll.result;
    if (result !== this.#poll?.result && result) {
      const votes = Object.values(result.counts).reduce((sum, votes) => sum + votes, 0);
      this.#rate.add(votes, this.#clock.now());
    }
    this.#poll = poll;
    // A host sees counts from the start: no result yet means that nobody has voted.
    showResult(this.#bars, result ?? { counts: {}, ballots: 0 });
    const ballots = result?.ballots ?? 0;
    setText(this.#ballots, count(ballots));
    setText(this.#ballotsWord, plural(ballots, 'ballot'));
    this.#certified.hidden = !result?.certified;
    this.tick();
  }

  tick() {
    const now = this.#clock.now();
    const status = statusAt(this.#poll, now);
    const running = status === 'open' || status === 'closing';
    this.element.dataset.status = status;
    showStatus(this.#status, status);
    this.#countdown.update(this.#poll, now);
    this.#close.hidden = !running || !this.#mayClose;
    this.#again.hidden = status !== 'closed' || !this.#mayClose;
    this.#perSecondFigure.hidden = !running;
    const perSecond = Math.round(this.#rate.perSecond(now));
    setText(this.#perSecond, count(perSecond));
    setText(this.#perSecondWord, `${plural(perSecond, 'vote')} per second`);
  }

  async #closePoll(onClose) {
    if (this.#close.getAttribute('aria-disabled') === 'true') return;
    this.#close.setAttribute('aria-disabled', 'true');
    this.#error.hidden = true;
    try {
      await onClose(this.#poll.poll);
      this.heading.focus();
    } catch (problem) {
      this.#error.hidden = false;
      setText(this.#error, `Not closed: ${problem.detail}`);
      this.#error.setAttribute('role', 'alert');
    } finally {
      this.#close.removeAttribute('aria-disabled');
    }
  }
}

function rules(poll) {
  const parts = [];
  if (poll.maxOptions > 1) parts.push(`up to ${poll.maxOptions} options`);
  if (poll.revote) parts.push('votes can change');
  if (poll.results === 'closed') parts.push('results hidden until closed');
  return parts.join(' · ');
}
