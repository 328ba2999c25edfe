// The form that a poll is composed with: to be opened now, or to be put on the rundown.

import { el, setText } from './dom.js';
import { durationText } from './duration.js';
import { optionIds, pollId } from './ids.js';
import { quietRules } from './quiet-rules.js';
import { QUIET_FIELDS } from './rundown.js';
import { problemText, t } from './texts.js';

const MIN_OPTIONS = 2;
const MAX_OPTIONS = 32;
const MAX_CHARACTERS = 300;
const MAX_EXPECTED_VIEWERS = 1_000_000_000;
const DURATIONS = ['PT10S', 'PT20S', 'PT30S', 'PT60S', ''];
// Every new poll begins with these: what was chosen for one is not what is meant for the next.
const NEW = { question: '', options: [{ text: '' }, { text: '' }], duration: 'PT20S', maxOptions: 1, revote: false, results: 'live' };

export class Compose {
  #onOpen;
  #onPrepare;
  #pollId = pollId();
  #title = el('h2', { id: 'compose-title', textContent: t('compose.title') });
  #question = el('textarea', {
    id: 'compose-question', dir: 'auto', rows: 2, maxLength: MAX_CHARACTERS, placeholder: t('compose.question.example'),
    data: { testid: 'compose-question' },
  });
  #options = el('ol', { className: 'compose-options', aria: { label: t('compose.options') } });
  #addOption = el('button', {
    type: 'button', className: 'button quiet', textContent: t('compose.add-option'), data: { testid: 'compose-add-option' },
    onclick: () => this.#add('').focus(),
  });
  #durations = el('div', { className: 'segments' });
  #results = el('select', { id: 'compose-results', data: { testid: 'compose-results' } },
    el('option', { value: 'live', textContent: t('compose.results.live') }),
    el('option', { value: 'closed', textContent: t('compose.results.closed') }));
  #maxOptions = number('compose-max-options', { min: 1, max: MIN_OPTIONS, value: 1 });
  #expectedViewers = number('compose-expected-viewers', { min: 0, max: MAX_EXPECTED_VIEWERS });
  #revote = el('input', { id: 'compose-revote', type: 'checkbox', data: { testid: 'compose-revote' } });
  #error = el('p', { className: 'error', id: 'compose-error', hidden: true, data: { testid: 'compose-error' } });
  #quietText = el('span', { data: { testid: 'compose-quiet' } });
  #quietLine = el('div', { className: 'field row quiet-line' }, this.#quietText, el('button', {
    type: 'button', className: 'button small quiet', textContent: t('compose.drop-quiet'), data: { testid: 'compose-drop-quiet' },
    onclick: () => this.#dropQuiet(),
  }));
  #open = el('button', {
    type: 'button', className: 'button primary', data: { testid: 'compose-open' }, onclick: () => this.#openNow(),
  });
  #prepare = el('button', {
    type: 'button', className: 'button', data: { testid: 'compose-prepare' }, onclick: () => this.#putOnRundown(),
  });
  #cancel = el('button', {
    type: 'button', className: 'button quiet', textContent: t('compose.cancel'), hidden: true,
    data: { testid: 'compose-cancel' }, onclick: () => this.#clear(),
  });
  // The poll of the rundown that is being changed, or null.
  #edited = null;
  // What it has that the form does not ask for.
  #quiet = {};

  /**
   * @param onOpen opens the poll of a draft; tells its second argument why it has to try again, and rejects with
   *     a Problem
   * @param onPrepare puts a draft on the rundown, in the place of the one with its id
   */
  constructor(section, { onOpen, onPrepare }) {
    this.#onOpen = onOpen;
    this.#onPrepare = onPrepare;
    this.#error.setAttribute('role', 'alert');
    section.append(
      this.#title,
      el('form', {
        noValidate: true,
        // Another draft is another poll; the same one sent again after a lost answer must not be.
        oninput: () => {
          if (!this.#edited) this.#pollId = pollId();
          this.#fail('', null);
        },
        // What goes on air does so by its button, or Ctrl+Enter: Enter alone, in whatever field, never does.
        onsubmit: (event) => event.preventDefault(),
        onkeydown: (event) => this.#press(event),
      },
        field('compose-question', 'compose.question', this.#question),
        el('fieldset', { className: 'field' }, el('legend', { textContent: t('compose.options') }), this.#options, this.#addOption),
        el('fieldset', { className: 'field' }, el('legend', { textContent: t('compose.duration') }), this.#durations),
        field('compose-results', 'compose.results', this.#results),
        row('compose-max-options', 'compose.max-options', this.#maxOptions),
        row('compose-revote', 'compose.revote', this.#revote),
        row('compose-expected-viewers', 'compose.expected-viewers', this.#expectedViewers),
        this.#quietLine,
        this.#error,
        el('div', { className: 'compose-actions' }, this.#open, this.#prepare, this.#cancel)));
    this.#show(NEW);
    this.#showActions();
  }

  /** Fills in the question, options and rules of an earlier poll; its times are past, and its latency is the stream's. */
  fill({ opensAt, closesAt, latency, ...poll }) {
    this.#take(poll);
  }

  #take(poll) {
    this.#edited = null;
    this.#pollId = pollId();
    this.#show(poll);
    this.#showActions();
    this.#question.focus();
  }

  /** Takes a poll of the rundown to be changed. */
  edit(poll) {
    this.#take(poll);
    this.#edited = poll;
    this.#pollId = poll.poll;
    this.#showActions();
  }

  focus() {
    this.#question.focus();
  }

  /** Whether that poll of the rundown is being changed here. */
  isEditing(id) {
    return this.#edited?.poll === id;
  }

  /** The poll that is being changed is gone: what is written stays, as a new one. */
  letGo() {
    this.#edited = null;
    this.#pollId = pollId();
    this.#showActions();
  }

  #show(poll) {
    this.#question.value = poll.question;
    this.#options.replaceChildren();
    for (const option of poll.options) this.#add(option.text);
    this.#showDurations(poll.duration ?? '');
    this.#results.value = poll.results ?? 'live';
    this.#maxOptions.value = poll.maxOptions ?? 1;
    this.#revote.checked = poll.revote ?? false;
    this.#expectedViewers.value = poll.expectedViewers ?? '';
    this.#quiet = Object.fromEntries(QUIET_FIELDS.filter((field) => poll[field] !== undefined).map((field) => [field, poll[field]]));
    this.#showQuiet();
    this.#fail('', null);
  }

  #showQuiet() {
    const parts = quietRules(this.#quiet);
    this.#quietLine.hidden = parts.length === 0;
    setText(this.#quietText, parts.join(' · '));
  }

  #dropQuiet() {
    this.#quiet = {};
    this.#showQuiet();
    if (!this.#edited) this.#pollId = pollId();
    this.#question.focus();
  }

  #press(event) {
    if (event.key !== 'Enter' || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      if (event.repeat) return;
      if (this.#edited) this.#putOnRundown();
      else this.#openNow();
    } else if (event.target.parentElement?.parentElement === this.#options && event.target.matches('input')) {
      event.preventDefault();
      this.#next(event.target.parentElement);
    }
  }

  /** Enter in an option goes on to the next one; after the last, if that has a text, there is one more. */
  #next(item) {
    const next = item.nextElementSibling?.querySelector('input');
    if (next) next.focus();
    else if (item.querySelector('input').value.trim() && this.#options.children.length < MAX_OPTIONS) this.#add('').focus();
  }

  #showDurations(chosen) {
    const all = DURATIONS.includes(chosen) ? DURATIONS : [chosen, ...DURATIONS];
    this.#durations.replaceChildren(...all.map((value) =>
      el('label', { data: { testid: 'compose-duration', duration: value } },
        el('input', { type: 'radio', name: 'duration', value, checked: value === chosen }),
        el('span', { textContent: durationText(value) }))));
  }

  #showActions() {
    const editing = this.#edited !== null;
    setText(this.#title, t(editing ? 'compose.title.edit' : 'compose.title'));
    this.#open.hidden = editing;
    this.#cancel.hidden = !editing;
    this.#prepare.classList.toggle('primary', editing);
    setText(this.#open, t('compose.open'));
    setText(this.#prepare, t(editing ? 'compose.save' : 'compose.prepare'));
  }

  #add(text) {
    const input = el('input', {
      type: 'text', dir: 'auto', maxLength: MAX_CHARACTERS, value: text, autocomplete: 'off', data: { testid: 'compose-option' },
    });
    const item = el('li', {}, input, el('button', {
      type: 'button', className: 'icon-button', textContent: '×', data: { testid: 'compose-remove-option' },
      onclick: () => this.#remove(item),
    }));
    this.#options.append(item);
    this.#number();
    return input;
  }

  #remove(item) {
    const neighbour = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    this.#number();
    if (!this.#edited) this.#pollId = pollId();
    neighbour.querySelector('input').focus();
  }

  #number() {
    const items = [...this.#options.children];
    items.forEach((item, i) => {
      const [input, remove] = item.children;
      const name = t('compose.option', { number: i + 1 });
      input.placeholder = name;
      input.setAttribute('aria-label', name);
      remove.setAttribute('aria-label', t('compose.remove-option', { number: i + 1 }));
      remove.hidden = items.length <= MIN_OPTIONS;
    });
    this.#addOption.hidden = items.length >= MAX_OPTIONS;
    this.#maxOptions.max = items.length;
  }

  async #openNow() {
    if (this.#open.getAttribute('aria-disabled') === 'true') return;
    const draft = this.#draft();
    if (!draft) return;
    this.#open.setAttribute('aria-disabled', 'true');
    setText(this.#open, t('compose.opening'));
    try {
      await this.#onOpen(draft, (problem) => this.#fail(t('problem.trying-again', { reason: problemText(problem) }), null));
      // What was written meanwhile is another poll.
      if (this.#pollId === draft.poll) this.#clear();
      else this.#fail('', null);
    } catch (problem) {
      this.#fail(problemText(problem), null);
    } finally {
      this.#open.removeAttribute('aria-disabled');
      this.#showActions();
    }
  }

  #putOnRundown() {
    const draft = this.#draft();
    if (!draft) return;
    const refusal = this.#onPrepare(draft);
    if (refusal) return this.#fail(refusal, null);
    this.#clear();
    this.#question.focus();
  }

  /** The poll as the contract wants it; null, with the reason on the page, where it is not ready. */
  #draft() {
    this.#fail('', null);
    const question = this.#question.value.trim();
    if (!question) return this.#fail(t('compose.bad.question'), this.#question);
    const inputs = [...this.#options.querySelectorAll('input')];
    const texts = inputs.map((input) => input.value.trim()).filter(Boolean);
    if (texts.length < MIN_OPTIONS) {
      return this.#fail(t('compose.bad.options'), inputs.find((input) => !input.value.trim()));
    }
    const maxOptions = wholeNumber(this.#maxOptions, 1, texts.length);
    if (maxOptions === null) return this.#fail(t('compose.bad.max-options', { most: texts.length }), this.#maxOptions);
    const expects = this.#expectedViewers.value !== '' || this.#expectedViewers.validity.badInput;
    const expectedViewers = expects ? wholeNumber(this.#expectedViewers, 0, MAX_EXPECTED_VIEWERS) : undefined;
    if (expectedViewers === null) {
      return this.#fail(t('compose.bad.expected-viewers', { most: MAX_EXPECTED_VIEWERS }), this.#expectedViewers);
    }
    const duration = new FormData(this.#open.form).get('duration');
    const { closesAt, ...quiet } = this.#quiet;
    return {
      ...quiet,
      // Another duration is another end.
      ...(closesAt && duration === (this.#edited?.duration ?? '') && { closesAt }),
      poll: this.#pollId,
      question,
      options: this.#named(texts),
      ...(duration && { duration }),
      maxOptions,
      revote: this.#revote.checked,
      results: this.#results.value,
      ...(expects && { expectedViewers }),
    };
  }

  // An option that keeps its text keeps the id that it was imported with.
  #named(texts) {
    const before = this.#edited?.options ?? [];
    if (texts.length === before.length && texts.every((text, i) => text === before[i].text)) return before;
    const ids = optionIds(texts);
    return texts.map((text, i) => ({ id: ids[i], text }));
  }

  #fail(message, input) {
    for (const invalid of this.#open.form.querySelectorAll('[aria-invalid]')) {
      invalid.removeAttribute('aria-invalid');
      invalid.removeAttribute('aria-describedby');
    }
    setText(this.#error, message);
    this.#error.hidden = message === '';
    if (input) {
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', 'compose-error');
      input.focus();
    }
    return null;
  }

  #clear() {
    this.#edited = null;
    this.#pollId = pollId();
    this.#show(NEW);
    this.#showActions();
  }
}

const wholeNumber = ({ value }, least, most) => {
  const number = value === '' ? NaN : Number(value);
  return Number.isInteger(number) && number >= least && number <= most ? number : null;
};

const number = (id, limits) => el('input', { id, type: 'number', inputMode: 'numeric', data: { testid: id }, ...limits });

const label = (id, key) => el('label', { htmlFor: id, textContent: t(key) });

const field = (id, key, input) => el('div', { className: 'field' }, label(id, key), input);

const row = (id, key, input) => el('div', { className: 'field row' }, label(id, key), input);
