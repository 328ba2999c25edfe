import assert from 'node:assert/strict';
import test from 'node:test';
import { EventParser } from '../src/sse.js';

const FEED = '\r\n: hello\nid: a-1\nevent: tally\ndata: {"a":\ndata: 1}\n\n:\n\nid: a-2\rdata:x\r\r\nretry: 1500\nevent: reconnect\ndata: {}\n\nunknown: y\ndata\n\n';
const EVENTS = [
  { name: 'tally', data: '{"a":\n1}' }, { name: 'message', data: 'x' }, { name: 'reconnect', data: '{}' }, { name: 'message', data: '' },
];

test('reads events, ids and the wait', () => {
  const parser = new EventParser();
  assert.deepEqual(parser.push(FEED), EVENTS);
  assert.equal(parser.id, 'a-2');
  assert.equal(parser.retryMillis, 1500);
});

test('reads the same in whatever pieces it comes', () => {
  for (let size = 1; size < FEED.length; size++) {
    const parser = new EventParser();
    const events = [];
    for (let at = 0; at < FEED.length; at += size) events.push(...parser.push(FEED.slice(at, at + size)));
    assert.deepEqual(events, EVENTS, `pieces of ${size}`);
  }
});

test('a line\'s end that comes in two pieces is one', () => {
  const parser = new EventParser();
  assert.deepEqual([...parser.push('event: a\r'), ...parser.push('\ndata: 1\r\n\r'), ...parser.push('\n')], [{ name: 'a', data: '1' }]);
});

test('an event that was cut off is none', () => {
  const parser = new EventParser();
  assert.deepEqual(parser.push('id: a-3\ndata: half'), []);
  assert.equal(parser.id, '');
});

test('garbage makes no event, and an endless line ends it', () => {
  const parser = new EventParser();
  assert.deepEqual(parser.push('\0\uffff:::\n\n\nretry: never\nid: a\0b\n\n'), []);
  assert.equal(parser.id, '');
  assert.equal(parser.retryMillis, null);
  assert.throws(() => parser.push('x'.repeat(5_000_000)), RangeError);
});
