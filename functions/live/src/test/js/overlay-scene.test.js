import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sceneOf } from '../../main/resources/META-INF/resources/oncue/overlay-scene.js';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const at = (seconds) => new Date(NOON + seconds * 1000).toISOString();
const RESULT = { counts: { red: 1 }, ballots: 1, final: true };
const MANUAL = { reveal: 'manual', holdMillis: 20_000 };
const AUTO = { reveal: 'auto', holdMillis: 20_000 };

const poll = (id, from, more = {}) => ({
  poll: id, status: 'open', opensAt: at(from), closesAt: at(from + 20), duration: 'PT20S', grace: 'PT0S', ...more,
});
const closed = (id, from, more = {}) => poll(id, from, { status: 'closed', closedAt: at(from + 20), result: RESULT, ...more });

const seen = (polls, seconds, rules) => {
  const scene = sceneOf(polls, NOON + seconds * 1000, rules);
  return scene && `${scene.poll.poll} ${scene.phase}${scene.counts ? ' counts' : ''}`;
};

test('nothing is shown before the first poll opens', () => {
  assert.equal(seen([], 0, MANUAL), null);
  assert.equal(seen([poll('q1', 10, { status: 'scheduled' })], 9, MANUAL), null);
  assert.equal(seen([poll('q1', 10, { status: 'scheduled' })], 10, MANUAL), 'q1 asking');
});

test('counts are shown while a poll is open only where viewers see them and nobody reveals', () => {
  const live = poll('q1', 0, { result: { ...RESULT, final: false } });
  assert.equal(seen([live], 5, MANUAL), 'q1 asking');
  assert.equal(seen([live], 5, AUTO), 'q1 asking counts');
  assert.equal(seen([poll('q1', 0)], 5, AUTO), 'q1 asking');
});

test('a result waits for the host, however long, and is then held', () => {
  assert.equal(seen([closed('q1', 0)], 100, MANUAL), 'q1 closed');
  const revealed = closed('q1', 0, { revealedAt: at(100) });
  assert.equal(seen([revealed], 100, MANUAL), 'q1 result counts');
  assert.equal(seen([revealed], 119.9, MANUAL), 'q1 result counts');
  assert.equal(seen([revealed], 120, MANUAL), null);
  assert.equal(seen([revealed], 9999, { ...MANUAL, holdMillis: 0 }), 'q1 result counts');
});

test('a result that nobody reveals is given up', () => {
  assert.equal(seen([closed('q1', 0)], 20 + 599, MANUAL), 'q1 closed');
  assert.equal(seen([closed('q1', 0)], 20 + 600, MANUAL), null);
});

test('without a host the result comes at the close', () => {
  assert.equal(seen([closed('q1', 0)], 21, AUTO), 'q1 result counts');
  assert.equal(seen([closed('q1', 0)], 41, AUTO), null);
});

test('between its end and its result a poll is closed, and shows no counts', () => {
  const counting = poll('q1', 0, { result: { ...RESULT, final: false } });
  assert.equal(seen([counting], 21, AUTO), 'q1 closed');
});

test('what happened last is on screen', () => {
  const polls = [closed('q1', 0), poll('q2', 30)];
  assert.equal(seen(polls, 31, MANUAL), 'q2 asking');
  const revealed = [closed('q1', 0, { revealedAt: at(35) }), poll('q2', 30, { closesAt: undefined })];
  assert.equal(seen(revealed, 36, MANUAL), 'q1 result counts');
  assert.equal(seen(revealed, 56, MANUAL), 'q2 asking');
});
