import assert from 'node:assert/strict';
import test from 'node:test';
import { CueScheduler } from '../src/scheduler.js';

function stage() {
  const log = [];
  const scheduler = new CueScheduler({ onShow: (poll) => log.push(`+${poll}`), onHide: (poll) => log.push(`-${poll}`) });
  const at = (time) => {
    log.length = 0;
    scheduler.update(() => time);
    return log.join(' ');
  };
  return { scheduler, at };
}

test('a window is on from its begin to just before its end', () => {
  const { scheduler, at } = stage();
  scheduler.window('q1', 100, 200);
  assert.equal(at(99.9), '');
  assert.equal(at(100), '+q1');
  assert.equal(at(199.9), '');
  assert.equal(at(200), '-q1');
});

test('a poll that was closed before it opened is never on', () => {
  const { scheduler, at } = stage();
  scheduler.window('q1', 100, 50);
  assert.equal(at(150), '');
});

test('seeks, stalls and long sleeps only leave what is on at that time', () => {
  const { scheduler, at } = stage();
  scheduler.window('q1', 100, 200);
  scheduler.window('q2', 300, Infinity);
  assert.equal(at(0), '');
  assert.equal(at(250), '', 'over a whole poll');
  assert.equal(at(150), '+q1', 'back');
  assert.equal(at(150), '', 'a stall');
  assert.equal(at(1e9), '-q1 +q2', 'a tab that slept');
  assert.equal(at(50), '-q2', 'before all');
});

test('nobody knows the time: nothing is on', () => {
  const { scheduler, at } = stage();
  scheduler.window('q1', 100, 200);
  at(150);
  assert.equal(at(undefined), '-q1');
});

test('cues of the stream beat the window', () => {
  const { scheduler, at } = stage();
  scheduler.window('q1', 100, 200);
  scheduler.add({ cue: 'show', poll: 'q1', at: 120 });
  assert.equal(at(110), '');
  assert.equal(at(120), '+q1');
  assert.equal(at(200), '-q1', 'the window ends it while no cue does');
  scheduler.add({ cue: 'hide', poll: 'q1', at: 220 });
  assert.equal(at(210), '+q1');
  assert.equal(at(220), '-q1');
});

test('the same cue twice does nothing twice', () => {
  const { scheduler, at } = stage();
  scheduler.window('q1', 100, Infinity);
  assert.equal(scheduler.add({ cue: 'show', poll: 'q1', at: 100 }), true);
  assert.equal(scheduler.add({ cue: 'show', poll: 'q1', at: 100 }), false);
  assert.equal(at(100), '+q1');
  assert.equal(at(100), '');
});

test('a cue may come before the poll it names, and in any order', () => {
  const { scheduler, at } = stage();
  scheduler.add({ cue: 'hide', poll: 'q1', at: 200 });
  scheduler.add({ cue: 'show', poll: 'q1', at: 100 });
  assert.equal(at(150), '');
  scheduler.window('q1', 0, 50);
  assert.equal(at(150), '+q1');
});

test('a poll can come back, and a window of no length shows nothing', () => {
  const { scheduler, at } = stage();
  scheduler.window('q1', 0, 0);
  assert.equal(at(0), '');
  for (const cue of ['show', 'hide']) scheduler.add({ cue, poll: 'q1', at: 5 });
  assert.equal(at(5), '');
  for (const [cue, time] of [['show', 10], ['hide', 20], ['show', 30], ['hide', 40]]) scheduler.add({ cue, poll: 'q1', at: time });
  assert.deepEqual([at(15), at(25), at(35), at(45)], ['+q1', '-q1', '+q1', '-q1']);
});

test('another source brings its own cues', () => {
  const { scheduler, at } = stage();
  scheduler.window('q1', 100, 200);
  scheduler.add({ cue: 'show', poll: 'q1', at: 500 });
  scheduler.forgetCues();
  assert.equal(at(150), '+q1');
});

test('a flood of cues is bounded', () => {
  const { scheduler, at } = stage();
  for (let i = 0; i < 100_000; i++) scheduler.add({ cue: 'show', poll: `p${i}`, at: i });
  for (let i = 0; i < 100_000; i++) scheduler.add({ cue: 'show', poll: 'q1', at: i });
  scheduler.window('q1', 0, Infinity);
  assert.equal(at(99_999), '+q1');
  assert.equal(scheduler.add({ cue: 'show', poll: 'p0', at: 0 }), true, 'the first of them is long forgotten');
});
