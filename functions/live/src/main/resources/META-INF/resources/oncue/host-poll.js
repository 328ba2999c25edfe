// One poll on the host page: its question, time left, bars and figures, and what can be done with it.

import { Bar, showResult } from './bars.js';
import { Countdown } from './countdown.js';
import { el, setText } from './dom.js';
import { seconds } from './duration.js';
import { statusAt } from './sdk/oncue-viewer.js';
import { Rate } from './rate.js';
import { createCertified, createStatus, showStatus } from './status.js';
import { count, percent, problemText, t } from './texts.js';

export class HostPoll {
  #poll;
  #clock;
  #viewers;
  #mayAct;
  #rate = new Rate();
  #countdown = new Countdown();
  #status = createStatus();
  #certified = createCertified();
  #revealed = el('span', { className: 'certified', textContent: t('poll.revealed'), data: { testid: 'revealed' } });
  #bars = new Map();
  #ballots = figure('ballots');
  #perSecond = figure('rate');
  #peak = figure('peak');
  #share = figure('share');
  #error = el('p', { className: 'error', hidden: true, data: { testid: 'poll-error' } });
  #isBusy = false;
  #close;
  #reveal;
  #again;

  /**
   * @param viewers how many viewers are connected, or null
   * @param mayAct whether the token may close and reveal polls
   * @param onClose somebody pressed close
   * @param onReveal somebody pressed reveal
   * @param onAgain puts question and options into the compose form
   */
  constructor(poll, { clock, viewers, mayAct, onClose, onReveal, onAgain }) {
    this.#clock = clock;
    this.#viewers = viewers;
    this.#mayAct = mayAct;
    this.#close = button('danger', 'poll-close', () => onClose(this.#poll.poll));
    // Holding Enter presses a button again and again; the second press must be one.
    this.#close.addEventListener('keydown', (event) => event.repeat && event.preventDefault());
    this.#reveal = button('primary', 'poll-reveal', () => onReveal(this.#poll.poll));
    this.#again = button('quiet', 'poll-again', () => onAgain(this.#poll));
    setText(this.#close, t('poll.close'));
    setText(this.#reveal, t('poll.reveal'));
    setText(this.#again, t('poll.again'));
    this.#error.setAttribute('role', 'alert');
    this.heading = el('h3', { className: 'question', dir: 'auto', textContent: poll.question, tabIndex: -1 });
    this.element = el(
      'article', { className: 'card', data: { testid: 'poll-card', poll: poll.poll } },
      this.#countdown.line,
      el('div', { className: 'card-head' },
        el('p', { className: 'marks' },
          this.#status, this.#certified, this.#revealed, el('span', { className: 'rules', textContent: rules(poll) })),
        this.#countdown.figures),
      this.heading,
      el('ul', { className: 'bars' }, ...poll.options.map((option) => this.#option(option))),
      el('div', { className: 'card-foot' },
        el('div', { className: 'figures' },
          this.#ballots.element, this.#share.element, this.#perSecond.element, this.#peak.element),
        el('div', { className: 'card-actions' }, this.#again, this.#close, this.#reveal)),
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
      el('span', { className: 'bar-label', dir: 'auto', textContent: option.text }),
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
    this.#certified.hidden = !result?.certified;
    this.#revealed.hidden = !poll.revealedAt;
    this.tick();
  }

  tick() {
    const now = this.#clock.now();
    const status = statusAt(this.#poll, now);
    const running = status === 'open' || status === 'closing';
    this.element.dataset.status = status;
    showStatus(this.#status, status);
    this.#countdown.update(this.#poll, now);
    // What is not open yet is cancelled the same way: it is closed before it opens, and nobody sees it.
    this.#close.hidden = !(running || status === 'scheduled') || !this.#mayAct;
    this.#reveal.hidden = status !== 'closed' || !this.#mayAct || Boolean(this.#poll.revealedAt);
    this.#again.hidden = status !== 'closed' || !this.#mayAct;
    this.#showFigures(running, now);
  }

  #showFigures(running, now) {
    const ballots = this.#poll.result?.ballots ?? 0;
    const viewers = this.#viewers();
    const perSecond = Math.round(this.#rate.perSecond(now));
    this.#ballots.show(count(ballots), t('poll.ballots', { n: ballots }));
    this.#share.element.hidden = !running || !viewers;
    if (viewers) this.#share.show(percent(Math.min(1, ballots / viewers)), t('poll.share', { n: viewers }));
    this.#perSecond.element.hidden = !running;
    this.#perSecond.show(count(perSecond), t('poll.per-second', { n: perSecond }));
    this.#peak.element.hidden = this.#rate.peak < 1;
    this.#peak.show(count(Math.round(this.#rate.peak)), t('poll.peak'));
  }

  /** Shows that a second press on close closes, or that none is awaited. */
  showArmed(armed, ready) {
    this.#close.classList.toggle('armed', armed);
    setText(this.#close, t(armed ? 'poll.close-really' : this.status === 'scheduled' ? 'poll.cancel' : 'poll.close'));
    this.#close.setAttribute('aria-disabled', String(this.#isBusy || (armed && !ready)));
  }

  /** Runs what closes or reveals this poll; what it waits for, and a failure, is told on the card. */
  async carryOut(action, failure) {
    this.#error.hidden = true;
    this.#setBusy(true);
    try {
      await action((problem) => this.#say(t('problem.trying-again', { reason: problemText(problem) })));
      this.#error.hidden = true;
    } catch (problem) {
      this.#say(t(failure, { reason: problemText(problem) }));
    } finally {
      this.#setBusy(false);
    }
  }

  #say(text) {
    this.#error.hidden = false;
    setText(this.#error, text);
  }

  #setBusy(busy) {
    this.#isBusy = busy;
    for (const action of [this.#close, this.#reveal]) action.setAttribute('aria-disabled', String(busy));
  }
}

function button(kind, testid, onclick) {
  const element = el('button', {
    type: 'button', className: `button ${kind}`, data: { testid },
    onclick: () => element.getAttribute('aria-disabled') !== 'true' && onclick(),
  });
  return element;
}

function figure(testid) {
  const number = el('strong', { data: { testid } });
  const word = el('span');
  const element = el('p', { className: 'figure' }, number, ' ', word);
  const show = (value, text) => {
    setText(number, value);
    setText(word, text);
  };
  return { element, show };
}

function rules(poll) {
  const parts = [];
  if (poll.maxOptions > 1) parts.push(t('rules.several', { n: poll.maxOptions }));
  if (poll.revote) parts.push(t('rules.revote'));
  if (poll.results === 'closed') parts.push(t('rules.hidden'));
  if (poll.latency) parts.push(t('rules.behind', { min: seconds(poll.latency.min), max: seconds(poll.latency.max) }));
  return parts.join(' · ');
}
