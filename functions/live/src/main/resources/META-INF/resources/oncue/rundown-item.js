// One prepared poll as it stands in the list of the rundown.

import { el, setText } from './dom.js';
import { durationText } from './duration.js';
import { quietRules } from './quiet-rules.js';
import { t } from './texts.js';

export class RundownItem {
  #number = el('span', { className: 'rundown-number', aria: { hidden: 'true' } });
  #question = el('p', { className: 'rundown-question', dir: 'auto', data: { testid: 'rundown-question' } });
  #meta = el('span', { className: 'rundown-meta' });
  #state = el('span', { className: 'rundown-state', data: { testid: 'rundown-state' } });
  #error = el('p', { className: 'error', hidden: true });
  #buttons;
  #poll;

  /** @param on what to do with the poll: `open`, `up`, `down`, `edit`, `again`, `remove` */
  constructor(on) {
    const action = (name, className, textContent) =>
      el('button', {
        type: 'button', className, textContent, data: { testid: `rundown-${name}` },
        onclick: () => this.#buttons[name].getAttribute('aria-disabled') !== 'true' && on[name](this.#poll.poll),
      });
    this.#buttons = {
      open: action('open', 'button small', t('rundown.open')),
      again: action('again', 'button small quiet', t('rundown.again')),
      edit: action('edit', 'button small quiet', t('rundown.edit')),
      up: action('up', 'icon-button', '↑'),
      down: action('down', 'icon-button', '↓'),
      remove: action('remove', 'icon-button', '×'),
    };
    const { open, again, edit, up, down, remove } = this.#buttons;
    this.#error.setAttribute('role', 'alert');
    this.element = el('li', { className: 'rundown-item', data: { testid: 'rundown-item' } },
      this.#number,
      el('div', { className: 'rundown-text' }, this.#question, el('p', { className: 'rundown-line' }, this.#state, ' ', this.#meta)),
      el('div', { className: 'rundown-actions' }, open, again, edit, el('div', { className: 'rundown-icons' }, up, down, remove)),
      this.#error);
  }

  /**
   * @param state `next`, `ready`, `scheduled`, `open`, `closing` or `closed`
   * @param of how many polls there are
   */
  show(poll, { index, of, state }) {
    this.#poll = poll;
    this.element.dataset.state = state;
    this.element.dataset.poll = poll.poll;
    setText(this.#number, t('rundown.number', { n: index + 1 }));
    setText(this.#question, poll.question);
    setText(this.#meta, metaOf(poll));
    setText(this.#state, t(`rundown.state.${state}`));
    const ready = state === 'ready' || state === 'next';
    this.#buttons.open.classList.toggle('primary', state === 'next');
    this.#buttons.open.hidden = !ready;
    this.#buttons.edit.hidden = !ready;
    this.#buttons.again.hidden = state !== 'closed';
    this.#disable('up', index === 0);
    this.#disable('down', index === of - 1);
    for (const [name, button] of Object.entries(this.#buttons)) {
      button.setAttribute('aria-label', t(`rundown.${name}.label`, { question: poll.question }));
      button.title = t(`rundown.${name}`);
    }
  }

  // Not `disabled`: a poll that was moved to the top by this very button would lose the focus.
  #disable(name, disabled) {
    this.#buttons[name].setAttribute('aria-disabled', String(disabled));
  }

  setBusy(busy) {
    this.#disable('open', busy);
    setText(this.#buttons.open, t(busy ? 'compose.opening' : 'rundown.open'));
  }

  fail(text) {
    this.#error.hidden = text === '';
    setText(this.#error, text);
  }

  focus(name = 'open') {
    const { [name]: wanted, again, down } = this.#buttons;
    [wanted, again, down].find((button) => !button.hidden).focus();
  }
}

function metaOf(poll) {
  const parts = [t('rundown.options', { n: poll.options.length })];
  if (poll.duration || !poll.closesAt) parts.push(durationText(poll.duration));
  if (poll.maxOptions > 1) parts.push(t('rules.several', { n: poll.maxOptions }));
  if (poll.revote) parts.push(t('rules.revote'));
  if (poll.results === 'closed') parts.push(t('rules.hidden'));
  if (poll.expectedViewers !== undefined) parts.push(t('rundown.expects', { n: poll.expectedViewers }));
  return [...parts, ...quietRules(poll)].join(' · ');
}
