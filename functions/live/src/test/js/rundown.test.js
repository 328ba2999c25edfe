import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as rundown from '../../main/resources/META-INF/resources/oncue/rundown.js';

const poll = (id, more = {}) => ({
  poll: id,
  question: `Question ${id}?`,
  options: [{ id: 'red', text: 'Red' }, { id: 'blue', text: 'Blue' }],
  duration: 'PT20S',
  maxOptions: 1,
  revote: false,
  results: 'live',
  ...more,
});
const ids = (polls) => polls.map(({ poll: id }) => id);
const nobodyKnows = () => false;
const ABC = [poll('a'), poll('b'), poll('c')];

test('what was written is read', () => {
  const polls = [poll('a', { expectedViewers: 5000 }), poll('b', { asked: true, maxOptions: 2 })];
  assert.deepEqual(rundown.read(rundown.write(polls)), polls);
});

test('every field that a poll can be opened with is kept, to the letter', () => {
  const all = {
    poll: 'a', question: 'Who?', options: [{ id: 'red', text: 'Red' }, { id: 'blue', text: 'Blue' }],
    opensAt: '2026-11-21T20:00:00.000Z', duration: 'PT1M0.5S', closesAt: '2026-11-21T20:01:00.500Z', grace: 'PT0.5S',
    latency: { min: 'PT2S', max: 'PT8S' }, maxOptions: 2, revote: true, results: 'closed', expectedViewers: 0,
  };
  const [read] = rundown.read(JSON.stringify([all]));
  assert.deepEqual(read, all);
  assert.deepEqual(rundown.read(rundown.write([read])), [all]);
  const nothing = { min: 'PT0S', max: 'PT0S' };
  assert.deepEqual(rundown.read(JSON.stringify([poll('a', { latency: nothing, grace: 'PT0S' })]))[0].latency, nothing);
  assert.deepEqual(rundown.read(JSON.stringify([poll('a', { latency: { max: 'PT60S' } })]))[0].latency, { max: 'PT60S' });
});

test('a field that is null is left out, as in the contract', () => {
  const nulls = { duration: null, opensAt: null, closesAt: null, grace: null, latency: null, expectedViewers: null, maxOptions: null };
  const { duration, ...rest } = poll('a');
  assert.deepEqual(rundown.read(JSON.stringify([poll('a', nulls)])), [rest]);
});

test('a field that is not known is refused by its name', () => {
  const cases = {
    durations: poll('a', { durations: 'PT20S' }),
    stream: poll('a', { stream: 'show-42' }),
    mediaTime: poll('a', { mediaTime: '2026-11-21T20:00:00Z' }),
    status: poll('a', { status: 'closed' }),
    'options.colour': poll('a', { options: [{ id: 'red', text: 'Red', colour: '#f00' }, 'Blue'] }),
    'latency.avg': poll('a', { latency: { max: 'PT8S', avg: 'PT3S' } }),
  };
  for (const [field, bad] of Object.entries(cases)) {
    assert.throws(() => rundown.read(JSON.stringify([poll('b'), bad])), ({ key, values }) => {
      assert.deepEqual([key, values], ['rundown.bad.field', { number: 2, field }]);
      return true;
    });
  }
  assert.throws(() => rundown.read('{"polls":[],"latency":{}}'), ({ key, values }) => key === 'rundown.bad.file-field' && values.field === 'latency');
});

test('a file may leave out what the engine would make up, and may be a bare list', () => {
  const [read] = rundown.read(JSON.stringify([{ question: ' Who? ', options: ['Ada', 'Béla'] }]));
  assert.match(read.poll, /^poll-[0-9a-f]{16}$/);
  assert.deepEqual(read, {
    poll: read.poll, question: 'Who?', options: [{ id: 'ada', text: 'Ada' }, { id: 'bela', text: 'Béla' }],
    maxOptions: 1, revote: false, results: 'live',
  });
});

test('a bad file is refused with what is wrong and where', () => {
  const cases = {
    'not-json': ['', '{', 'polls'],
    'no-polls': ['{}', '7', 'null', '{"polls": {}}'],
    newer: ['{"version": 2, "polls": []}'],
    'too-many': [JSON.stringify(Array.from({ length: 201 }, (_, i) => poll(`p${i}`)))],
    twice: [JSON.stringify([poll('a'), poll('a')])],
    poll: ['[null]', '["Who?"]', '[[]]'],
    id: [[poll('a b')], [poll('')], [poll(7)], [poll('x'.repeat(129))]],
    question: [[poll('a', { question: '  ' })], [poll('a', { question: 'x'.repeat(301) })], [poll('a', { question: null })]],
    options: [[poll('a', { options: ['one'] })], [poll('a', { options: 'two' })], [poll('a', { options: { length: 3 } })],
      [poll('a', { options: undefined })], [poll('a', { options: Array(33).fill('x') })]],
    option: [[poll('a', { options: ['Red', ''] })], [poll('a', { options: ['Red', null] })], [poll('a', { options: ['Red', {}] })]],
    'option-id': [[poll('a', { options: [{ id: 'r d', text: 'Red' }, 'Blue'] })]],
    'option-ids': [[poll('a', { options: [{ id: 'x', text: 'Red' }, { id: 'x', text: 'Blue' }] })]],
    duration: [[poll('a', { duration: '20' })], [poll('a', { duration: 20 })], [poll('a', { duration: 'P32D' })], [poll('a', { duration: 'PT' })], [poll('a', { duration: 'PT0S' })]],
    instant: [[poll('a', { opensAt: 'tonight' })], [poll('a', { opensAt: '2026-11-21 20:00' })], [poll('a', { closesAt: 7 })]],
    end: [[poll('a', { opensAt: '2026-11-21T20:00:00Z', closesAt: '2026-11-21T20:00:00Z', duration: undefined })],
      [poll('a', { opensAt: '2026-11-21T20:00:00Z', closesAt: '2027-11-21T20:00:00Z', duration: undefined })]],
    'two-ends': [[poll('a', { opensAt: '2026-11-21T20:00:00Z', closesAt: '2026-11-21T20:00:30Z' })], [poll('a', { closesAt: '2026-11-21T20:00:30Z' })]],
    grace: [[poll('a', { grace: 'PT61S' })], [poll('a', { grace: 0.5 })], [poll('a', { grace: '' })]],
    latency: [[poll('a', { latency: 'PT8S' })], [poll('a', { latency: {} })], [poll('a', { latency: { min: 'PT9S', max: 'PT8S' } })],
      [poll('a', { latency: { max: 'PT61S' } })], [poll('a', { latency: [] })]],
    asked: [[poll('a', { asked: 'yes' })]],
    'max-options': [[poll('a', { maxOptions: 3 })], [poll('a', { maxOptions: 0 })], [poll('a', { maxOptions: '1' })]],
    revote: [[poll('a', { revote: 'no' })]],
    results: [[poll('a', { results: 'never' })]],
    'expected-viewers': [[poll('a', { expectedViewers: -1 })], [poll('a', { expectedViewers: 1.5 })]],
  };
  for (const [reason, files] of Object.entries(cases)) {
    for (const file of files) {
      const text = typeof file === 'string' ? file : JSON.stringify(file);
      assert.throws(() => rundown.read(text), (error) => error instanceof rundown.BadRundown && error.key === `rundown.bad.${reason}`, text);
    }
  }
  assert.throws(() => rundown.read(JSON.stringify([poll('a'), poll('b', { question: '' })])), ({ values }) => values.number === 2);
});

test('what is imported twice is there once, and an id that is taken is given anew', () => {
  assert.deepEqual(rundown.merge(ABC, [poll('b')]), ABC);
  assert.deepEqual(rundown.merge([poll('b', { asked: true })], [poll('b')]).length, 1);
  const merged = rundown.merge(ABC, [poll('b', { question: 'Another?' }), poll('d')]);
  assert.deepEqual(merged.map(({ question }) => question), ['Question a?', 'Question b?', 'Question c?', 'Another?', 'Question d?']);
  assert.equal(new Set(ids(merged)).size, 5);
  const full = Array.from({ length: 200 }, (_, i) => poll(`p${i}`));
  assert.throws(() => rundown.merge(full, [poll('one-more')]), rundown.BadRundown);
});

test('polls are put, moved, removed and put back, and the list that was is not changed', () => {
  assert.deepEqual(ids(rundown.put(ABC, poll('d'))), ['a', 'b', 'c', 'd']);
  assert.equal(rundown.put(ABC, poll('b', { question: 'New?' }))[1].question, 'New?');
  assert.deepEqual(ids(rundown.move(ABC, 'c', -1)), ['a', 'c', 'b']);
  assert.deepEqual(ids(rundown.move(ABC, 'a', 1)), ['b', 'a', 'c']);
  assert.deepEqual(ids(rundown.move(ABC, 'a', -1)), ['a', 'b', 'c']);
  assert.deepEqual(ids(rundown.move(ABC, 'c', 1)), ['a', 'b', 'c']);
  assert.deepEqual(ids(rundown.move(ABC, 'unknown', 1)), ['a', 'b', 'c']);
  assert.deepEqual(ids(rundown.insert(rundown.remove(ABC, 'b'), ABC[1], 1)), ['a', 'b', 'c']);
  assert.deepEqual(ids(ABC), ['a', 'b', 'c']);
});

test('the next poll is the first that nobody has asked', () => {
  assert.equal(rundown.next(ABC, nobodyKnows).poll, 'a');
  assert.equal(rundown.next(ABC, (id) => id === 'a').poll, 'b');
  assert.equal(rundown.next(rundown.noteAsked(ABC, 'a'), nobodyKnows).poll, 'b');
  assert.equal(rundown.next([], nobodyKnows), null);
  assert.equal(rundown.next(ABC, () => true), null);
});

test('a poll that is prepared again is another poll in the same place', () => {
  const asked = rundown.noteAsked(ABC, 'b');
  const again = rundown.again(asked, 'b');
  assert.notEqual(again[1].poll, 'b');
  assert.equal(again[1].question, 'Question b?');
  assert.equal(rundown.next(again, (id) => id === 'a').poll, again[1].poll);
});

test('what is sent has nothing of the rundown in it', () => {
  assert.deepEqual(rundown.draftOf(poll('a', { asked: true })), poll('a'));
});
