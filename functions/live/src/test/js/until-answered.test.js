import assert from 'node:assert/strict';
import { test } from 'node:test';

import { untilAnswered } from '../../main/resources/META-INF/resources/oncue/until-answered.js';
import { Problem } from '../../../viewer-sdk/src/problem.js';

const away = (more) => new Problem({ status: 503, code: 'grid-unavailable', ...more });

/** An action that fails with each of these in turn and then succeeds, with what was waited for and how long. */
function failing(...problems) {
  const waited = [];
  const told = [];
  const action = async () => {
    if (problems.length > 0) throw problems.shift();
    return 'done';
  };
  return { action, waited, told, options: { onWait: ({ code }) => told.push(code), pause: async (millis) => waited.push(millis) } };
}

test('what fails in passing is done again, and each wait is told', async () => {
  const { action, waited, told, options } = failing(away(), Problem.noAnswer(), away({ retryAfterMillis: 1000 }));
  assert.equal(await untilAnswered(action, options), 'done');
  assert.deepEqual(told, ['grid-unavailable', 'no-answer', 'grid-unavailable']);
  assert.ok(waited[0] > 0 && waited[0] <= 500, waited);
  assert.ok(waited[2] > 1000 && waited[2] <= 3000, waited);
});

test('what will not pass is not tried again', async () => {
  const { action, waited, options } = failing(new Problem({ status: 409, code: 'poll-exists' }));
  await assert.rejects(untilAnswered(action, options), { code: 'poll-exists' });
  assert.deepEqual(waited, []);
});

test('it is given up after its patience', async () => {
  const { action, waited, options } = failing(...Array.from({ length: 100 }, () => away()));
  await assert.rejects(untilAnswered(action, { ...options, patienceMillis: 100 }), { code: 'grid-unavailable' });
  assert.deepEqual(waited, []);
});
