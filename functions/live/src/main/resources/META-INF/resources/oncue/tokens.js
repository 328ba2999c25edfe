// Keeps one token for a tab: a reload stays the same viewer, a second tab is another one.

import { Problem } from './sdk/oncue-viewer.js';

/** The token of a page: given by its address, kept from before, or fetched for a guest. */
export class Tokens {
  #key;
  #current;
  #fetchGuest;
  #renewal = null;
  #refusedBefore = false;

  /**
   * @param key under which it is kept; one for each role and stream
   * @param given the token of the address, or null
   * @param fetchGuest resolves to a guest's ticket; absent where guests are not welcome
   */
  constructor({ key, given, fetchGuest }) {
    this.#key = key;
    this.#fetchGuest = fetchGuest;
    if (given) this.#keep({ token: given, guest: false });
    else this.#current = read(key);
  }

  /** Called when another ticket took the place of a refused one: this is another viewer now. */
  onNewViewer = () => {};

  async token() {
    if (!this.#current) await this.#fetch();
    return this.#current.token;
  }

  /** What the token says of its bearer. Only to decide what to show: the server decides the rest. */
  claims() {
    try {
      const payload = this.#current.token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
      return JSON.parse(atob(payload));
    } catch {
      return {};
    }
  }

  accepted() {
    this.#refusedBefore = false;
  }

  /**
   * The server refused `token`. Resolves to whether another try makes sense: a guest gets one new
   * ticket, and no further one until that was accepted somewhere.
   */
  async refused(token) {
    if (this.#current && this.#current.token !== token) return true;
    if (!this.#current?.guest || !this.#fetchGuest || this.#refusedBefore) return false;
    this.#refusedBefore = true;
    await this.#fetch();
    this.onNewViewer();
    return true;
  }

  // Requests that are refused together share one new ticket.
  #fetch() {
    if (!this.#fetchGuest) throw new Problem({ status: 401, code: 'no-token' });
    this.#renewal ??= this.#fetchGuest()
      .then((token) => this.#keep({ token, guest: true }))
      .finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  #keep(current) {
    this.#current = current;
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(current));
    } catch {
      // Storage is switched off: the token then lasts as long as the page.
    }
  }
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}
