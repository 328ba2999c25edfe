import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import test from 'node:test';
import { Playhead, hlsSource, mpegtsSource, nativeSource } from '../src/media.js';
import { AT, bytes, id3, json, uuid } from './carriers.js';

const ZERO = Date.parse(AT);
const at = (source) => source.times()[0]?.at;

class Video extends EventTarget {
  currentTime = 0;
  readyState = 4;
  seeking = false;
  requests = [];
  textTracks = Object.assign(new EventTarget(), { [Symbol.iterator]: function* () {} });

  requestVideoFrameCallback(callback) {
    return this.requests.push(callback);
  }

  presents(mediaTime) {
    const [callback] = this.requests.splice(0);
    callback?.(0, { mediaTime });
  }
}

function given() {
  const video = new Video();
  const moves = [];
  const cues = [];
  const errors = [];
  const playhead = new Playhead(video, () => moves.push(1));
  let resets = 0;
  return {
    video, playhead, cues, errors, moves,
    resets: () => resets,
    to: { playhead, onCue: (cue) => cues.push(cue), onError: (error) => errors.push(error.code), onReset: () => resets++ },
  };
}

const fragment = (start, date, video) => ({ start, duration: 4, programDateTime: date, elementaryStreams: { video } });
const player = (more) => Object.assign(new EventEmitter(), more);
const levelOf = (fragments, dateRanges = {}) => ({ details: { fragments, dateRanges } });

test('the frame on screen decides, and the playhead where frames are not shown', () => {
  const { video, playhead, moves } = given();
  video.currentTime = 10.06;
  assert.equal(playhead.seconds, 10.06);
  video.presents(10);
  assert.equal(playhead.seconds, 10);
  assert.equal(moves.length, 1);
  video.currentTime = 11;
  assert.equal(playhead.seconds, 11, 'in the background');
  video.seeking = true;
  video.currentTime = 10.1;
  assert.equal(playhead.seconds, 10.1, 'where the seek goes');
  playhead.close();
  video.dispatchEvent(new Event('timeupdate'));
  video.presents(10.2);
  assert.equal(moves.length, 1);
});

test('without frame callbacks the screen\'s own frames ask', (t) => {
  const frames = [];
  globalThis.requestAnimationFrame = (callback) => frames.push(callback);
  t.after(() => delete globalThis.requestAnimationFrame);
  const video = Object.assign(new Video(), { requestVideoFrameCallback: undefined, currentTime: 3 });
  let moves = 0;
  const playhead = new Playhead(video, () => moves++);
  frames.shift()(16);
  assert.deepEqual([moves, playhead.seconds], [1, 3]);
  playhead.close();
  frames.shift()(32);
  assert.deepEqual([moves, frames.length], [1, 0]);
});

test('hls.js: the program date of the fragment that is shown, across a jump of the dates', () => {
  const { video, to } = given();
  const hls = player();
  const source = hlsSource(hls, to);
  assert.equal(at(source), undefined);
  hls.emit('hlsLevelUpdated', 0, levelOf([fragment(0, ZERO), fragment(4, ZERO + 60_000), fragment(8, NaN)]));
  video.currentTime = 1.5;
  assert.equal(at(source), ZERO + 1500);
  video.currentTime = 5;
  assert.equal(at(source), ZERO + 61_000);
  video.currentTime = 9;
  assert.equal(at(source), undefined);
  video.currentTime = 5;
  assert.equal(at(source), ZERO + 61_000);
  hls.emit('hlsLevelUpdated', 0, levelOf([fragment(12, ZERO + 999_000)]));
  assert.equal(at(source), ZERO + 61_000, 'the playlist has dropped what is still played');
  video.currentTime = 8.5;
  hls.emit('hlsLevelUpdated', 0, levelOf([fragment(12, ZERO + 999_000)]));
  assert.equal(at(source), ZERO + 64_500);
  hls.emit('hlsManifestLoading');
  video.currentTime = 1.5;
  assert.equal(at(source), undefined, 'another source');
});

test('hls.js: the date is that of the first picture, not of the sound before it', () => {
  const { video, to } = given();
  const hls = player({ levels: [levelOf([fragment(0, ZERO, { startPTS: 0.04 })])], currentLevel: 0 });
  const source = hlsSource(hls, to);
  video.currentTime = 2.04;
  assert.equal(at(source), ZERO + 2000);
});

test('hls.js: cues of all carriers, and what is broken loses nothing else', () => {
  const { to, cues, errors, resets } = given();
  const hls = player();
  const source = hlsSource(hls, to);
  const range = { CLASS: 'dev.oncue.cue', 'START-DATE': AT, 'X-CUE': 'show', 'X-STREAM': 'show-42', 'X-POLL': 'q1' };
  hls.emit('hlsLevelUpdated', 0, levelOf([], { bad: { attr: { ...range, 'X-CUE': '?' } }, none: null, good: { attr: range } }));
  hls.emit('hlsFragParsingMetadata', 0, { samples: [
    { data: id3({ at: '?' }), pts: 1 }, { data: id3({ poll: 'q2' }), pts: 1, type: 'https://aomedia.org/emsg/ID3' }, { data: new Uint8Array(3), pts: 2 },
  ] });
  hls.emit('hlsFragParsingUserdata', 0, { samples: [{ uuid, userDataBytes: bytes('{'), pts: 1 }, { uuid, userDataBytes: bytes(json({ poll: 'q3' })), pts: 1 }, { type: 3 }] });
  hls.emit('hlsFragParsingUserdata', 0, {});
  assert.deepEqual(cues.map(({ poll }) => poll), ['q1', 'q2', 'q3']);
  assert.deepEqual(errors, ['bad-cue', 'bad-cue', 'bad-cue']);
  hls.emit('hlsManifestLoading');
  assert.equal(resets(), 1);
  source.close();
  assert.equal(hls.eventNames().length, 0);
});

test('a stream without dates is placed by its cues, a cue that is repeated later does not move it', () => {
  const { video, to } = given();
  const hls = player();
  const source = hlsSource(hls, to);
  hls.emit('hlsFragParsingMetadata', 0, { samples: [{ data: id3(), pts: 10 }] });
  hls.emit('hlsFragParsingMetadata', 0, { samples: [{ data: id3(), pts: 14 }] });
  video.currentTime = 11;
  assert.equal(at(source), ZERO + 1000);
});

test('mpegts.js: timed ID3 and SEI, both in milliseconds', () => {
  const { video, to, cues, errors } = given();
  const mpegts = player();
  const source = mpegtsSource(mpegts, to);
  assert.equal(at(source), undefined);
  mpegts.emit('timed_id3_metadata_arrived', { data: id3(), pts: 10_000 });
  video.currentTime = 12;
  assert.equal(at(source), ZERO + 2000);
  const sei = { uuid: Uint8Array.from(Buffer.from(uuid.replaceAll('-', ''), 'hex')), user_data: bytes(json({ cue: 'hide' })), pts: 11_000 };
  mpegts.emit('sei_arrived', sei);
  mpegts.emit('sei_arrived', { type: 4, size: 9, pts: 11_000 });
  mpegts.emit('sei_arrived', { ...sei, user_data: bytes('?') });
  assert.deepEqual(cues.map(({ cue }) => cue), ['show', 'hide']);
  assert.equal(at(source), ZERO + 1000);
  assert.deepEqual(errors, ['bad-cue']);
  source.close();
  assert.equal(mpegts.eventNames().length, 0);
});

test('Safari: the start date of the timeline, and ID3 of its text tracks', () => {
  const { video, to, cues, errors } = given();
  const source = nativeSource(video, to);
  assert.equal(at(source), undefined);
  video.getStartDate = () => new Date(NaN);
  assert.equal(at(source), undefined);
  video.getStartDate = () => new Date(ZERO);
  video.currentTime = 3;
  assert.equal(at(source), ZERO + 3000);
  const track = Object.assign(new EventTarget(), { kind: 'metadata', cues: [
    { startTime: 1, value: { key: 'TXXX', info: 'dev.oncue.cue', data: json() } }, { startTime: 2, value: { key: 'TXXX', info: 'other', data: 'x' } },
    { startTime: 3, text: 'words' }, { startTime: 4, value: { key: 'TXXX', info: 'dev.oncue.cue', data: '?' } },
  ] });
  video.textTracks.dispatchEvent(Object.assign(new Event('addtrack'), { track }));
  track.dispatchEvent(new Event('cuechange'));
  assert.equal(track.mode, 'hidden');
  assert.deepEqual(cues.map(({ poll }) => poll), ['q1']);
  assert.deepEqual(errors, ['bad-cue']);
  source.close();
  track.dispatchEvent(new Event('cuechange'));
  assert.equal(cues.length, 1);
});
