// The HTTP contract of the pages: a viewer's, and what producers do.

import { OncueClient as ViewerClient } from './sdk/oncue-viewer.js';

export class OncueClient extends ViewerClient {
  openPoll(draft) {
    return this.send('POST', '/poll-open', { stream: this.stream, ...draft });
  }

  closePoll(poll) {
    return this.send('POST', '/poll-close', { stream: this.stream, poll });
  }

  reveal(poll) {
    return this.send('POST', `/polls/${encodeURIComponent(this.stream)}/${encodeURIComponent(poll)}/reveal`);
  }

  /** How far this stream's viewers are behind, for the polls that are opened on it from now on. */
  setLatency(latency) {
    return this.send('PUT', `/streams/${encodeURIComponent(this.stream)}/latency`, latency);
  }

  /** A viewer's token for this stream. */
  ticket(viewer, ttl) {
    return this.send('POST', '/tickets', { stream: this.stream, viewer, ttl });
  }

  /** What the warm pool plans for this stream. */
  windows() {
    return this.send('GET', `/windows?${new URLSearchParams({ stream: this.stream })}`);
  }
}

const NO_TOKENS = { token: async () => null, accepted: () => {}, refused: async () => false };

/** A guest's ticket, where the engine gives them to anybody who asks. */
export async function guestTicket(stream) {
  const { ticket } = await new ViewerClient({ stream, tokens: NO_TOKENS }).send('POST', '/tickets/guest', { stream });
  return ticket;
}
