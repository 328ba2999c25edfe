import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lineup } from '../../main/resources/META-INF/resources/oncue/lineup.js';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const at = (seconds) => new Date(NOON + seconds * 1000).toISOString();
const closed = (poll, seconds, more) => ({ poll, status: 'closed', opensAt: at(-100), closedAt: at(seconds), ...more });
const names = (polls) => polls.map(({ poll }) => poll);

test('polls stand where the clock puts them', () => {
  const { coming, onAir, closed: over } = lineup([
    { poll: 'later', status: 'scheduled', opensAt: at(90) },
    { poll: 'soon', status: 'scheduled', opensAt: at(10) },
    { poll: 'due', status: 'scheduled', opensAt: at(-1), closesAt: at(20) },
    { poll: 'open', status: 'open', opensAt: at(-10) },
    { poll: 'counting', status: 'open', opensAt: at(-20), closesAt: at(-1) },
    closed('old', -60),
    closed('new', -30),
  ], NOON);
  assert.deepEqual(names(coming), ['soon', 'later']);
  assert.deepEqual(names(onAir), ['due', 'open', 'counting']);
  assert.deepEqual(names(over), ['new', 'old']);
});

test('the result to reveal is that of the poll that closed last, once', () => {
  assert.equal(lineup([], NOON).toReveal, null);
  assert.equal(lineup([closed('old', -60), closed('new', -30)], NOON).toReveal.poll, 'new');
  assert.equal(lineup([closed('old', -60), closed('new', -30, { revealedAt: at(-5) })], NOON).toReveal, null);
});
