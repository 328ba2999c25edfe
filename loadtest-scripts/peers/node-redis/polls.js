// Polls and their ballots in Redis: a script for each thing that is done with them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createClient } from 'redis';
import { Problem } from './problem.js';

const [OPEN, CLOSE, CAST] = ['open', 'close', 'cast'].map((name) => {
  const text = readFileSync(new URL(`../lua/${name}.lua`, import.meta.url), 'utf8');
  return { text, sha: createHash('sha1').update(text).digest('hex') };
});

// What CAST answers; 0 is accepted.
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
  // Also after each time that the connection broke: it may be another Redis by then.
  redis.on('ready', () => [OPEN, CLOSE, CAST].forEach(({ text }) => redis.scriptLoad(text).catch(() => {})));
  await redis.connect();

  // Not by defineScript, whose wrapping costs a vote some microseconds.
  function run(script, stream, poll, ...values) {
    const name = `{${stream}/${poll}}`;
    return redis.sendCommand(['EVALSHA', script.sha, '2', `poll:${name}`, `ballots:${name}`, ...values]);
  }

  return {
    async open(stream, poll, options) {
      if ((await run(OPEN, stream, poll, ...options)) === 0) throw new Problem(409, 'poll-exists');
    },

    /** Takes a viewer's ballot, and gives why it is refused; nothing when it counts, now or before. */
    cast(stream, poll, viewer, option) {
      return run(CAST, stream, poll, viewer, option).then((outcome) => REFUSALS[outcome]);
    },

    /** Closes a poll and gives its result; the same each time. */
    async close(stream, poll) {
      const [ballots, ...votes] = await run(CLOSE, stream, poll);
      if (ballots === undefined) throw new Problem(404, 'unknown-poll');
      const counts = {};
      for (let i = 0; i < votes.length; i += 2) counts[votes[i]] = votes[i + 1];
      return { ballots, counts, final: true };
    },
  };
}
