// One poll on the viewer's page: its options are the buttons that cast the ballot.

import { Bar, showResult } from './bars.js';
import { Countdown } from './countdown.js';
import { el, setText } from './dom.js';
import { statusAt } from './poll-book.js';
import { retrying } from './retry.js';
import { createCertified, createStatus, showStatus } from './status.js';
import { count, plural, shortReceipt } from './text.js';

const ATTEMPTS = 6;

export class ViewerPoll {
  #poll;
  #clock;
  #onCast;
  #status = createStatus();
  #countdown = new Countdown();
  #certified = createCertified();
  #options = new Map();
  #bars = new Map();
  #selected = new Set();
  // What becomes of this viewer's ballot, in one word: idle, sending, accepted, failed ...
  #outcome = 'idle';
  #ownText = '';
  #outcomeText = el('span');
  #receipt = el('span', { className: 'receipt', data: { testid: 'receipt' } });
  #outcomeLine = el('p', { className: 'outcome', data: { testid: 'vote-outcome' } }, this.#outcomeText, ' ', this.#receipt);
  #cast = el('button', {
    type: 'button', className: 'button primary', data: { testid: 'vote-cast' },
    onclick: () => this.#isEnabled(this.#cast) && this.#castSelected(),
  });
  #ballots = el('p', { className: 'figure', data: { testid: 'ballots' } });

  /** @param onCast sends options as this viewer's ballot; rejects with a Problem */
  constructor(poll, { clock, onCast }) {
    this.#clock = clock;
    this.#onCast = onCast;
    this.#poll = poll;
    this.#selected = new Set(poll.ballot?.options);
    this.#outcomeLine.setAttribute('role', 'status');
    const question = el('h2', { className: 'question', id: `question-${poll.poll}`, textContent: poll.question, data: { testid: 'question' } });
    const options = el('ul', { className: 'options' }, ...poll.options.map((option) => this.#option(option)));
    options.setAttribute('aria-labelledby', question.id);
    this.element = el(
      'article', { className: 'card', data: { testid: 'poll', poll: poll.poll } },
      this.#countdown.line,
      el('div', { className: 'card-head' }, el('p', { className: 'marks' }, this.#status, this.#certified), this.#countdown.figures),
      question, options,
      el('div', { className: 'ballot-foot' }, this.#cast, this.#outcomeLine),
      this.#ballots,
    );
    this.update(poll);
  }

  get #isSingle() {
    return this.#poll.maxOptions === 1;
  }

  get #isSending() {
    return this.#outcome === 'sending' || this.#outcome === 'retrying';
  }

  #option(option) {
    const bar = new Bar(option, { digits: 0 });
    this.#bars.set(option.id, bar);
    const figures = el('span', { className: 'option-figures', id: `figures-${this.#poll.poll}-${option.id}` }, bar.percent, bar.count);
    const button = el('button', {
      type: 'button', className: this.#isSingle ? 'option' : 'option several',
      data: { testid: 'option', option: option.id },
      onclick: () => this.#choose(option.id),
      // Named by its text alone: a name that changed with each tally would be read out again and again.
      aria: { label: option.text, describedby: figures.id },
    },
      bar.element,
      el('span', { className: 'option-mark', aria: { hidden: 'true' } }),
      el('span', { className: 'option-text', textContent: option.text }),
      figures);
    if (!this.#isSingle) button.setAttribute('role', 'checkbox');
    this.#options.set(option.id, button);
    return el('li', {}, button);
  }

  update(poll) {
    // The ballot is what the server has; a selection that is not sent yet must survive a tally.
    if (poll.ballot && poll.ballot !== this.#poll.ballot && !this.#isSending) this.#selected = new Set(poll.ballot.options);
    this.#poll = poll;
    showResult(this.#bars, poll.result);
    this.#certified.hidden = !poll.result?.certified;
    this.tick();
  }

  tick() {
    const now = this.#clock.now();
    const status = statusAt(this.#poll, now);
    this.element.dataset.status = status;
    showStatus(this.#status, status);
    this.#countdown.update(this.#poll, now);
    this.#showOptions(status);
    this.#showCast(status);
    this.#showOutcome(status);
    this.#showBallots(status);
  }

  /** Whether the viewer can act at all: an open poll, nothing on its way, no vote that stands. */
  #mayChoose(status) {
    return status === 'open' && !this.#isSending && (this.#poll.revote || !this.#poll.ballot);
  }

  #isEnabled(button) {
    return button.getAttribute('aria-disabled') !== 'true';
  }

  #choose(id) {
    if (!this.#isEnabled(this.#options.get(id))) return;
    if (this.#isSingle) {
      if (this.#poll.ballot?.options[0] === id) return;
      this.#selected = new Set([id]);
      this.#castSelected();
      return;
    }
    if (!this.#selected.delete(id)) this.#selected.add(id);
    this.tick();
  }

  async #castSelected() {
    const options = this.#poll.options.map((option) => option.id).filter((id) => this.#selected.has(id));
    this.#setOutcome('sending', 'Sending your vote…');
    try {
      const { outcome } = await retrying(() => this.#onCast(this.#poll.poll, options), {
        attempts: ATTEMPTS,
        onRetry: (attempt) => this.#setOutcome('retrying', `Not through yet. Sending your vote again (${attempt} of ${ATTEMPTS})…`),
      });
      this.#setOutcome(outcome, '');
    } catch (problem) {
      this.#failed(problem);
    }
  }

  #failed(problem) {
    // One tap votes, so a tap that did not count must not stay marked; checkboxes can wait.
    const keeps = problem.isPassing || !this.#isSingle;
    if (!keeps || problem.code === 'already-voted') this.#selected = new Set(this.#poll.ballot?.options);
    if (problem.code === 'already-voted') this.#setOutcome('already-voted', '');
    else if (problem.code === 'poll-closed') this.#setOutcome('too-late', 'The poll was closed before your vote arrived. It did not count.');
    else if (problem.isPassing) this.#setOutcome('failed', 'Your vote did not get through. You can safely send it again.');
    else this.#setOutcome('refused', problem.detail);
  }

  #setOutcome(outcome, text) {
    this.#outcome = outcome;
    this.#ownText = text;
    this.tick();
  }

  #showOptions(status) {
    const mayChoose = this.#mayChoose(status);
    const full = !this.#isSingle && this.#selected.size >= this.#poll.maxOptions;
    for (const [id, button] of this.#options) {
      const selected = this.#selected.has(id);
      button.setAttribute(this.#isSingle ? 'aria-pressed' : 'aria-checked', String(selected));
      // Not `disabled`: that would throw the keyboard's focus away at the moment of the vote.
      button.setAttribute('aria-disabled', String(!mayChoose || (full && !selected)));
      button.classList.toggle('counted', this.#poll.ballot?.options.includes(id) ?? false);
    }
  }

  #showCast(status) {
    const single = this.#isSingle;
    const again = this.#outcome === 'failed' && status === 'open';
    const changed = !sameOptions(this.#selected, this.#poll.ballot?.options ?? []);
    this.#cast.hidden = single ? !again : !(this.#mayChoose(status) || this.#isSending);
    this.#cast.setAttribute('aria-disabled', String(this.#isSending || this.#selected.size === 0 || !changed));
    setText(this.#cast, again ? 'Send again' : this.#poll.ballot ? 'Change vote' : 'Vote');
  }

  #showOutcome(status) {
    const [outcome, text] = this.#outcomeNow(status);
    const receipt = ['accepted', 'changed'].includes(outcome) ? this.#poll.ballot?.receipt : null;
    this.#outcomeLine.dataset.outcome = outcome;
    setText(this.#outcomeText, text);
    setText(this.#receipt, receipt ? `Receipt ${shortReceipt(receipt)}` : '');
    this.#receipt.title = receipt ?? '';
  }

  #outcomeNow(status) {
    const { ballot, revote, maxOptions } = this.#poll;
    const change = revote && status === 'open' ? ' You can change it while the poll is open.' : '';
    switch (this.#outcome) {
      case 'changed':
        return ['changed', `Your new vote counted.${change}`];
      case 'already-voted':
        return ['already-voted', `You have voted already, for ${this.#names(ballot?.options ?? [])}. That vote stands.`];
      case 'idle':
      case 'accepted':
        if (ballot) return ['accepted', `Your vote counted.${change}`];
        if (status === 'closed') return ['idle', 'You did not vote in this poll.'];
        if (status !== 'open') return ['idle', ''];
        return ['idle', maxOptions === 1 ? 'Tap an option to vote.' : `Choose up to ${maxOptions} options, then vote.`];
      default:
        return [this.#outcome, this.#ownText];
    }
  }

  #names(ids) {
    return this.#poll.options.filter((option) => ids.includes(option.id)).map((option) => option.text).join(', ');
  }

  #showBallots(status) {
    const { result, results } = this.#poll;
    if (result) {
      const number = `${count(result.ballots)} ${plural(result.ballots, 'ballot')}`;
      setText(this.#ballots, result.final ? `Final result · ${number}` : number);
    } else {
      setText(this.#ballots, status === 'closing' || status === 'closed' ? 'Counting…' : results === 'closed' ? 'The result is shown when the poll is closed.' : '');
    }
  }
}

function sameOptions(set, list) {
  return set.size === list.length && list.every((option) => set.has(option));
}
