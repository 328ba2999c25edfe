// Where each poll stands on the host's page: a pure rule of the polls and the clock.

import { statusAt } from './sdk/oncue-viewer.js';

/**
 * @param polls the one that opened last first
 * @returns `coming`, the next one first; `onAir`, in the order of the polls; `closed`, the one that
 *     closed last first; `toReveal`, the poll that closed last while its result is not revealed, or null
 */
export function lineup(polls, now) {
  const at = (...statuses) => polls.filter((poll) => statuses.includes(statusAt(poll, now)));
  const closed = at('closed').sort((a, b) => closedAt(b) - closedAt(a));
  const [last] = closed;
  return {
    coming: at('scheduled').reverse(),
    onAir: at('open', 'closing'),
    closed,
    toReveal: last && !last.revealedAt ? last : null,
  };
}

const closedAt = (poll) => Date.parse(poll.closedAt ?? poll.closesAt);
