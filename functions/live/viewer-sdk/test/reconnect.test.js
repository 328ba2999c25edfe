import assert from 'node:assert/strict';
import test from 'node:test';
import { LiveStream } from '../src/live-stream.js';
import { Problem } from '../src/problem.js';
import { urgentMillis } from '../src/retry.js';

const NOW = Date.parse('2026-11-21T20:00:00Z');
const instant = (millis) => new Date(NOW + millis).toISOString();

/** The waits of a client that is refused so many times in a row, with these polls in its book. */
async function waits(polls, { times = 12, problem = Problem.noAnswer() } = {}) {
  const waited = [];
  const { setTimeout: original } = globalThis;
  // Time is not waited for; only what is asked of it matters. The watchdog of the feed is 35 s, and after
  // 4 s without a word the state is asked for.
  globalThis.setTimeout = (run, millis) => {
    if (millis === 35_000 || millis === 4000) return 0;
    waited.push(millis);
    return original(run, 0);
  };
  try {
    await new Promise((done) => {
      const client = {
        feed: async () => {
          if (waited.length >= times) {
            stream.close();
            done();
          }
          throw problem;
        },
      };
      const stream = new LiveStream({ client, clock: { now: () => NOW, hint: () => {} }, onChange: () => {}, onConnection: () => {} });
      for (const poll of polls) stream.book.merge(poll);
      stream.start();
    });
  } finally {
    globalThis.setTimeout = original;
  }
  return waited.slice(0, times);
}

const poll = (status, opensAt, more) => ({ poll: 'q1', status, opensAt: instant(opensAt), ...more });

test('while a poll is open nobody waits for more than 2.5 s, however long the outage', async () => {
  for (const millis of await waits([poll('open', -5000)])) assert.ok(millis >= 250 && millis <= 2500, millis);
});

test('without one the waits grow to half a minute', async () => {
  for (const polls of [[], [poll('closed', -5000, { closedAt: instant(-1) })], [poll('scheduled', 3_600_000)]]) {
    const all = await waits(polls);
    assert.ok(all.at(-1) >= 15_000 && all.at(-1) <= 30_000, all);
  }
});

test('who waits is there when a scheduled poll opens', async () => {
  for (const millis of await waits([poll('scheduled', 10_000)])) assert.ok(millis <= 12_500, millis);
});

test('a server that asks for time is given it', async () => {
  const problem = new Problem({ status: 503, code: 'overloaded', retryAfterMillis: 20_000 });
  for (const millis of await waits([poll('open', -5000)], { problem })) assert.ok(millis >= 20_000 && millis <= 21_000, millis);
  const brief = new Problem({ status: 503, code: 'grid-unavailable', retryAfterMillis: 1000 });
  for (const millis of await waits([poll('open', -5000)], { problem: brief })) assert.ok(millis >= 1000 && millis <= 2500, millis);
});

test('a crowd is spread over its time', () => {
  const tenths = new Set(Array.from({ length: 10_000 }, () => Math.floor(urgentMillis() / 250)));
  assert.deepEqual([...tenths].sort((a, b) => a - b), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
