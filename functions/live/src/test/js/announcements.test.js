import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Announcements } from '../../main/resources/META-INF/resources/oncue/announcements.js';

const poll = (ballots, more = {}) => ({ poll: 'q1', result: { ballots }, ...more });

test('changes are told at once, what was there before is not', () => {
  const told = [];
  const announcements = new Announcements((what) => told.push(what));
  announcements.take(poll(5), 'open', 0);
  assert.deepEqual(told, []);
  announcements.take(poll(6), 'closing', 10);
  announcements.take(poll(6), 'closed', 20);
  announcements.take(poll(6), 'closed', 30);
  announcements.take(poll(6, { revealedAt: 'now' }), 'closed', 40);
  assert.deepEqual(told, ['closed', 'revealed']);
});

test('how the votes stand is told every fifteen seconds, when it has changed', () => {
  const told = [];
  const announcements = new Announcements((what, { result }) => told.push(`${what} ${result.ballots}`));
  announcements.take(poll(0), 'scheduled', 0);
  announcements.take(poll(0), 'open', 1000);
  for (let now = 1000; now <= 46_000; now += 250) announcements.take(poll(Math.min(now, 20_000)), 'open', now);
  assert.deepEqual(told, ['opened 0', 'tally 16000', 'tally 20000']);
});
