// Five emoji that a viewer can send, and the audience's answer rising from them.

import { calmMotion, el, setText } from './dom.js';
import { count, problemText, t } from './texts.js';

const EMOJI = [
  ['👏', 'reaction.applause'], ['🔥', 'reaction.fire'], ['❤️', 'reaction.heart'], ['😂', 'reaction.laughing'],
  ['😮', 'reaction.astonished'],
];
const PAUSE_MILLIS = 3000;
const MOST_RISING = 2;

export class ReactionBar {
  #buttons = new Map();
  #totals = new Map();
  #note;
  #onReact;
  #paused = false;

  /** @param onReact sends an emoji; rejects with a Problem */
  constructor({ container, note, onReact }) {
    this.#note = note;
    this.#onReact = onReact;
    for (const [emoji, key] of EMOJI) {
      const name = t(key);
      const total = el('span', { className: 'reaction-total' });
      const button = el('button', {
        type: 'button', className: 'reaction', title: name, aria: { label: name },
        data: { testid: 'reaction', emoji },
        onclick: () => this.#send(emoji),
      }, el('span', { className: 'emoji', textContent: emoji, aria: { hidden: 'true' } }), total);
      this.#buttons.set(emoji, button);
      this.#totals.set(emoji, total);
      container.append(button);
    }
  }

  /** @param recent what came in since the last update */
  update(totals, recent) {
    for (const [emoji, total] of this.#totals) {
      const number = totals.get(emoji) ?? 0;
      setText(total, number ? count(number) : '');
      if (recent[emoji]) this.#rise(emoji, recent[emoji]);
    }
  }

  async #send(emoji) {
    if (this.#paused) return;
    try {
      await this.#onReact(emoji);
      // An answer to an earlier reaction must not take away what a later one was told.
      if (!this.#paused) setText(this.#note, '');
    } catch (problem) {
      if (problem.status === 429) this.#pause(problem.retryAfterMillis ?? PAUSE_MILLIS);
      else this.#say(problem.status === 0 || problem.status === 503 ? t('reaction.lost') : problemText(problem));
    }
  }

  #pause(millis) {
    if (this.#paused) return;
    this.#setPaused(true);
    setText(this.#note, t('reaction.slower', { seconds: Math.ceil(millis / 1000) }));
    setTimeout(() => {
      this.#setPaused(false);
      setText(this.#note, '');
    }, millis);
  }

  #setPaused(paused) {
    this.#paused = paused;
    for (const button of this.#buttons.values()) button.setAttribute('aria-disabled', String(paused));
  }

  #say(text) {
    setText(this.#note, text);
    setTimeout(() => this.#note.textContent === text && setText(this.#note, ''), PAUSE_MILLIS);
  }

  // A handful stands for the many: the number beside it says how many they were.
  #rise(emoji, number) {
    if (calmMotion.matches || document.hidden) return;
    for (let i = 0; i < Math.min(MOST_RISING, number); i++) {
      const rising = el('span', { className: 'rising', textContent: emoji, aria: { hidden: 'true' } });
      rising.style.left = `${20 + Math.random() * 60}%`;
      rising.style.animationDelay = `${i * 120}ms`;
      rising.onanimationend = () => rising.remove();
      this.#buttons.get(emoji).append(rising);
    }
  }
}
