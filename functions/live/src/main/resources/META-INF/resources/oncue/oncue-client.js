// The HTTP contract of the pages: a viewer's, and what producers do.

import { OncueClient as ViewerClient } from './sdk/oncue-viewer.js';

export class OncueClient extends ViewerClient {
  openPoll(draft) {
    return this.send('POST', '/poll-open', { stream: this.stream, ...draft });
  }

  closePoll(poll) {
    return this.send('POST', '/poll-close', { stream: this.stream, poll });
  }
}

const NO_TOKENS = { token: async () => null, accepted: () => {}, refused: async () => false };

/** A guest's ticket, where the engine gives them to anybody who asks. */
export async function guestTicket(stream) {
  const { ticket } = await new ViewerClient({ stream, tokens: NO_TOKENS }).send('POST', '/tickets/guest', { stream });
  return ticket;
}
