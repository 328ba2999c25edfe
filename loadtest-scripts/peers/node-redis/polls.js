// Polls and their ballots in Redis, by the functions of ../polls.lua.
import { createClient } from 'redis';

/** Why a request is refused, told as Oncue tells it. */
export class Problem {
  constructor(status, code) {
    this.status = status;
    this.body = JSON.stringify({ type: `urn:oncue:problem:${code}`, title: code, status });
  }
}

// What cast answers; 0 is accepted.
const REFUSALS = [
  null,
  new Problem(404, 'unknown-poll'),
  new Problem(409, 'poll-closed'),
  new Problem(422, 'unknown-option'),
  new Problem(409, 'already-voted'),
];

/** Connects. The client sends all commands of one turn of the event loop in one write. */
export async function connect(url) {
  const redis = createClient({ url, disableOfflineQueue: true });
  redis.on('error', (fault) => console.error(`redis: ${fault.message}`));
  await redis.connect();

  function call(name, stream, poll, ...values) {
    const key = `{${stream}/${poll}}`;
    return redis.sendCommand(['FCALL', name, '2', `poll:${key}`, `ballots:${key}`, ...values]);
  }

  return {
    async open(stream, poll, options) {
      if ((await call('open', stream, poll, ...options)) === 0) throw new Problem(409, 'poll-exists');
    },

    /** Takes a viewer's ballot, and gives why it is refused; nothing when it counts, now or before. */
    cast(stream, poll, viewer, option) {
      return call('cast', stream, poll, viewer, option).then((outcome) => REFUSALS[outcome]);
    },

    /** Closes a poll and gives its result; the same each time. */
    async close(stream, poll) {
      const [ballots, ...votes] = await call('close', stream, poll);
      if (ballots === undefined) throw new Problem(404, 'unknown-poll');
      const counts = {};
      for (let i = 0; i < votes.length; i += 2) counts[votes[i]] = votes[i + 1];
      return { ballots, counts, final: true };
    },
  };
}
