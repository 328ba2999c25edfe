// The host's view of the reactions: a total for each emoji, the liveliest first.

import { el, setChildren, setText } from './dom.js';
import { count } from './texts.js';

const MOST_SHOWN = 12;
const FLASH_MILLIS = 900;

export class Ticker {
  #list;
  #items = new Map();

  constructor(list) {
    this.#list = list;
  }

  /** @param recent what came in since the last update */
  update(totals, recent) {
    const shown = [...totals].sort((a, b) => b[1] - a[1]).slice(0, MOST_SHOWN);
    const items = shown.map(([emoji, total]) => {
      const item = this.#item(emoji);
      setText(item.lastChild, count(total));
      if (recent[emoji]) flash(item);
      return item;
    });
    setChildren(this.#list, items);
  }

  #item(emoji) {
    if (!this.#items.has(emoji)) {
      this.#items.set(emoji, el('li', { data: { testid: 'reaction-count', emoji } },
        el('span', { className: 'emoji', textContent: emoji }), el('strong')));
    }
    return this.#items.get(emoji);
  }
}

const timers = new WeakMap();

function flash(item) {
  item.classList.add('flash');
  clearTimeout(timers.get(item));
  timers.set(item, setTimeout(() => item.classList.remove('flash'), FLASH_MILLIS));
}
