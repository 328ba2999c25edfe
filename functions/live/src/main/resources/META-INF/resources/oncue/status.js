// A poll's status as a small label.

import { el, setText } from './dom.js';

const WORDS = { scheduled: 'Scheduled', open: 'Open', closing: 'Closing…', closed: 'Closed' };

export function createStatus() {
  return el('span', { className: 'status', data: { testid: 'poll-status' } });
}

export function showStatus(element, status) {
  element.dataset.status = status;
  setText(element, WORDS[status]);
}

/** The mark of a result that was recounted from the ballots themselves. */
export function createCertified() {
  return el('span', {
    className: 'certified',
    textContent: 'Certified',
    title: 'Recounted from the ballots themselves',
    data: { testid: 'certified' },
  });
}
