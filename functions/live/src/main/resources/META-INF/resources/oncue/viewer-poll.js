// One poll on the viewer's page: its options are the buttons that cast the ballot.

import { Bar, showResult } from './bars.js';
import { Countdown } from './countdown.js';
import { el, setText } from './dom.js';
import { isolated } from './i18n.js';
import { createCertified, createStatus, showStatus } from './status.js';
import { shortReceipt } from './text.js';
import { problemText, t } from './texts.js';

export class ViewerPoll {
  #poll;
  #timeNow;
  #onCast;
  #status = createStatus();
  #countdown = new Countdown();
  #certified = createCertified();
  #options = new Map();
  #bars = new Map();
  #selected = new Set();
  #outcomeText = el('span');
  #receipt = el('span', { className: 'receipt', data: { testid: 'receipt' } });
  #outcomeLine = el('p', { className: 'outcome', data: { testid: 'vote-outcome' } }, this.#outcomeText, ' ', this.#receipt);
  #cast = el('button', {
    type: 'button', className: 'button primary', data: { testid: 'vote-cast' },
    onclick: () => this.#isEnabled(this.#cast) && this.#castSelected(),
  });
  #ballots = el('p', { className: 'figure', data: { testid: 'ballots' } });

  /**
   * @param poll the viewer's view of it
   * @param timeNow the time that its window is counted down by, in ms
   * @param onCast takes options as this viewer's ballot
   */
  constructor(poll, { timeNow, onCast }) {
    this.#timeNow = timeNow;
    this.#onCast = onCast;
    this.#poll = poll;
    this.#selected = new Set(poll.ballot?.options);
    this.#outcomeLine.setAttribute('role', 'status');
    const question = el('h2', { className: 'question', dir: 'auto', id: `question-${poll.poll}`, textContent: poll.question, data: { testid: 'question' } });
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
      el('span', { className: 'option-text', dir: 'auto', textContent: option.text }),
      figures);
    if (!this.#isSingle) button.setAttribute('role', 'checkbox');
    this.#options.set(option.id, button);
    return el('li', {}, button);
  }

  update(poll) {
    const before = this.#poll;
    this.#poll = poll;
    if (poll.vote !== before.vote || poll.ballot !== before.ballot) this.#take(poll);
    showResult(this.#bars, poll.result);
    this.#certified.hidden = !poll.result?.certified;
    this.element.dataset.status = poll.status;
    showStatus(this.#status, poll.status);
    this.#countdown.update(poll, this.#timeNow());
    this.#showOptions();
    this.#showCast();
    this.#showOutcome();
    this.#showBallots();
  }

  // What is marked is on its way or counts; a selection that is not sent yet survives a tally. One tap
  // votes, so a tap that did not count must not stay marked; checkboxes can wait.
  #take({ vote, ballot }) {
    const isKept = vote.state === 'refused' && !this.#isSingle && vote.error.code !== 'already-voted';
    if (isOnItsWay(vote)) this.#selected = new Set(vote.options);
    else if (ballot || (vote.state === 'refused' && !isKept)) this.#selected = new Set(ballot?.options);
  }

  #isEnabled(button) {
    return button.getAttribute('aria-disabled') !== 'true';
  }

  #choose(id) {
    if (!this.#isEnabled(this.#options.get(id))) return;
    if (this.#isSingle) {
      if (this.#selected.has(id)) return;
      this.#selected = new Set([id]);
      this.#castSelected();
    } else {
      if (!this.#selected.delete(id)) this.#selected.add(id);
      this.update(this.#poll);
    }
  }

  #castSelected() {
    this.#onCast(this.#poll.options.map((option) => option.id).filter((id) => this.#selected.has(id)));
  }

  #showOptions() {
    const full = !this.#isSingle && this.#selected.size >= this.#poll.maxOptions;
    for (const [id, button] of this.#options) {
      const selected = this.#selected.has(id);
      button.setAttribute(this.#isSingle ? 'aria-pressed' : 'aria-checked', String(selected));
      // Not `disabled`: that would throw the keyboard's focus away at the moment of the vote.
      button.setAttribute('aria-disabled', String(!this.#poll.canVote || (full && !selected)));
      button.classList.toggle('counted', this.#poll.ballot?.options.includes(id) ?? false);
    }
  }

  #showCast() {
    const { canVote, ballot, vote } = this.#poll;
    const sent = isOnItsWay(vote) ? vote.options : ballot?.options ?? [];
    this.#cast.hidden = this.#isSingle || !canVote;
    this.#cast.setAttribute('aria-disabled', String(this.#selected.size === 0 || sameOptions(this.#selected, sent)));
    setText(this.#cast, t(ballot ? 'vote.change' : 'vote.cast'));
  }

  #showOutcome() {
    const [outcome, text] = this.#outcome();
    const receipt = ['accepted', 'changed'].includes(outcome) ? this.#poll.ballot?.receipt : null;
    this.#outcomeLine.dataset.outcome = outcome;
    setText(this.#outcomeText, text);
    setText(this.#receipt, receipt ? t('vote.receipt', { receipt: shortReceipt(receipt) }) : '');
    this.#receipt.title = receipt ?? '';
  }

  #outcome() {
    const { status, ballot, revote, maxOptions, vote } = this.#poll;
    const canChange = revote && status === 'open';
    switch (vote.state) {
      case 'queued':
        return ['queued', t('vote.queued')];
      case 'sending':
        return ['sending', t('vote.sending')];
      case 'retrying':
        return ['retrying', t('vote.retrying')];
      case 'changed':
        return ['changed', t(canChange ? 'vote.changed.open' : 'vote.changed')];
      case 'refused':
        return this.#refusal(vote.error, ballot);
      default:
        if (ballot) return ['accepted', t(canChange ? 'vote.accepted.open' : 'vote.accepted')];
        if (status === 'closed') return ['idle', t('vote.missed')];
        if (status !== 'open') return ['idle', ''];
        return ['idle', maxOptions === 1 ? t('vote.tap') : t('vote.choose', { n: maxOptions })];
    }
  }

  #refusal(error, ballot) {
    if (error.code === 'already-voted') {
      return ['already-voted', t('vote.already', { options: this.#names(ballot?.options ?? []) })];
    }
    if (error.code === 'poll-closed') return ['too-late', t('vote.too-late')];
    return ['refused', problemText(error)];
  }

  #names(ids) {
    return this.#poll.options.filter((option) => ids.includes(option.id)).map((option) => isolated(option.text)).join(', ');
  }

  #showBallots() {
    const { status, result, results } = this.#poll;
    if (result) {
      setText(this.#ballots, t(result.final ? 'result.final' : 'result.ballots', { n: result.ballots }));
    } else {
      const isOver = status === 'closing' || status === 'closed';
      setText(this.#ballots, isOver ? t('result.counting') : results === 'closed' ? t('result.later') : '');
    }
  }
}

function sameOptions(set, list) {
  return set.size === list.length && list.every((option) => set.has(option));
}

const isOnItsWay = ({ state }) => ['queued', 'sending', 'retrying'].includes(state);
