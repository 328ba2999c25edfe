// The little light that says whether what you see is live.

import { byId, setText } from './dom.js';

const WORDS = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
  refused: 'Not connected',
};

export function showConnection(status) {
  const element = byId('connection');
  element.dataset.connection = status;
  setText(element, WORDS[status]);
}
