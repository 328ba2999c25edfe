import assert from 'node:assert/strict';
import test from 'node:test';
import { cueOfBytes, cuesOfDateRange, cuesOfId3, cuesOfSei, uuidText } from '../src/cues.js';
import { Problem } from '../src/problem.js';
import { AT, bytes, frame, id3, json, tag, txxx, uuid } from './carriers.js';

const CUE = { cue: 'show', stream: 'show-42', poll: 'q1', at: Date.parse(AT) };
const problem = (found) => {
  assert.equal(found.length, 1);
  assert.ok(isBadCue(found[0]), String(found[0]));
};
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
  assert.deepEqual(cuesOfId3(tag(frame('TXXX', [9, 1, 0, 2]), frame('TXXX', []), frame('TXXX', [1]), frame('TXXX', [3, 65]))), []);
  assert.deepEqual(cuesOfId3(bytes('ID')), []);
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
    problem(cuesOfId3(id3(fields)));
  }
  for (const text of ['', 'null', '[]', '{', '"show"', json({ pad: 'x'.repeat(1000) })]) assert.throws(() => cueOfBytes(bytes(text)), isBadCue, text);
  assert.throws(() => cueOfBytes(Uint8Array.of(0x22, 0xff, 0x22)), isBadCue);
  problem(cuesOfSei(uuid, new Uint8Array(0)));
  problem(cuesOfDateRange({ CLASS: 'dev.oncue.cue' }));
});

// Whatever bytes come, the parser ends, and says nothing but cues and bad cues.
test('cut and broken tags never end in anything else', () => {
  const whole = Uint8Array.from([...tag(txxx('a', 'b'), txxx('dev.oncue.cue', json())), ...id3()]);
  const tryOut = (garbage) => {
    for (const found of cuesOfId3(garbage)) assert.ok(isBadCue(found) || found.stream.length > 0, `${found?.stack}`);
    for (const found of cuesOfSei(uuid, garbage)) assert.ok(isBadCue(found) || found.stream.length > 0, `${found?.stack}`);
  };
  for (let length = 0; length <= whole.length; length++) tryOut(whole.subarray(0, length));
  let seed = 11;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 6000; round++) {
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

test('programs that end text with NUL are understood', () => {
  assert.deepEqual(cuesOfSei(uuid, bytes(`${json()}\0`)), [CUE]);
  assert.deepEqual(cuesOfSei(uuid, bytes(`${json()}\0\0\0`)), [CUE]);
  problem(cuesOfSei(uuid, bytes(`\0${json()}`)));
});

const utf16 = (text, isSwapped) => [...text].flatMap((character) => {
  const code = character.charCodeAt(0);
  return isSwapped ? [code >> 8, code & 255] : [code & 255, code >> 8];
});
const wide = (encoding, mark, isSwapped) => frame('TXXX', [
  encoding, ...mark, ...utf16('dev.oncue.cue', isSwapped), 0, 0, ...mark, ...utf16(json(), isSwapped),
]);

test('ID3 in every encoding of its text', () => {
  for (const encoding of [0, 3]) assert.deepEqual(cuesOfId3(tag(txxx('dev.oncue.cue', json(), encoding))), [CUE], `${encoding}`);
  assert.deepEqual(cuesOfId3(tag(wide(1, [0xff, 0xfe], false))), [CUE]);
  assert.deepEqual(cuesOfId3(tag(wide(1, [0xfe, 0xff], true))), [CUE]);
  assert.deepEqual(cuesOfId3(tag(wide(2, [], true))), [CUE]);
});

const sized = (size) => [(size >> 24) & 255, (size >> 16) & 255, (size >> 8) & 255, size & 255];
const header = (major, flags, size) => [0x49, 0x44, 0x33, major, 0, flags, (size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127];
const made = (major, flags, content, after = []) => Uint8Array.from([...header(major, flags, content.length), ...content, ...after]);
const oldFrame = (id, content, flags = 0) => [...bytes(id), ...sized(content.length), 0, flags, ...content];
const newFrame = (id, content, flags) => frame(id, content).map((byte, i) => (i === 9 ? flags : byte));
const ours = (value = json()) => [3, ...bytes('dev.oncue.cue'), 0, ...bytes(value)];
const unsynchronised = (content) => content.flatMap((byte, i) => (byte === 0xff && !(content[i + 1] < 0xe0 && content[i + 1] > 0) ? [byte, 0] : [byte]));

test('ID3 with padding, extended headers, footers, flags, and of version 2.3', () => {
  const two = txxx('dev.oncue.cue', json());
  assert.deepEqual(cuesOfId3(tag(two, Array(500).fill(0))), [CUE], 'padding');
  assert.deepEqual(cuesOfId3(Uint8Array.from([...made(4, 0x10, two, bytes('3DI\x04\0\x10\0\0\0\0')), ...id3({ poll: 'q2' })])), [CUE, { ...CUE, poll: 'q2' }], 'footer');
  assert.deepEqual(cuesOfId3(made(4, 0x40, [0, 0, 0, 6, 1, 0, ...two])), [CUE], 'extended header');
  assert.deepEqual(cuesOfId3(made(3, 0, oldFrame('TXXX', ours()))), [CUE], '2.3');
  assert.deepEqual(cuesOfId3(made(3, 0x40, [0, 0, 0, 6, 0, 0, 0, 0, 0, 0, ...oldFrame('TXXX', ours())])), [CUE], '2.3, extended');
  assert.deepEqual(cuesOfId3(made(3, 0, oldFrame('TXXX', [7, ...ours()], 0x20))), [CUE], '2.3, grouped');
  assert.deepEqual(cuesOfId3(tag(newFrame('TXXX', [7, 0, 0, 0, 92, ...ours()], 0x41))), [CUE], 'grouped, with its length');
  const mixed = [1, 0xff, 0xfe, ...utf16('dev.oncue.cue'), 0, 0, 0xff, 0xfe, ...utf16(json())];
  const escaped = unsynchronised(mixed);
  assert.ok(escaped.length > mixed.length);
  assert.deepEqual(cuesOfId3(tag(newFrame('TXXX', escaped, 2))), [CUE], 'unsynchronised frame');
  assert.deepEqual(cuesOfId3(made(3, 0x80, unsynchronised(oldFrame('TXXX', mixed)))), [CUE], 'unsynchronised tag');
  problem(cuesOfId3(tag(newFrame('TXXX', ours(), 8))));
  // As iTunes and ffmpeg's forks wrote sizes into 2.4.
  const long = json({ pad: 'x'.repeat(200) });
  assert.deepEqual(cuesOfId3(made(4, 0, [...oldFrame('TXXX', ours(long)), ...oldFrame('TIT2', [3, 65])])), [CUE], 'sizes of 2.3 in 2.4');
});

test('a broken frame never loses the good one beside it, and is told', () => {
  const good = txxx('dev.oncue.cue', json());
  const other = { ...CUE, poll: 'q2' };
  const withSize = (size) => good.map((byte, i) => (i >= 4 && i < 8 ? [0, 0, size >> 7, size & 127][i - 4] : byte));
  const length = good.length - 10;
  for (const broken of [
    txxx('dev.oncue.cue', '{'), withSize(length - 7), withSize(length + 20), withSize(5000), good.slice(0, 40),
    good.map((byte, i) => (i >= 4 && i < 8 ? 255 : byte)), [...bytes('tx!x'), ...good.slice(4)], [1, 2, 3], withSize(length + good.length + 4),
  ]) {
    for (const frames of [[broken, txxx('dev.oncue.cue', json({ poll: 'q2' }))], [txxx('dev.oncue.cue', json({ poll: 'q2' })), broken]]) {
      const found = cuesOfId3(tag(...frames));
      const cues = found.filter((one) => !isBadCue(one));
      assert.ok(cues.some(({ poll }) => poll === 'q2'), `${broken.slice(0, 10)}: ${found}`);
      assert.ok(found.length > cues.length, `told: ${broken.slice(0, 10)}`);
      assert.deepEqual(cues.find(({ poll }) => poll === 'q2'), other);
    }
  }
  const cut = cuesOfId3(Uint8Array.from([...id3({ poll: 'q2' }), ...id3().subarray(0, -5)]));
  assert.deepEqual(cut[0], other);
  assert.ok(cut.length === 2 && isBadCue(cut[1]), 'cut off');
  assert.deepEqual(cuesOfId3(Uint8Array.from([...bytes('?ID3x'), ...id3({ poll: 'q2' })])), [other], 'between tags');
});

test('whatever is broken in one frame, the other is read', () => {
  let seed = 5;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const first = txxx('dev.oncue.cue', json());
  for (let round = 0; round < 6000; round++) {
    const broken = [...first];
    for (let i = 0; i <= round % 3; i++) broken[random(broken.length)] = random(256);
    const second = txxx('dev.oncue.cue', json({ poll: 'q2' }));
    const found = cuesOfId3(round % 2 ? tag(broken, second) : tag(second, broken));
    assert.ok(found.some(({ poll }) => poll === 'q2'), `${broken}`);
  }
});

test('whatever a date range says, it is a cue, a bad cue or another\'s', () => {
  const values = [undefined, null, '', 0, {}, [], 'show', 'dev.oncue.cue', AT, '\0', 'x'.repeat(5000), NaN, 'constructor', '__proto__'];
  let seed = 3;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 5000; round++) {
    const attributes = Object.fromEntries(['CLASS', 'X-CUE', 'X-STREAM', 'X-POLL', 'START-DATE'].map((name) => [name, values[random(values.length)]]));
    for (const found of cuesOfDateRange(attributes)) assert.ok(isBadCue(found) || Number.isFinite(found.at), JSON.stringify(attributes));
  }
});
