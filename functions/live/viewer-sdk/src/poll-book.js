// What a client knows of the polls of its stream. The same poll comes by several ways (the feed,
// the answer to a request, the state after a reconnect) in any order and more than once, so merging
// must not depend on the order: nothing here ever goes back from closed to open.

const RANK = { scheduled: 0, open: 1, closed: 2 };

export class PollBook {
  #polls = new Map();

  /** A poll; none where it was cancelled, which stays noted here so that older news cannot bring it back. */
  get(id) {
    const poll = this.#polls.get(id);
    return poll && !isCancelled(poll) ? poll : undefined;
  }

  /** The polls, the one that opened last first. */
  all() {
    return [...this.#polls.values()].filter((poll) => !isCancelled(poll)).sort(
      (a, b) => Date.parse(b.opensAt) - Date.parse(a.opensAt) || (a.poll < b.poll ? 1 : -1),
    );
  }

  merge(incoming) {
    const known = this.#polls.get(incoming.poll);
    // Another window means another poll under the same id, on an engine that was started afresh.
    const same = known && known.opensAt === incoming.opensAt;
    this.#polls.set(incoming.poll, same ? merged(known, incoming) : incoming);
  }

  /** Returns whether the poll is known. */
  tally({ poll, result }) {
    const known = this.#polls.get(poll);
    if (known) this.#polls.set(poll, { ...known, result: newer(known.result, result) });
    return known !== undefined;
  }

  /** Notes this viewer's own ballot; feed events cannot carry it, since everybody gets the same. */
  setBallot(poll, ballot) {
    const known = this.#polls.get(poll);
    if (known) this.#polls.set(poll, { ...known, ballot });
  }

  forgetBallots() {
    for (const id of this.#polls.keys()) this.setBallot(id, undefined);
  }

  remove(poll) {
    this.#polls.delete(poll);
  }
}

function merged(known, incoming) {
  const later = RANK[incoming.status] >= RANK[known.status] ? incoming : known;
  return {
    ...known,
    ...later,
    // A window only ever ends earlier than it was said to.
    closesAt: earlier(known.closesAt, incoming.closesAt),
    result: newer(known.result, incoming.result),
    ballot: incoming.ballot ?? known.ballot,
  };
}

/** Whether it was closed before it began: it was never asked, and nobody is to see it. */
export const isCancelled = ({ opensAt, closedAt, result }) =>
  Date.parse(closedAt) < Date.parse(opensAt) && !(result?.ballots > 0);

const earlier = (a, b) => (!a || Date.parse(b) < Date.parse(a) ? b : a);

function newer(known, incoming) {
  if (!known || !incoming) return incoming ?? known;
  if (known.final !== incoming.final) return known.final ? known : incoming;
  if (known.certified !== incoming.certified) return known.certified ? known : incoming;
  return Date.parse(incoming.asOf) >= Date.parse(known.asOf) ? incoming : known;
}

/** When the poll's window ends on the media timeline, in ms; Infinity: when it is closed by hand. */
export function endsAt(poll) {
  const ends = [poll.closesAt, poll.closedAt].map((instant) => Date.parse(instant)).filter(Number.isFinite);
  return Math.min(Infinity, ...ends);
}

/**
 * The status as time alone makes it, for one whose picture is at `mediaTime`: a scheduled poll opens
 * on its instant without a word from the server. Between the end of its window and the final result
 * a poll is `closing`.
 */
export function statusAt(poll, mediaTime) {
  if (poll.status === 'closed') return 'closed';
  if (mediaTime < Date.parse(poll.opensAt)) return 'scheduled';
  return mediaTime >= endsAt(poll) ? 'closing' : 'open';
}

/** When, on the server's clock, the final result is due; Infinity for a poll that is closed by hand. */
export function dueAt(poll) {
  return endsAt(poll) + durationMillis(poll.latency?.max) + durationMillis(poll.grace);
}

/** The milliseconds of an ISO 8601 duration such as `PT1M30.5S`; 0 for what it cannot read. */
export function durationMillis(iso) {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(iso ?? '');
  if (!parts) return 0;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
