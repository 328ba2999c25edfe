// Keeps a stream's rundown in this browser, and tells when another tab has changed it.

import { BadRundown, read, write } from './rundown.js';

export class RundownStore {
  #key;
  #broken = false;

  /** @param onChange called when another tab has saved */
  constructor(key, onChange) {
    this.#key = key;
    addEventListener('storage', (event) => event.key === key && onChange());
  }

  /** Whether something is kept that cannot be read; it is put aside before anything is saved. */
  get isBroken() {
    return this.#broken;
  }

  load() {
    const text = this.#read();
    if (text === null) return [];
    try {
      return read(text);
    } catch (problem) {
      if (!(problem instanceof BadRundown)) throw problem;
      this.#broken = true;
      return [];
    }
  }

  /** Returns whether it is kept; storage may be full, or switched off. */
  save(polls) {
    try {
      if (this.#broken) localStorage.setItem(`${this.#key}.broken`, this.#read());
      localStorage.setItem(this.#key, write(polls));
      this.#broken = false;
      return true;
    } catch {
      return false;
    }
  }

  #read() {
    try {
      return localStorage.getItem(this.#key);
    } catch {
      return null;
    }
  }
}
