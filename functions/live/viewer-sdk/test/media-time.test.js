import assert from 'node:assert/strict';
import test from 'node:test';
import { MediaTimeChoice, ProgramDates, mediaTimeFault } from '../src/media-time.js';

const NOW = Date.UTC(2026, 10, 21, 20);
const HOUR = 3_600_000;

test('what cannot be, by name; what can, without', () => {
  const live = (at, edge, edgeSeenAt = NOW) => ({ at: NOW + at, isLive: true, edge: NOW + edge, edgeSeenAt });
  const recorded = (at) => ({ at: NOW + at });
  for (const [time, fault] of [
    [{ at: NaN }, 'media-time-invalid'], [{ at: Infinity }, 'media-time-invalid'], [{ at: 1e17 }, 'media-time-invalid'], [{ at: null }, 'media-time-invalid'],
    [live(5 * HOUR, 5 * HOUR), 'media-time-ahead'], [live(15_000, 15_000), 'media-time-ahead'],
    [live(-HOUR, 5 * HOUR), 'media-time-ahead'], [live(-HOUR, -HOUR), 'media-time-behind'], [live(-11 * 60_000, -11 * 60_000), 'media-time-behind'],
    [live(-5000, -1000), undefined], [live(3000, 3000), undefined], [live(-6 * HOUR, -2000), undefined],
    [live(-HOUR, -HOUR, NOW - HOUR), undefined], [live(-6 * HOUR, NaN), undefined],
    [recorded(-20 * HOUR), undefined], [recorded(60_000), undefined], [recorded(HOUR), 'media-time-ahead'],
  ]) assert.equal(mediaTimeFault(time, NOW), fault, JSON.stringify(time));
  assert.equal(mediaTimeFault(live(5 * HOUR, 5 * HOUR), undefined), undefined, 'nothing is measured by a clock that is not sure');
  assert.equal(mediaTimeFault(live(7000, 7000), NOW, true), 'media-time-ahead', 'once ahead, it has to come back further');
});

test('the next best is used, told once, and taken again when it is right', (t) => {
  let monotonic = 0;
  t.mock.method(performance, 'now', () => monotonic);
  const told = [];
  const choice = new MediaTimeChoice({ onError: ({ code, body, detail }) => told.push(`${body.source} ${code}${detail.includes('zone') ? ' zone' : ''}`) });
  const dates = (at) => ({ source: 'program-dates', at, isLive: true, hint: ' The dates have no time zone.' });
  const cue = { source: 'cue', at: NOW - 4000 };
  for (let i = 0; i < 3; i++) assert.equal(choice.choose([dates(NOW + 5 * HOUR), cue], NOW).source, 'cue');
  assert.deepEqual(told, ['program-dates media-time-ahead zone']);
  assert.equal(choice.choose([dates(NOW - 3000), cue], NOW).source, 'program-dates');
  choice.choose([dates(NOW + HOUR), cue], NOW);
  assert.equal(told.length, 1, 'what comes and goes is not told each time');
  choice.choose([dates(NOW - 3000), cue], NOW);
  monotonic = 61_000;
  choice.choose([dates(NOW + HOUR), cue], NOW);
  assert.equal(told.length, 2);
  assert.equal(choice.choose([{ source: 'latency', at: NaN }], NOW), undefined);
  assert.equal(told.at(-1), 'latency media-time-invalid');
  assert.equal(choice.choose([{ source: 'program-dates' }], NOW), undefined);
  assert.equal(told.length, 3, 'a source that is not there is no fault');
});

// Segments of four seconds from a number on, dated as `date` says.
function segments(first, count, date) {
  return Array.from({ length: count }, (_, i) => ({ sn: first + i, start: (first + i) * 4, duration: 4, programDateTime: date(first + i) }));
}
const right = (sn) => NOW + sn * 4000;
const back = (from, millis) => (sn) => right(sn) - (sn >= from ? millis : 0);

function made(dates, list) {
  return list.map((segment) => {
    const { at, fault } = dates.of(segment);
    return [at === undefined ? undefined : (at - right(segment.sn)) / 1000, fault];
  });
}

test('dates that go back are not followed: those before go on, until others are steady', () => {
  for (const millis of [HOUR, 3000, 1500]) {
    const dates = new ProgramDates();
    dates.update('a', segments(0, 5, right));
    let list = segments(3, 5, back(6, millis));
    dates.update('a', list);
    assert.deepEqual(made(dates, list), [...Array(3).fill([0, undefined]), ...Array(2).fill([0, 'media-time-jumped'])], `${millis}`);
    // Sliding on for a minute, segment by segment.
    for (let first = 4; first < 17; first++) {
      list = segments(first, 5, back(6, millis));
      dates.update('a', list);
      assert.equal(made(dates, list).at(-1)[1], list.at(-1).start - 24 < 60 ? 'media-time-jumped' : undefined, `${first}`);
    }
    list = segments(21, 5, back(6, millis));
    dates.update('a', list);
    assert.deepEqual(made(dates, list).at(-1), [-millis / 1000, undefined]);
  }
});

test('dates that go on later, wobble with rounded durations, or belong to another playlist are followed', () => {
  const dates = new ProgramDates();
  for (const date of [(sn) => right(sn) + (sn >= 3 ? HOUR : 0), (sn) => right(sn) + (sn % 2) * 800]) {
    const list = segments(0, 6, date);
    dates.update(undefined, list);
    dates.update('a', list);
    assert.deepEqual(list.map((one) => dates.of(one)), list.map((one) => ({ raw: one.programDateTime, at: one.programDateTime })));
    const other = segments(0, 3, (sn) => right(sn) - HOUR);
    dates.update('b', other);
    assert.equal(made(dates, other)[0][1], undefined);
  }
});

test('dates that stand still: the one before them goes on; where none is known there is none', () => {
  const still = (from) => (sn) => right(Math.min(sn, from));
  const dates = new ProgramDates();
  dates.update('a', segments(0, 3, right));
  const list = segments(1, 5, still(3));
  dates.update('a', list);
  assert.deepEqual(made(dates, list).slice(2), [[0, undefined], [0, 'media-time-still'], [0, 'media-time-still']]);
  const late = new ProgramDates();
  const others = segments(8, 3, still(3));
  late.update('a', others);
  assert.deepEqual(made(late, others), [[undefined, 'media-time-still'], [undefined, 'media-time-still'], [undefined, 'media-time-still']]);
  // Only the first segment is dated, always the same; the player counts on from there.
  const stuck = new ProgramDates();
  for (let first = 0; first < 30; first++) {
    const slid = segments(first, 4, (sn) => right(sn - first));
    stuck.update('a', slid);
    assert.deepEqual(made(stuck, slid).at(-1), [0, first === 0 ? undefined : 'media-time-jumped'], `${first}`);
  }
});

test('what is no date is told where there is a text, and silent where there is none', () => {
  const dates = new ProgramDates();
  const list = [{ sn: 1, start: 0, programDateTime: NaN, rawProgramDateTime: 'yesterday' }, { sn: 2, start: 4, programDateTime: null }];
  dates.update('a', list);
  assert.deepEqual(list.map((one) => dates.of(one).fault), ['media-time-invalid', undefined]);
});
