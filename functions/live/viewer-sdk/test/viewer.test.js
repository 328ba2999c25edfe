import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import test from 'node:test';
import { connect } from '../src/index.js';
import { id3 } from './carriers.js';
import { Engine, instant } from './engine.js';
import { pass, settle, useDocument, useWindow } from './flow.js';

const LATENCY = { min: 'PT2S', max: 'PT8S' };

// A page: mocked timers, the browser's window, an engine behind fetch; its clock is ten minutes wrong.
async function page(t, options = {}) {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: Date.UTC(2026, 10, 21, 20) });
  t.mock.method(performance, 'now', () => Date.now());
  const window = useWindow(t);
  const engine = new Engine(() => Date.now() + 600_000);
  t.mock.method(globalThis, 'fetch', engine.fetch);
  const log = [];
  const open = () => {
    const viewer = connect({
      origin: 'http://engine', stream: 'show-42', token: 'T', ...options,
      onShow: ({ poll }) => log.push(`+${poll}`), onHide: ({ poll }) => log.push(`-${poll}`), onError: ({ code }) => log.push(`!${code}`),
      ...options.on,
    });
    t.after(() => viewer.close());
    return viewer;
  };
  return { engine, window, open, log };
}

class Video extends EventTarget {
  currentTime = 0;
  readyState = 4;
  moves(seconds) {
    this.currentTime = seconds;
    this.dispatchEvent(new Event('timeupdate'));
  }
}

function playing(start) {
  const video = new Video();
  const hls = Object.assign(new EventEmitter(), {
    levels: [{ details: { fragments: [{ start: 0, duration: 600, programDateTime: start }], dateRanges: {} } }], currentLevel: 0,
  });
  return { video, hls };
}

test('a poll is shown as the server has it, and a vote is confirmed', async (t) => {
  const { engine, open, log } = await page(t);
  engine.poll();
  const viewer = open();
  await settle();
  assert.deepEqual(log, ['+q1']);
  assert.deepEqual(viewer.polls().map(({ status, canVote, visible }) => [status, canVote, visible]), [['open', true, true]]);
  viewer.vote('q1', 'red');
  await settle();
  assert.deepEqual(viewer.view('q1').vote, { state: 'accepted', options: ['red'], receipt: 'r-1', error: undefined });
  assert.equal(viewer.view('q1').ballot.receipt, 'r-1');
  assert.equal(viewer.view('q1').canVote, false);
  assert.equal('mediaTime' in engine.votes[0], false);
  assert.throws(() => viewer.vote('q9', 'red'), TypeError);
});

test('a configured latency moves all of it', async (t) => {
  const { engine, open, log } = await page(t, { latency: 5000 });
  engine.poll({ opensAt: instant(engine.now()), closesAt: instant(engine.now() + 10_000), latency: LATENCY });
  const viewer = open();
  await pass(t, 4500);
  assert.deepEqual(log, []);
  await pass(t, 1000);
  assert.deepEqual(log, ['+q1']);
  viewer.vote('q1', 'red');
  await settle();
  assert.ok(Math.abs(Date.parse(engine.votes[0].mediaTime) - (engine.now() - 5000)) < 300);
  await pass(t, 10_000);
  assert.deepEqual(log, ['+q1', '-q1']);
});

test('the picture decides: seeks in both directions, and a pause', async (t) => {
  const { engine, open, log } = await page(t, playing(Date.UTC(2026, 10, 21, 20, 10)));
  const begin = engine.now();
  engine.poll({ opensAt: instant(begin + 10_000), closesAt: instant(begin + 20_000), latency: { min: 'PT0S', max: 'PT60S' } });
  const { video, hls } = playing(begin);
  const viewer = connect({ origin: 'http://engine', stream: 'show-42', token: 'T', video, hls, onShow: () => log.push('show'), onHide: () => log.push('hide') });
  t.after(() => viewer.close());
  await settle();
  video.moves(9.99);
  assert.deepEqual(log, []);
  video.moves(10);
  video.moves(300);
  video.moves(15);
  await pass(t, 10_000);
  video.moves(2);
  assert.deepEqual(log, ['show', 'hide', 'show', 'hide']);
});

test('cues of the stream beat the window; those of another stream and broken ones show nothing', async (t) => {
  const { video, hls } = playing(0);
  const { engine, open, log } = await page(t, { video, hls });
  const begin = engine.now();
  hls.levels[0].details.fragments[0].programDateTime = begin;
  engine.poll({ opensAt: instant(begin), latency: LATENCY });
  open();
  hls.emit('hlsFragParsingMetadata', 0, { samples: [
    { data: id3({ at: instant(begin + 5000) }), pts: 5 }, { data: id3({ at: instant(begin), stream: 'other' }), pts: 0 }, { data: id3({ cue: '?' }), pts: 0 },
  ] });
  await settle();
  video.moves(4.9);
  assert.deepEqual(log, ['!bad-cue']);
  video.moves(5);
  assert.deepEqual(log, ['!bad-cue', '+q1']);
});

test('a cue may come before its poll, and asks for nothing', async (t) => {
  const { video, hls } = playing(0);
  const { engine, open, log } = await page(t, { video, hls });
  const begin = engine.now();
  hls.levels[0].details.fragments[0].programDateTime = begin;
  open();
  await settle();
  hls.emit('hlsFragParsingMetadata', 0, { samples: [{ data: id3({ poll: 'q2', at: instant(begin) }), pts: 0 }] });
  await pass(t, 1000);
  assert.deepEqual(log, []);
  engine.tell('poll-opened', engine.poll({ poll: 'q2', opensAt: instant(begin) }));
  await settle();
  assert.deepEqual(log, ['+q2']);
  assert.deepEqual(engine.asked.filter((request) => request.includes('/polls/')), []);
});

test('a seek and a stall leave on what is on', async (t) => {
  const { video, hls } = playing(0);
  const { engine, open, log } = await page(t, { video, hls });
  const begin = engine.now();
  hls.levels[0].details.fragments[0].programDateTime = begin;
  engine.poll({ opensAt: instant(begin) });
  open();
  await settle();
  // As browsers say it while they look for the picture at a new place.
  video.readyState = 1;
  video.moves(30);
  assert.deepEqual(log, ['+q1']);
  video.readyState = 0;
  video.moves(0);
  assert.deepEqual(log, ['+q1', '-q1'], 'another video is being loaded');
});

test('the answer was lost: the vote is sent again and counts once', async (t) => {
  const { engine, open } = await page(t);
  engine.poll();
  const viewer = open();
  await settle();
  engine.isForgetful = true;
  viewer.vote('q1', 'red');
  await settle();
  assert.equal(viewer.view('q1').vote.state, 'retrying');
  engine.isForgetful = false;
  await pass(t, 1000);
  assert.equal(viewer.view('q1').vote.state, 'accepted');
  assert.equal(viewer.view('q1').vote.receipt, 'r-1');
  assert.equal(engine.votes.length, 2);
});

test('after an outage: no poll is missed, none is left over, and the queued vote is counted once', async (t) => {
  const { engine, window, open, log } = await page(t);
  engine.poll({ poll: 'old' });
  engine.poll({ closesAt: instant(engine.now() + 60_000) });
  const viewer = open();
  await settle();
  engine.cut();
  window.goes('offline');
  await settle();
  assert.equal(viewer.view('q1').canVote, true, 'offline is no reason to refuse a tap');
  viewer.vote('q1', 'blue');
  await settle();
  assert.equal(viewer.view('q1').vote.state, 'queued');
  engine.poll({ poll: 'old', status: 'closed', closedAt: instant(engine.now() + 1000) });
  engine.poll({ poll: 'new', opensAt: instant(engine.now() + 1000) });
  await pass(t, 5000);
  assert.equal(engine.votes.length, 0);
  engine.isCut = false;
  window.goes('online');
  await pass(t, 2000);
  assert.deepEqual(viewer.view('q1').vote.state, 'accepted');
  assert.equal(engine.votes.length, 1);
  assert.deepEqual(log.filter((entry) => entry !== '+q1').sort(), ['+new', '+old', '-old']);
});

test('the window was over when the network came back: told so, and nothing is claimed', async (t) => {
  const { engine, window, open } = await page(t);
  engine.poll();
  const viewer = open();
  await settle();
  engine.cut();
  window.goes('offline');
  viewer.vote('q1', 'blue');
  await pass(t, 3000);
  engine.poll({ status: 'closed', closedAt: instant(engine.now()) });
  engine.isCut = false;
  window.goes('online');
  await pass(t, 2000);
  const { vote, ballot, canVote } = viewer.view('q1');
  assert.deepEqual([vote.state, vote.error.code, ballot, canVote], ['refused', 'poll-closed', undefined, false]);
});

test('the tap is too long ago for the server, but the poll is open before the viewer\'s eyes: it counts', async (t) => {
  const { engine, window, open } = await page(t, { latency: 5000 });
  engine.poll({ opensAt: instant(engine.now() - 20_000), latency: LATENCY });
  const viewer = open();
  await settle();
  engine.cut();
  window.goes('offline');
  viewer.vote('q1', 'blue');
  await pass(t, 12_000);
  engine.isCut = false;
  window.goes('online');
  await pass(t, 2000);
  assert.equal(viewer.view('q1').vote.state, 'accepted');
  assert.ok(Date.parse(engine.votes.at(-1).mediaTime) - Date.parse(engine.votes[0].mediaTime) > 11_000);
  assert.equal(engine.votes.length, 2);
});

test('did my vote count? After a reconnect the state says so', async (t) => {
  const { engine, open } = await page(t);
  engine.poll();
  const viewer = open();
  await settle();
  assert.equal(viewer.view('q1').ballot, undefined);
  engine.cut();
  engine.ballots.set('q1', { options: ['red'], receipt: 'r-elsewhere' });
  engine.isCut = false;
  await pass(t, 4000);
  assert.equal(viewer.view('q1').ballot.receipt, 'r-elsewhere');
  assert.equal(engine.asked.filter((request) => request.endsWith('/state')).length, 1);
});

test('another ballot counts already: the truth is shown', async (t) => {
  const { engine, open } = await page(t);
  engine.poll();
  const viewer = open();
  await settle();
  engine.ballots.set('q1', { options: ['red'], receipt: 'r-elsewhere' });
  viewer.vote('q1', 'blue');
  await settle();
  const { vote, ballot } = viewer.view('q1');
  assert.deepEqual([vote.state, vote.error.code, ballot.options], ['refused', 'already-voted', ['red']]);
});

test('a poll that is about to close keeps its new end', async (t) => {
  const { engine, open, log } = await page(t, { latency: 5000 });
  const poll = engine.poll({ opensAt: instant(engine.now() - 10_000), latency: LATENCY });
  const viewer = open();
  await settle();
  engine.tell('poll-closing', { ...poll, closesAt: instant(engine.now()) });
  engine.tell('tally', { poll: 'q1', result: { counts: {}, ballots: 0, final: false, certified: false, asOf: instant(engine.now()) } });
  engine.tell('something-new', { poll: 'q1' });
  await settle();
  assert.equal(viewer.view('q1').canVote, true, 'this viewer sees it open for five seconds more');
  await pass(t, 5250);
  assert.deepEqual(log, ['+q1', '-q1']);
  assert.equal(viewer.view('q1').canVote, false);
});

test('without a latency the server\'s window is the only one', async (t) => {
  const { engine, open } = await page(t, { latency: 5000 });
  engine.poll({ opensAt: instant(engine.now() - 10_000), closesAt: instant(engine.now() + 1000) });
  const viewer = open();
  await settle();
  assert.equal(viewer.view('q1').canVote, true);
  viewer.vote('q1', 'red');
  await settle();
  assert.equal('mediaTime' in engine.votes[0], false);
  await pass(t, 1500);
  assert.deepEqual([viewer.view('q1').status, viewer.view('q1').canVote], ['open', false]);
});

test('another source from now on', async (t) => {
  const { video, hls } = playing(0);
  const { engine, open, log } = await page(t, { video, hls });
  const begin = engine.now();
  hls.levels[0].details.fragments[0].programDateTime = begin;
  engine.poll({ opensAt: instant(begin + 5000), latency: LATENCY });
  const viewer = open();
  await settle();
  video.moves(5);
  const other = playing(begin);
  viewer.attach(other);
  other.video.moves(1);
  assert.deepEqual(log, ['+q1', '-q1']);
  assert.equal(hls.eventNames().length, 0);
  video.moves(6);
  assert.deepEqual(log, ['+q1', '-q1']);
});

test('the page\'s own errors do not stop the SDK, and wrong options are told at once', async (t) => {
  const thrown = [];
  const later = globalThis.queueMicrotask;
  t.mock.method(globalThis, 'queueMicrotask', (task) => later(() => {
    try {
      task();
    } catch (error) {
      thrown.push(error.message);
    }
  }));
  const { engine, open } = await page(t, { on: { onChange: () => { throw new Error('the page is broken'); } } });
  engine.poll();
  const viewer = open();
  await settle();
  assert.equal(viewer.view('q1').status, 'open');
  assert.ok(thrown.includes('the page is broken'), 'the page can see it');
  assert.throws(() => connect({ token: 'T' }), TypeError);
  assert.throws(() => connect({ stream: 'show-42', token: 'T', hls: new EventEmitter() }), TypeError);
});

test('closed is closed', async (t) => {
  const { engine, open } = await page(t);
  engine.poll({ closesAt: instant(engine.now() + 60_000) });
  const viewer = open();
  await settle();
  engine.cut();
  viewer.vote('q1', 'red');
  await settle();
  viewer.close();
  const before = engine.asked.length;
  await pass(t, 600_000, 10_000);
  assert.equal(engine.asked.length, before);
});

// A live playlist whose dates are off, as it is loaded again and again.
function live(begin, off) {
  const { video, hls } = playing(0);
  const load = (seconds, millis = off) => {
    const fragments = Array.from({ length: 5 }, (_, i) => {
      const sn = Math.floor(seconds / 4) - 4 + i;
      return { sn, start: sn * 4, duration: 4, programDateTime: begin + sn * 4000 + millis };
    });
    hls.emit('hlsLevelUpdated', 0, { details: { live: true, edge: fragments.at(-1).start + 4, fragments } });
    video.moves(seconds - 4);
  };
  hls.levels = [];
  return { video, hls, load };
}

for (const [off, code] of [[5 * 3_600_000, 'ahead'], [-3_600_000, 'behind']]) {
  test(`dates that are ${code}: told, and the clock is used; once they are right they are taken again`, async (t) => {
    const { video, hls, load } = live(Date.UTC(2026, 10, 21, 20, 10) - 100_000, off);
    const { engine, open, log } = await page(t, { video, hls });
    engine.poll({ opensAt: instant(engine.now() - 1000), closesAt: instant(engine.now() + 20_000), latency: LATENCY });
    const viewer = open();
    await pass(t, 1000);
    load(100);
    await pass(t, 1250);
    assert.deepEqual(log, ['+q1', `!media-time-${code}`]);
    assert.equal(viewer.timeSource, 'server-clock');
    assert.equal(viewer.mediaTime(), undefined);
    load(104, 0);
    assert.equal(viewer.timeSource, 'program-dates');
    assert.equal(viewer.mediaTime(), Date.UTC(2026, 10, 21, 20, 10));
    load(108, off);
    await pass(t, 500);
    assert.equal(log.filter((entry) => entry.endsWith(code)).length, 1, 'not told each time');
    assert.ok(Math.abs((viewer.mediaTime() ?? engine.now()) - engine.now()) < 5000);
  });
}

test('dates that jump back are not followed, and a seek is no jump', async (t) => {
  const begin = Date.UTC(2026, 10, 21, 20, 10) - 100_000;
  const { video, hls, load } = live(begin, 0);
  const { open, log } = await page(t, { video, hls });
  const viewer = open();
  await settle();
  load(100);
  video.moves(85);
  assert.equal(viewer.mediaTime(), begin + 85_000, 'rewound');
  video.moves(97);
  load(104);
  assert.deepEqual(log, []);
  hls.emit('hlsLevelUpdated', 0, { details: { live: true, edge: 112, fragments: [24, 25, 26, 27].map((sn) => (
    { sn, start: sn * 4, duration: 4, programDateTime: begin + sn * 4000 - (sn >= 26 ? 3000 : 0) })) } });
  for (const seconds of [103.9, 104.1, 109]) {
    video.moves(seconds);
    assert.ok(Math.abs(viewer.mediaTime() - begin - seconds * 1000) < 1, `${seconds}`);
  }
  assert.deepEqual(log, ['!media-time-jumped']);
  assert.equal(viewer.timeSource, 'program-dates');
});

test('a recording of yesterday is placed by its dates, however late', async (t) => {
  const begin = Date.UTC(2026, 10, 20);
  const { open, log } = await page(t, playing(begin));
  const viewer = open();
  await pass(t, 1000);
  assert.equal(viewer.mediaTime(), begin);
  assert.deepEqual(log, []);
});

test('a latency that is none is told and not used', async (t) => {
  const { open, log } = await page(t, { latency: NaN });
  const viewer = open();
  await settle();
  assert.equal(viewer.mediaTime(), undefined);
  assert.equal(viewer.timeSource, 'server-clock');
  assert.deepEqual(log, ['!media-time-invalid']);
});

for (const sign of ['online', 'pageshow', 'visibilitychange', 'resume', 'the feed', 'the clocks part', 'a late timer']) {
  test(`after a sleep in which the clock stood still: ${sign}, and the server is asked before anything is shown`, async (t) => {
    const document = useDocument(t);
    const { engine, window, open, log } = await page(t);
    let stoodStill = 0;
    performance.now.mock.mockImplementation(() => Date.now() - stoodStill);
    const viewer = open();
    await pass(t, 2000);
    // Only the sign under test may tell: the device's own clock stands still as well.
    const partsTell = sign === 'the clocks part';
    const sleep = 600_000;
    if (partsTell) {
      const awakeAll = Date.now;
      t.mock.method(Date, 'now', () => awakeAll() + sleep);
      stoodStill = sleep;
    } else if (sign === 'a late timer') {
      t.mock.timers.setTime(Date.now() + 20_000);
    }
    const behind = partsTell ? 0 : sleep;
    const awake = engine.now;
    engine.now = () => awake() + behind;
    engine.poll({ opensAt: instant(engine.now() - 5000), closesAt: instant(engine.now() + 5000) });
    const asked = engine.asked.length;
    if (sign === 'the feed') {
      engine.cut();
      engine.isCut = false;
      await pass(t, 1000);
    } else if (['online', 'pageshow'].includes(sign)) window.goes(sign);
    else if (!partsTell && sign !== 'a late timer') document.dispatchEvent(new Event(sign));
    await pass(t, 1500);
    assert.ok(engine.asked.slice(asked).includes('GET /time'), 'asked');
    assert.ok(Math.abs(viewer.now() - engine.now()) < 50, `${viewer.now() - engine.now()} ms off`);
    engine.tell('poll-opened', engine.polls.get('q1'));
    await settle();
    assert.deepEqual(log, ['+q1']);
  });
}

test('while the server is asked anew nothing is shown by a clock that may be wrong; that has an end', async (t) => {
  const { engine, window, open, log } = await page(t);
  engine.poll({ opensAt: instant(engine.now() + 3000) });
  open();
  await pass(t, 2000);
  const answer = engine.fetch;
  let isSilent = true;
  globalThis.fetch.mock.mockImplementation((address, request) =>
    (isSilent && address.endsWith('/time') ? new Promise(() => {}) : answer(address, request)));
  window.goes('pageshow');
  await pass(t, 4000);
  assert.deepEqual(log, []);
  await pass(t, 2000);
  assert.deepEqual(log, ['+q1'], 'what was known has to do');
});

test('behind a proxy that holds the feed back: the state is asked for at a bounded pace, and votes go on', async (t) => {
  const standing = [];
  const { engine, open, log } = await page(t, { on: { onConnection: (status) => standing.push(status) } });
  engine.isHeldBack = true;
  const viewer = open();
  await pass(t, 3750);
  assert.deepEqual(standing, ['connecting'], 'not live');
  await pass(t, 1250);
  assert.deepEqual(standing, ['connecting', 'polling']);
  engine.poll();
  await pass(t, 4250);
  assert.deepEqual(log, ['+q1']);
  viewer.vote('q1', 'red');
  await settle();
  assert.equal(viewer.view('q1').vote.state, 'accepted');
  const states = () => engine.asked.filter((request) => request.endsWith('/state')).length;
  const before = states();
  await pass(t, 60_000);
  assert.ok(states() - before >= 14 && states() - before <= 31, `${states() - before} in a minute`);
  assert.ok(!standing.includes('live') && standing.at(-1) === 'polling', String(standing));
  engine.isHeldBack = false;
  engine.tell('viewers', { viewers: 7 });
  await settle();
  assert.equal(standing.at(-1), 'live');
  const last = states();
  await pass(t, 10_000);
  assert.ok(states() - last <= 1, 'one to be sure, and no more');
});

test('a state that is none does not end the asking', async (t) => {
  const standing = [];
  const { engine, open } = await page(t, { on: { onConnection: (status) => standing.push(status) } });
  engine.isHeldBack = true;
  const answers = ['null', '{}', '{"polls":[null]}'];
  const answer = engine.fetch;
  globalThis.fetch.mock.mockImplementation(async (address, request) =>
    (address.endsWith('/state') && answers.length > 0 ? new Response(answers.shift()) : answer(address, request)));
  open();
  await pass(t, 60_000, 1000);
  assert.equal(standing.at(-1), 'polling');
  assert.equal(answers.length, 0);
});

test('nothing answers at all: no state is claimed, and the pace slows down', async (t) => {
  const standing = [];
  const { engine, open } = await page(t, { on: { onConnection: (status) => standing.push(status) } });
  engine.isCut = true;
  const viewer = open();
  await pass(t, 300_000, 1000);
  assert.ok(!standing.includes('polling') && !standing.includes('live'));
  const asked = engine.asked.length;
  await pass(t, 60_000, 1000);
  assert.ok(engine.asked.length - asked < 30, `${engine.asked.length - asked} in a minute`);
  viewer.close();
  const last = engine.asked.length;
  await pass(t, 60_000, 1000);
  assert.equal(engine.asked.length, last);
});
