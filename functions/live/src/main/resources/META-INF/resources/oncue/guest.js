// The token of a viewer's page, and what is said when it is not good.

import { notice } from './dom.js';
import { guestTicket } from './oncue-client.js';
import { Problem } from './sdk/oncue-viewer.js';
import { problemText, t } from './texts.js';
import { Tokens } from './tokens.js';

/** The viewer's own token, or a guest's ticket. */
export function viewerTokens(stream, given) {
  return new Tokens({ key: `oncue.viewer.${stream}`, given, fetchGuest: () => fetchGuest(stream) });
}

async function fetchGuest(stream) {
  try {
    return await guestTicket(stream);
  } catch (problem) {
    // Only the local engine gives tickets to anybody; elsewhere the platform does.
    if ([401, 403, 404, 405].includes(problem.status)) throw new Problem({ status: problem.status, code: 'no-guests' });
    throw problem;
  }
}

/** Says on the page why it is not connected; nothing while it is, or soon will be. */
export function tellStanding(status, problem) {
  if (problem?.code === 'no-guests') notice(t('viewer.no-guests'));
  else if (problem?.status === 401) notice(t('viewer.bad-ticket'));
  else if (status === 'refused') notice(problemText(problem));
  else notice('');
}
