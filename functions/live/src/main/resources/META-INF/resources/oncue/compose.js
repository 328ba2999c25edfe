// The form that a poll is composed with.

import { el, setText } from './dom.js';
import { optionIds, pollId } from './ids.js';

const MIN_OPTIONS = 2;
const MAX_OPTIONS = 32;
const MAX_CHARACTERS = 300;
const DURATIONS = [
  ['PT10S', '10 s'], ['PT20S', '20 s'], ['PT30S', '30 s'], ['PT60S', '60 s'], ['', 'Until closed'],
];

export class Compose {
  #onOpen;
  #pollId = pollId();
  #question = el('textarea', {
    id: 'compose-question', rows: 2, maxLength: MAX_CHARACTERS, placeholder: 'Who wins tonight?',
    data: { testid: 'compose-question' },
  });
  #options = el('ol', { className: 'compose-options' });
  #addOption = el('button', {
    type: 'button', className: 'button quiet', textContent: 'Add an option', data: { testid: 'compose-add-option' },
    onclick: () => this.#add('').focus(),
  });
  #results = el('select', { id: 'compose-results', data: { testid: 'compose-results' } },
    el('option', { value: 'live', textContent: 'to everybody, live' }),
    el('option', { value: 'closed', textContent: 'to hosts only, until closed' }));
  #maxOptions = el('input', {
    id: 'compose-max-options', type: 'number', min: 1, max: MIN_OPTIONS, value: 1, inputMode: 'numeric',
    data: { testid: 'compose-max-options' },
  });
  #revote = el('input', { id: 'compose-revote', type: 'checkbox', data: { testid: 'compose-revote' } });
  #error = el('p', { className: 'error', id: 'compose-error', hidden: true, data: { testid: 'compose-error' } });
  #open = el('button', { type: 'submit', className: 'button primary', textContent: 'Open poll', data: { testid: 'compose-open' } });

  /** @param onOpen opens the poll of a draft; rejects with a Problem */
  constructor(section, { onOpen }) {
    this.#onOpen = onOpen;
    this.#error.setAttribute('role', 'alert');
    this.#options.setAttribute('aria-label', 'Options');
    this.#add('');
    this.#add('');
    section.append(
      el('h2', { id: 'compose-title', textContent: 'New poll' }),
      el('form', {
        noValidate: true,
        // Another draft is another poll; the same one sent again after a lost answer must not be.
        oninput: () => {
          this.#pollId = pollId();
          this.#fail('', null);
        },
        onsubmit: (event) => this.#submit(event),
      },
        el('div', { className: 'field' }, el('label', { htmlFor: 'compose-question', textContent: 'Question' }), this.#question),
        el('fieldset', { className: 'field' }, el('legend', { textContent: 'Options' }), this.#options, this.#addOption),
        el('fieldset', { className: 'field' }, el('legend', { textContent: 'Voting is open for' }), durations()),
        el('div', { className: 'field' }, el('label', { htmlFor: 'compose-results', textContent: 'Show results' }), this.#results),
        el('div', { className: 'field row' },
          el('label', { htmlFor: 'compose-max-options', textContent: 'Options a viewer may choose' }), this.#maxOptions),
        el('div', { className: 'field row' },
          el('label', { htmlFor: 'compose-revote', textContent: 'Viewers may change their vote' }), this.#revote),
        this.#error,
        this.#open));
  }

  /** Fills in the question, options and rules of an earlier poll. */
  fill(poll) {
    this.#question.value = poll.question;
    this.#options.replaceChildren();
    for (const option of poll.options) this.#add(option.text);
    this.#results.value = poll.results;
    this.#maxOptions.value = poll.maxOptions;
    this.#revote.checked = poll.revote;
    this.#pollId = pollId();
    this.#question.focus();
  }

  #add(text) {
    const input = el('input', {
      type: 'text', maxLength: MAX_CHARACTERS, value: text, autocomplete: 'off', data: { testid: 'compose-option' },
    });
    const row = el('li', {}, input, el('button', {
      type: 'button', className: 'icon-button', textContent: '×', data: { testid: 'compose-remove-option' },
      onclick: () => this.#remove(row),
    }));
    this.#options.append(row);
    this.#number();
    return input;
  }

  #remove(row) {
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.#number();
    this.#pollId = pollId();
    neighbour.querySelector('input').focus();
  }

  #number() {
    const rows = [...this.#options.children];
    rows.forEach((row, i) => {
      const [input, remove] = row.children;
      input.placeholder = `Option ${i + 1}`;
      input.setAttribute('aria-label', `Option ${i + 1}`);
      remove.setAttribute('aria-label', `Remove option ${i + 1}`);
      remove.hidden = rows.length <= MIN_OPTIONS;
    });
    this.#addOption.hidden = rows.length >= MAX_OPTIONS;
    this.#maxOptions.max = rows.length;
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#open.getAttribute('aria-disabled') === 'true') return;
    const draft = this.#draft(event.target);
    if (!draft) return;
    this.#open.setAttribute('aria-disabled', 'true');
    setText(this.#open, 'Opening…');
    try {
      await this.#onOpen(draft);
      this.#clear();
    } catch (problem) {
      this.#fail(problem.detail, null);
    } finally {
      this.#open.removeAttribute('aria-disabled');
      setText(this.#open, 'Open poll');
    }
  }

  /** The poll as the contract wants it; null, with the reason on the page, where it is not ready. */
  #draft(form) {
    this.#fail('', null);
    const question = this.#question.value.trim();
    if (!question) return this.#fail('Write a question.', this.#question);
    const inputs = [...this.#options.querySelectorAll('input')];
    const texts = inputs.map((input) => input.value.trim()).filter(Boolean);
    if (texts.length < MIN_OPTIONS) {
      return this.#fail('Write at least two options.', inputs.find((input) => !input.value.trim()));
    }
    const maxOptions = Number(this.#maxOptions.value);
    if (!Number.isInteger(maxOptions) || maxOptions < 1 || maxOptions > texts.length) {
      return this.#fail(`A viewer may choose between 1 and ${texts.length} options.`, this.#maxOptions);
    }
    const duration = new FormData(form).get('duration');
    const ids = optionIds(texts);
    return {
      poll: this.#pollId,
      question,
      options: texts.map((text, i) => ({ id: ids[i], text })),
      ...(duration && { duration }),
      maxOptions,
      revote: this.#revote.checked,
      results: this.#results.value,
    };
  }

  #fail(message, field) {
    for (const invalid of this.#open.form.querySelectorAll('[aria-invalid]')) {
      invalid.removeAttribute('aria-invalid');
      invalid.removeAttribute('aria-describedby');
    }
    setText(this.#error, message);
    this.#error.hidden = message === '';
    if (field) {
      field.setAttribute('aria-invalid', 'true');
      field.setAttribute('aria-describedby', 'compose-error');
      field.focus();
    }
    return null;
  }

  // Duration, visibility and rules stay: a show tends to ask all its questions alike.
  #clear() {
    this.#question.value = '';
    this.#options.replaceChildren();
    for (let i = 0; i < MIN_OPTIONS; i++) this.#add('');
    if (Number(this.#maxOptions.value) > MIN_OPTIONS) this.#maxOptions.value = MIN_OPTIONS;
    this.#pollId = pollId();
  }
}

function durations() {
  return el('div', { className: 'segments' },
    ...DURATIONS.map(([value, text]) =>
      el('label', { data: { testid: 'compose-duration', duration: value } },
        el('input', { type: 'radio', name: 'duration', value, checked: value === 'PT20S' }),
        el('span', { textContent: text }))));
}
