// Which source of media time is used: the first that can be right. What cannot be is told by a name
// and passed over for as long as that is so.

import { Problem } from './problem.js';

const MINUTE_MILLIS = 60_000;
// Clocks of packagers are a little off, and a clip is played at any speed: less than the smallest time zone.
const MOST_AHEAD_MILLIS = { live: 10_000, recorded: 5 * MINUTE_MILLIS };
const MOST_EDGE_AHEAD_MILLIS = MINUTE_MILLIS;
const MOST_EDGE_BEHIND_MILLIS = 10 * MINUTE_MILLIS;
/** Media time goes back by no more, which rounded durations explain. */
export const MOST_BACK_MILLIS = 1000;
/** How many seconds of media must agree until dates that went back are the right ones. */
export const STEADY_SECONDS = 60;
const LAST_INSTANT = 8.64e15;
const TELL_AGAIN_MILLIS = MINUTE_MILLIS;

const WORDS = {
  'media-time-invalid': 'no instant can be read from it',
  'media-time-ahead': "it is ahead of the server's clock",
  'media-time-behind': "the live edge is minutes behind the server's clock",
  'media-time-jumped': 'it went back while the picture went on',
  'media-time-still': 'it stands still while the picture goes on',
};

/**
 * Why a media time cannot be right, as a code; undefined: it can be.
 *
 * @param time `at`, and of a live stream `edge`: the media time of its newest frame, and `edgeSeenAt`, when
 *     that was new; all in ms
 * @param now the server's clock; undefined while that is not sure, and nothing is measured by it
 * @param wasAhead half of the way back is not enough
 */
export function mediaTimeFault({ at, isLive, edge, edgeSeenAt }, now, wasAhead = false) {
  if (!Number.isFinite(at) || Math.abs(at) > LAST_INSTANT) return 'media-time-invalid';
  if (now === undefined) return undefined;
  const ahead = MOST_AHEAD_MILLIS[isLive ? 'live' : 'recorded'] / (wasAhead ? 2 : 1);
  if (at > now + ahead || (isLive && edge > edgeSeenAt + MOST_EDGE_AHEAD_MILLIS)) return 'media-time-ahead';
  return isLive && edge < edgeSeenAt - MOST_EDGE_BEHIND_MILLIS ? 'media-time-behind' : undefined;
}

export class MediaTimeChoice {
  #onError;
  // Both by source and code: what is so now, and when it was told.
  #faults = new Set();
  #toldAt = new Map();

  constructor({ onError }) {
    this.#onError = onError;
  }

  /**
   * The first that can be right; undefined: none.
   *
   * @param times each with its `source`, and `fault` where it is known already, in the order of trust; one
   *     with a fault and an `at` is what can be made of it
   */
  choose(times, now) {
    for (const time of times) {
      const { source } = time;
      if (time.at === undefined && !time.fault) continue;
      const wasAhead = this.#faults.has(`${source} media-time-ahead`);
      const found = time.at === undefined ? undefined : mediaTimeFault(time, now, wasAhead);
      const fault = found ?? time.fault;
      if (fault) this.#tell(time, fault);
      else for (const code of Object.keys(WORDS)) this.#faults.delete(`${source} ${code}`);
      if (!found && time.at !== undefined) return time;
    }
    return undefined;
  }

  #tell({ source, hint = '' }, code) {
    const id = `${source} ${code}`;
    const now = performance.now();
    const isTold = this.#faults.has(id);
    this.#faults.add(id);
    if (isTold || now < this.#toldAt.get(id) + TELL_AGAIN_MILLIS) return;
    this.#toldAt.set(id, now);
    this.#onError(new Problem({ code, detail: `The media time of ${source} cannot be right: ${WORDS[code]}.${hint}`, body: { source } }));
  }
}

/** The dates of a playlist's segments: what each says, and what can be made of one that goes back. */
export class ProgramDates {
  // By sequence number, of the last playlist: `raw` is what it says, `at` what is made of it.
  #known = new Map();
  #verdicts = new WeakMap();
  #returned = null;
  #name;

  /** @param name of the playlist: those of another have other numbers */
  update(name, segments = []) {
    const number = ({ sn, start }) => sn ?? start;
    const goesOn = name === this.#name && segments.some((one) => this.#known.has(number(one)));
    if (!goesOn) {
      this.#known.clear();
      this.#returned = null;
    }
    this.#name = name;
    const known = new Map();
    let before;
    segments.forEach((segment, i) => {
      const raw = segment.programDateTime;
      const isStill = [segments[i - 1], segments[i + 1]].some((next) => next && next.programDateTime === raw);
      const last = this.#known.get(number(segment));
      const verdict = last?.raw === raw ? last : this.#judge(segment, { raw, isStill, before, last, end: segments.at(-1).start });
      known.set(number(segment), verdict);
      this.#verdicts.set(segment, verdict);
      if (verdict.at !== undefined) before = { at: verdict.at, start: segment.start };
    });
    this.#known = known;
  }

  /** `at` and `raw`, both of its begin, and the `fault`. */
  of(segment) {
    return this.#verdicts.get(segment) ?? { at: segment.programDateTime, raw: segment.programDateTime };
  }

  #judge({ start, rawProgramDateTime: text }, { raw, isStill, before, last, end }) {
    if (!Number.isFinite(raw)) return { raw, fault: text ? 'media-time-invalid' : undefined };
    const expected = before ? before.at + (start - before.start) * 1000 : last?.at;
    if (expected === undefined) return isStill ? { fault: 'media-time-still' } : { raw, at: raw };
    if (raw >= expected - MOST_BACK_MILLIS) {
      this.#returned = null;
      return { raw, at: raw };
    }
    const offset = raw - start * 1000;
    // Where what was known already is dated anew, what is known by now proves nothing.
    if (!(Math.abs(offset - this.#returned?.offset) <= MOST_BACK_MILLIS)) this.#returned = { offset, since: last ? end : start };
    if (start - this.#returned.since < STEADY_SECONDS) return { raw, at: expected, fault: isStill ? 'media-time-still' : 'media-time-jumped' };
    this.#returned = null;
    return { raw, at: raw };
  }
}
