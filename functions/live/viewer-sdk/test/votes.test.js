import assert from 'node:assert/strict';
import test from 'node:test';
import { Problem } from '../src/problem.js';
import { Votes } from '../src/votes.js';
import { pass, settle, useWindow } from './flow.js';

const refusal = (status, code, retryAfterMillis = null) => new Problem({ status, code, retryAfterMillis });

function desk(t, options = {}) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const sent = [];
  const answers = [];
  const states = [];
  const votes = new Votes({
    send: async (poll, chosen, mediaTime) => {
      sent.push({ poll, chosen, mediaTime });
      const answer = await answers.shift();
      if (answer instanceof Error) throw answer;
      return answer ?? { outcome: 'accepted', receipt: 'r-1' };
    },
    onChange: (poll) => states.push(votes.get(poll).state),
    ...options,
  });
  t.after(() => votes.close());
  return { votes, sent, answers, states };
}

test('a vote is confirmed by its receipt', async (t) => {
  const { votes, sent, states } = desk(t);
  votes.cast('q1', ['red'], 1234);
  await settle();
  assert.deepEqual(sent, [{ poll: 'q1', chosen: ['red'], mediaTime: 1234 }]);
  assert.deepEqual(states, ['sending', 'accepted']);
  assert.equal(votes.get('q1').receipt, 'r-1');
});

test('is sent again until it is answered, with the media time of the tap', async (t) => {
  const { votes, sent, answers, states } = desk(t);
  answers.push(Problem.noAnswer(), refusal(503, 'overloaded'), { outcome: 'accepted' }, new TypeError('?'));
  answers.pop();
  votes.cast('q1', ['red'], 1234);
  await pass(t, 10_000);
  assert.equal(sent.length, 4, 'an answer without a receipt is none');
  assert.deepEqual(new Set(sent.map(({ mediaTime }) => mediaTime)), new Set([1234]));
  assert.deepEqual(states, ['sending', 'retrying', 'retrying', 'retrying', 'accepted']);
});

for (const status of [429, 503]) {
  test(`Retry-After of a ${status} is waited for`, async (t) => {
    const { votes, sent, answers } = desk(t);
    answers.push(refusal(status, 'overloaded', 7000));
    votes.cast('q1', ['red']);
    await pass(t, 3000);
    votes.wake();
    await pass(t, 3750);
    assert.equal(sent.length, 1);
    await pass(t, 250);
    await pass(t, 750);
    assert.equal(sent.length, 2);
    assert.equal(votes.get('q1').state, 'accepted');
  });
}

test('a tap while offline stays queued and goes out once when the network is back', async (t) => {
  const window = useWindow(t);
  const { votes, sent, answers, states } = desk(t);
  window.goes('offline');
  for (let i = 0; i < 30; i++) answers.push(Problem.noAnswer());
  votes.cast('q1', ['red']);
  await pass(t, 60_000, 1000);
  assert.deepEqual(new Set(states), new Set(['queued']));
  answers.length = 0;
  const before = sent.length;
  window.goes('online');
  votes.wake();
  await settle();
  assert.equal(sent.length, before + 1);
  assert.equal(votes.get('q1').state, 'accepted');
  await pass(t, 60_000, 1000);
  assert.equal(sent.length, before + 1);
});

test('the window was over when it came through: the viewer is told', async (t) => {
  const { votes, answers } = desk(t);
  answers.push(Problem.noAnswer(), refusal(409, 'poll-closed'));
  votes.cast('q1', ['red']);
  await pass(t, 1000);
  assert.equal(votes.get('q1').state, 'refused');
  assert.equal(votes.get('q1').error.code, 'poll-closed');
});

test('a change of mind while it waits is what is sent', async (t) => {
  const { votes, sent, answers } = desk(t);
  answers.push(Problem.noAnswer());
  votes.cast('q1', ['red']);
  await settle();
  votes.cast('q1', ['blue']);
  await settle();
  assert.deepEqual(sent.map(({ chosen }) => chosen[0]), ['red', 'blue']);
  assert.deepEqual(votes.get('q1').options, ['blue']);
  assert.equal(votes.get('q1').state, 'accepted');
});

test('a change of mind while the first is under way follows it', async (t) => {
  const { votes, sent, answers } = desk(t);
  let answer;
  answers.push(new Promise((resolve) => (answer = resolve)), { outcome: 'changed', receipt: 'r-2' });
  votes.cast('q1', ['red']);
  votes.cast('q1', ['blue']);
  await settle();
  assert.equal(sent.length, 1);
  answer({ outcome: 'accepted', receipt: 'r-1' });
  await settle();
  assert.deepEqual(sent.map(({ chosen }) => chosen[0]), ['red', 'blue']);
  assert.equal(votes.get('q1').receipt, 'r-2');
  assert.equal(votes.get('q1').state, 'changed');
});

test('too early by the server\'s clock alone: sent again while the viewer sees it open', async (t) => {
  let early = true;
  const { votes, sent, answers } = desk(t, { isEarly: () => early });
  answers.push(refusal(409, 'poll-not-open'), refusal(409, 'poll-not-open'));
  votes.cast('q1', ['red']);
  await settle();
  assert.equal(sent.length, 1);
  early = false;
  await pass(t, 1000);
  assert.equal(sent.length, 2);
  assert.equal(votes.get('q1').error.code, 'poll-not-open');
});

test('polls do not wait for one another', async (t) => {
  const { votes, answers } = desk(t);
  answers.push(Problem.noAnswer());
  votes.cast('q1', ['red']);
  votes.cast('q2', ['blue']);
  await settle();
  assert.equal(votes.get('q1').state, 'retrying');
  assert.equal(votes.get('q2').state, 'accepted');
});

test('another viewer on the same page sends nothing of the one before', async (t) => {
  const { votes, sent, answers } = desk(t);
  answers.push(Problem.noAnswer());
  votes.cast('q1', ['red']);
  await settle();
  votes.forget();
  await pass(t, 20_000, 1000);
  assert.equal(sent.length, 1);
  assert.equal(votes.get('q1'), undefined);
});
