import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lightOf } from '../../main/resources/META-INF/resources/oncue/warm-window.js';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const window = (status, from, to) => ({
  status, opensAt: new Date(NOON + from * 1000).toISOString(), closesAt: new Date(NOON + to * 1000).toISOString(),
});
const status = (mode, ...windows) => lightOf({ mode, windows }, NOON).status;

test('the light is that of the window under way, or of the next one', () => {
  assert.equal(status('keep'), 'none');
  assert.equal(status('keep', window('planned', 60, 90), window('warm', -5, 30)), 'warm');
  assert.equal(status('keep', window('planned', 900, 990), window('warming', 60, 90)), 'warming');
  assert.equal(status('keep', window('released', -5, 30), window('short', 60, 90)), 'short');
  assert.equal(status('keep', window('warm', -50, -1)), 'warm');
  assert.equal(status('keep', window('released', -50, -1), window('released', -90, -60)), 'released');
  assert.equal(status('keep', { status: 'warm', opensAt: new Date(NOON).toISOString() }), 'warm');
});

test('a pool that is only observed, or that nobody keeps, says so', () => {
  assert.deepEqual(lightOf({ mode: 'observe', windows: [] }, NOON), { status: 'none', window: null, observed: true });
  assert.equal(lightOf({ mode: 'keep', windows: [] }, NOON).observed, false);
  assert.deepEqual(lightOf({ windows: [window('planned', 60, 90)] }, NOON), { status: 'absent', window: null, observed: false });
});
