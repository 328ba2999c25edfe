// The little light, with its word, that says whether what you see is live.

import { byId, setText } from './dom.js';
import { t } from './texts.js';

let shown = ['connecting'];
for (const change of ['online', 'offline']) addEventListener(change, () => showConnection(...shown));

export function showConnection(status, problem) {
  shown = [status, problem];
  const element = byId('connection');
  element.dataset.connection = status;
  setText(element, t(`connection.${word(status, problem)}`));
}

function word(status, problem) {
  if (status === 'reconnecting' && !navigator.onLine) return 'offline';
  if (status !== 'refused') return status;
  if (problem?.code === 'unauthorized') return 'expired';
  return problem?.code === 'no-token' ? 'no-token' : 'refused';
}
