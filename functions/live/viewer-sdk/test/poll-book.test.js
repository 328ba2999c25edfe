import assert from 'node:assert/strict';
import test from 'node:test';
import { PollBook, dueAt, durationMillis, statusAt } from '../src/poll-book.js';

const POLL = { poll: 'q1', opensAt: '2026-11-21T20:00:00Z', closesAt: '2026-11-21T20:00:20Z', status: 'open', grace: 'PT0.5S' };
const at = (seconds) => Date.parse(POLL.opensAt) + seconds * 1000;

test('whatever the order, a poll never reopens and its window never grows', () => {
  const news = [
    { ...POLL, status: 'scheduled' }, POLL, { ...POLL, closesAt: '2026-11-21T20:00:10Z' }, { ...POLL, closesAt: undefined },
    { ...POLL, closesAt: '2026-11-21T20:00:10Z', status: 'closed', result: { final: true, certified: true, asOf: '2026-11-21T20:00:11Z' } },
    { ...POLL, result: { final: false, certified: false, asOf: '2026-11-21T20:00:12Z' }, ballot: { options: ['red'], receipt: 'r' } },
  ];
  for (let round = 0; round < news.length; round++) {
    const book = new PollBook();
    for (let i = 0; i < news.length; i++) book.merge(news[(round + i) % news.length]);
    const poll = book.get('q1');
    assert.equal(poll.status, 'closed');
    assert.equal(poll.closesAt, '2026-11-21T20:00:10Z');
    assert.equal(poll.result.final, true);
    assert.equal(poll.ballot.receipt, 'r');
  }
});

test('the earliest end that was told is its end', () => {
  const ends = [POLL.closesAt, '2026-11-21T20:00:10Z', undefined, '2026-11-21T20:00:30Z'];
  for (let round = 0; round < ends.length; round++) {
    const book = new PollBook();
    for (let i = 0; i < ends.length; i++) book.merge({ ...POLL, closesAt: ends[(round + i) % ends.length] });
    assert.equal(book.get('q1').closesAt, ends[1]);
  }
});

test('its status is that of the time the viewer sees', () => {
  assert.equal(statusAt(POLL, at(-0.001)), 'scheduled');
  assert.equal(statusAt(POLL, at(0)), 'open');
  assert.equal(statusAt(POLL, at(20)), 'closing');
  assert.equal(statusAt({ ...POLL, closesAt: undefined }, at(1e6)), 'open');
  assert.equal(statusAt({ ...POLL, status: 'closed' }, at(1)), 'closed');
});

test('the result is due when the last viewer has passed the end', () => {
  assert.equal(dueAt(POLL), at(20.5));
  assert.equal(dueAt({ ...POLL, latency: { min: 'PT2S', max: 'PT8S' } }), at(28.5));
  assert.equal(dueAt({ ...POLL, closesAt: undefined }), Infinity);
});

test('durations, and what is none', () => {
  assert.equal(durationMillis('PT1M30.5S'), 90_500);
  assert.equal(durationMillis('P1DT1H'), 90_000_000);
  for (const none of [undefined, null, '', 'x', '20S', 'PT', 7]) assert.equal(durationMillis(none), 0, String(none));
});

test('a poll that was closed before it began is gone, and nothing older brings it back', () => {
  const book = new PollBook();
  const scheduled = { poll: 'q1', status: 'scheduled', opensAt: '2026-11-21T12:00:00Z' };
  const cancelled = { ...scheduled, status: 'closed', closedAt: '2026-11-21T11:59:00Z', result: { ballots: 0, final: true } };
  book.merge(scheduled);
  book.merge(cancelled);
  assert.equal(book.get('q1'), undefined);
  assert.deepEqual(book.all(), []);
  book.merge(scheduled);
  assert.deepEqual(book.all(), []);
  book.merge({ ...scheduled, poll: 'q2' });
  book.merge({ ...cancelled, poll: 'q2', result: { ballots: 1, final: true } });
  assert.equal(book.get('q2').status, 'closed');
});
