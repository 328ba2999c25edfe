import assert from 'node:assert/strict';
import test from 'node:test';
import { cueOfBytes, cuesOfDateRange, cuesOfId3, cuesOfSei, uuidText } from '../src/cues.js';
import { Problem } from '../src/problem.js';
import { AT, bytes, frame, id3, json, tag, txxx, uuid } from './carriers.js';

const CUE = { cue: 'show', stream: 'show-42', poll: 'q1', at: Date.parse(AT) };
const isBadCue = (error) => error instanceof Problem && error.code === 'bad-cue' && error.detail.length > 10;

test('reads the cue of each carrier', () => {
  assert.deepEqual(cueOfBytes(bytes(json({ newer: [1] }))), CUE);
  assert.deepEqual(cuesOfId3(id3()), [CUE]);
  assert.deepEqual(cuesOfSei(uuid.toUpperCase(), bytes(json())), [CUE]);
  assert.deepEqual(cuesOfDateRange({
    ID: 'oncue-show-q1', CLASS: 'dev.oncue.cue', 'START-DATE': AT, 'X-CUE': 'show', 'X-STREAM': 'show-42', 'X-POLL': 'q1',
  }), [CUE]);
});

test('reads the very bytes of the wire format', () => {
  const hex = '49443304000000000066545858580000005c0000036465762e6f6e6375652e63756500';
  const tagged = Uint8Array.from([...Buffer.from(hex, 'hex'), ...bytes(json())]);
  // The sizes in it are those of this JSON.
  assert.equal(tagged.length, 10 + 0x66);
  assert.deepEqual(cuesOfId3(tagged), [CUE]);
});

test('finds the cue among other frames and tags', () => {
  const tags = [...tag(frame('PRIV', [1, 2, 3]), txxx('other', '{}'), txxx('dev.oncue.cue', json()), frame('TIT2', [3, 65])), ...id3({ cue: 'hide' })];
  assert.deepEqual(cuesOfId3(Uint8Array.from(tags)), [CUE, { ...CUE, cue: 'hide' }]);
  assert.deepEqual(cuesOfId3(tag(txxx('dev.oncue.cue', `${json()}\0`, 0))), [CUE]);
  // As a part of a larger buffer, which is how hls.js hands it on.
  assert.deepEqual(cuesOfId3(Uint8Array.from([9, 9, ...id3()]).subarray(2)), [CUE]);
});

test('what is another\'s is passed over in silence', () => {
  assert.deepEqual(cuesOfId3(tag(txxx('com.example', 'x'))), []);
  assert.deepEqual(cuesOfId3(tag(txxx('dev.oncue.cue', json(), 1))), [], 'in UTF-16');
  assert.deepEqual(cuesOfId3(id3().subarray(0, -5)), [], 'cut off');
  assert.deepEqual(cuesOfSei('00000000-0000-0000-0000-000000000000', bytes('x')), []);
  assert.deepEqual(cuesOfSei(undefined, undefined), []);
  assert.deepEqual(cuesOfDateRange({ CLASS: 'com.example', 'X-CUE': 'show' }), []);
  assert.deepEqual(cuesOfDateRange(undefined), []);
});

test('a cue that breaks a rule is a bad-cue', () => {
  for (const fields of [
    { cue: 'SHOW' }, { cue: null }, { stream: '' }, { stream: 'a b' }, { stream: 7 }, { poll: 'x'.repeat(129) }, { poll: ['q1'] },
    { at: 'yesterday' }, { at: 1700000000000 }, { at: '2026-13-45T99:00:00Z' }, { at: '2026-11-21' }, { at: undefined },
  ]) {
    assert.throws(() => cueOfBytes(bytes(json(fields))), isBadCue, JSON.stringify(fields));
    assert.throws(() => cuesOfId3(id3(fields)), isBadCue, JSON.stringify(fields));
  }
  for (const text of ['', 'null', '[]', '{', '"show"', json({ pad: 'x'.repeat(1000) })]) assert.throws(() => cueOfBytes(bytes(text)), isBadCue, text);
  assert.throws(() => cueOfBytes(Uint8Array.of(0x22, 0xff, 0x22)), isBadCue);
  assert.throws(() => cuesOfSei(uuid, new Uint8Array(0)), isBadCue);
  assert.throws(() => cuesOfDateRange({ CLASS: 'dev.oncue.cue' }), isBadCue);
});

// Whatever bytes come, the parser ends, and says nothing but cues and bad cues.
test('cut and broken tags never end in anything else', () => {
  const whole = Uint8Array.from([...tag(txxx('a', 'b'), txxx('dev.oncue.cue', json())), ...id3()]);
  const tryOut = (garbage) => {
    try {
      for (const cue of cuesOfId3(garbage)) assert.equal(cue.stream.length > 0, true);
    } catch (error) {
      assert.ok(isBadCue(error), `${error?.stack}`);
    }
  };
  for (let length = 0; length <= whole.length; length++) tryOut(whole.subarray(0, length));
  let seed = 11;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 20_000; round++) {
    const broken = whole.slice();
    for (let i = 0; i <= round % 4; i++) broken[random(broken.length)] = random(256);
    tryOut(broken);
  }
  for (let round = 0; round < 2000; round++) tryOut(Uint8Array.from({ length: random(64) }, () => random(256)));
});

test('a UUID as text', () => {
  assert.equal(uuidText(Uint8Array.from(Buffer.from(uuid.replaceAll('-', ''), 'hex'))), uuid);
  for (const none of [undefined, new Uint8Array(3)]) assert.notEqual(uuidText(none), uuid);
});
