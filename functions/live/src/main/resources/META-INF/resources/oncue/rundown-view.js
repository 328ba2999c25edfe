// The rundown on the host page: the list of prepared polls, kept in the browser and in files.

import { byId, setChildren, setText } from './dom.js';
import { moveOf } from './keys.js';
import { statusAt } from './sdk/oncue-viewer.js';
import * as rundown from './rundown.js';
import { RundownItem } from './rundown-item.js';
import { problemText, t } from './texts.js';

const MAX_FILE_BYTES = 4 * 1024 * 1024;

export class RundownView {
  #store;
  #polls;
  #items = new Map();
  #opening = new Set();
  #book;
  #clock;
  #stream;
  #on;
  #removed = null;
  #isKept = true;

  /**
   * @param createStore makes the store that calls back when another tab has saved
   * @param on `open` opens the poll of a draft, tells its second argument why it has to try again, and
   *     rejects with a Problem; `edit` takes a poll to be
   *     changed; `removed` is told of one that is gone
   */
  constructor({ stream, createStore, book, clock, on }) {
    this.#stream = stream;
    this.#book = book;
    this.#clock = clock;
    this.#on = on;
    this.#store = createStore(() => this.#reload());
    this.#polls = this.#store.load();
    if (this.#store.isBroken) this.#say(t('rundown.broken'), true);
    byId('rundown-list').addEventListener('keydown', (event) => this.#moveByKey(event));
    byId('rundown-import').onclick = () => byId('rundown-file').click();
    byId('rundown-file').onchange = (event) => this.#import(event.target);
    byId('rundown-export').onclick = () => this.#export();
    byId('rundown-undo').onclick = () => this.#undo();
    this.show();
  }

  /** Puts a draft on the rundown. Returns why that cannot be, or nothing. */
  prepare(draft) {
    const known = this.#polls.some((poll) => poll.poll === draft.poll);
    if (!known && this.#polls.length >= rundown.MAX_POLLS) return t('rundown.bad.too-many', { most: rundown.MAX_POLLS });
    this.#keep(rundown.put(this.#polls, draft));
    this.#say(t(known ? 'rundown.changed' : 'rundown.added', { question: draft.question }));
  }

  /** Opens the poll that is next. Returns whether there is one. */
  openNext() {
    const poll = rundown.next(this.#polls, (id) => this.#isKnown(id));
    if (poll) this.#open(poll.poll);
    else this.#say(t('rundown.no-next'), true);
    return poll !== null;
  }

  /** Brings the list in line with what is known of the polls. Call it after each change and tick. */
  show() {
    const next = rundown.next(this.#polls, (id) => this.#isKnown(id));
    const elements = this.#polls.map((poll, index) => {
      if (!this.#items.has(poll.poll)) this.#items.set(poll.poll, new RundownItem(this.#actions()));
      const item = this.#items.get(poll.poll);
      item.show(poll, { index, of: this.#polls.length, state: this.#stateOf(poll, next) });
      return item.element;
    });
    setChildren(byId('rundown-list'), elements);
    byId('rundown-empty').hidden = this.#polls.length > 0;
    byId('rundown-export').hidden = this.#polls.length === 0;
  }

  #stateOf(poll, next) {
    const known = this.#book.get(poll.poll);
    if (known) return statusAt(known, this.#clock.now());
    if (poll.asked) return 'closed';
    return poll === next ? 'next' : 'ready';
  }

  #isKnown(id) {
    return this.#book.get(id) !== undefined;
  }

  #actions() {
    return {
      open: (id) => this.#open(id),
      up: (id) => this.#move(id, -1, 'up'),
      down: (id) => this.#move(id, 1, 'down'),
      edit: (id) => this.#on.edit(this.#polls.find((poll) => poll.poll === id)),
      again: (id) => this.#again(id),
      remove: (id) => this.#remove(id),
    };
  }

  async #open(id) {
    if (this.#opening.has(id)) return;
    const item = this.#items.get(id);
    const focused = item.element.contains(document.activeElement);
    this.#opening.add(id);
    item.setBusy(true);
    item.fail('');
    try {
      const draft = rundown.draftOf(this.#polls.find((poll) => poll.poll === id));
      await this.#on.open(draft, (problem) => item.fail(t('problem.trying-again', { reason: problemText(problem) })));
      item.fail('');
      this.#keep(rundown.noteAsked(this.#polls, id));
    } catch (problem) {
      item.fail(t('rundown.not-opened', { reason: problemText(problem) }));
    } finally {
      this.#opening.delete(id);
      item.setBusy(false);
      // Its button is gone, and the focus must not go with it.
      if (focused) item.focus();
    }
  }

  #move(id, by, focus) {
    this.#keep(rundown.move(this.#polls, id, by));
    this.#items.get(id).focus(focus);
    const index = this.#polls.findIndex((poll) => poll.poll === id);
    this.#say(t('rundown.moved', { number: index + 1, of: this.#polls.length }));
  }

  #moveByKey(event) {
    const direction = moveOf(event);
    const id = event.target.closest('.rundown-item')?.dataset.poll;
    if (!direction || !id) return;
    event.preventDefault();
    this.#move(id, direction === 'up' ? -1 : 1, direction);
  }

  #again(id) {
    const index = this.#polls.findIndex((poll) => poll.poll === id);
    this.#keep(rundown.again(this.#polls, id));
    this.#items.get(this.#polls[index].poll).focus();
  }

  #remove(id) {
    const at = this.#polls.findIndex((poll) => poll.poll === id);
    this.#removed = { poll: this.#polls[at], at };
    this.#keep(rundown.remove(this.#polls, id));
    this.#on.removed(id);
    this.#say(t('rundown.removed', { question: this.#removed.poll.question }));
    byId('rundown-undo').hidden = false;
    byId('rundown-undo').focus();
  }

  #undo() {
    const { poll, at } = this.#removed;
    this.#keep(rundown.insert(this.#polls, poll, at));
    this.#say('');
    this.#items.get(poll.poll).focus('edit');
  }

  async #import(input) {
    const [file] = input.files;
    if (!file) return;
    try {
      if (file.size > MAX_FILE_BYTES) throw new rundown.BadRundown('too-large');
      const incoming = rundown.read(await file.text());
      const before = this.#polls.length;
      this.#keep(rundown.merge(this.#polls, incoming));
      this.#say(t('rundown.imported', { n: this.#polls.length - before }));
    } catch (problem) {
      if (!(problem instanceof rundown.BadRundown)) throw problem;
      this.#say(t('rundown.not-imported', { reason: t(problem.key, problem.values) }), true);
    } finally {
      // The same file chosen again is to be read again.
      input.value = '';
    }
  }

  #export() {
    const url = URL.createObjectURL(new Blob([rundown.write(this.#polls.map(rundown.draftOf))], { type: 'application/json' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: `${this.#stream}.rundown.json` });
    link.click();
    // Not at once: the download reads it a moment later.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  #reload() {
    this.#polls = this.#store.load();
    this.#forgetItems();
    this.show();
  }

  #keep(polls) {
    this.#polls = polls;
    this.#isKept = this.#store.save(polls);
    this.#say('');
    this.#forgetItems();
    this.show();
  }

  #forgetItems() {
    for (const id of this.#items.keys()) if (!this.#polls.some((poll) => poll.poll === id)) this.#items.delete(id);
  }

  #say(text, isWarning = false) {
    const line = byId('rundown-said');
    line.dataset.warning = String(isWarning || !this.#isKept);
    setText(line, isWarning || this.#isKept ? text : t('rundown.not-kept'));
    byId('rundown-undo').hidden = true;
  }
}
