// A poll's status as a small label.

import { el, setText } from './dom.js';
import { t } from './texts.js';

export function createStatus() {
  return el('span', { className: 'status', data: { testid: 'poll-status' } });
}

export function showStatus(element, status) {
  element.dataset.status = status;
  setText(element, t(`status.${status}`));
}

/** The mark of a result that was recounted from the ballots themselves. */
export function createCertified() {
  return el('span', {
    className: 'certified',
    textContent: t('certified'),
    title: t('certified.title'),
    data: { testid: 'certified' },
  });
}
