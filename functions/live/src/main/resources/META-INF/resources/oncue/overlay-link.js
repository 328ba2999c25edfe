// Gives the host the link of the overlay, with a viewer's ticket in it: who reads the settings of a
// browser source can watch, and no more.

import { byId, setText } from './dom.js';
import { language, problemText, t } from './texts.js';

const VIEWER = 'overlay';
const TICKET_TTL = 'PT24H';

export class OverlayLink {
  #client;
  #ticket = null;

  constructor(client) {
    this.#client = client;
    byId('overlay-open').hidden = false;
    byId('overlay-open').onclick = () => this.#show();
    byId('overlay-reveal').onchange = () => this.#write();
    byId('overlay-copy').onclick = () => this.#copy();
    byId('overlay-link').onfocus = ({ target }) => target.select();
  }

  async #show() {
    byId('overlay-dialog').showModal();
    setText(byId('overlay-said'), '');
    try {
      this.#ticket = (await this.#client.ticket(VIEWER, TICKET_TTL)).ticket;
      this.#write();
    } catch (problem) {
      setText(byId('overlay-said'), t('overlay.no-ticket', { reason: problemText(problem) }));
    }
  }

  #write() {
    if (!this.#ticket) return;
    const values = { stream: this.#client.stream, reveal: byId('overlay-reveal').value, lang: language, token: this.#ticket };
    const address = new URL('overlay.html', location.href);
    address.hash = new URLSearchParams(values).toString();
    byId('overlay-link').value = address.href;
  }

  async #copy() {
    byId('overlay-link').select();
    try {
      await navigator.clipboard.writeText(byId('overlay-link').value);
      setText(byId('overlay-said'), t('overlay.copied'));
    } catch {
      setText(byId('overlay-said'), t('overlay.copy-yourself'));
    }
  }
}
