// Where the picture is on the media timeline, and the cues that come with it. One shape for all:
// `times(now)` are the media times that it knows, in ms since the epoch, for `MediaTimeChoice`; `close()`.

import { cueOfBytes, cuesOfDateRange, cuesOfId3, cuesOfSei, orProblem, uuidText } from './cues.js';
import { MOST_BACK_MILLIS, ProgramDates, STEADY_SECONDS } from './media-time.js';
import { Problem } from './problem.js';

// Frames are on screen a little after their time. Further off, frames are not being shown: a tab in
// the background, or a seek under way.
const MOST_LAG_SECONDS = 0.25;

/** What a video element shows: the frame on screen where the browser tells, else the playhead. */
export class Playhead {
  #video;
  #frame = null;
  #closed = new AbortController();

  /** @param onMove called at every frame, and at whatever else can change the picture */
  constructor(video, onMove) {
    this.#video = video;
    for (const name of ['timeupdate', 'seeking', 'seeked', 'play', 'pause', 'ratechange', 'emptied', 'loadeddata', 'waiting', 'ended']) {
      video.addEventListener(name, onMove, { signal: this.#closed.signal });
    }
    // Where the browser does not tell of its frames, the screen's own have to do.
    const next = video.requestVideoFrameCallback?.bind(video) ?? globalThis.requestAnimationFrame;
    const onFrame = (_, metadata) => {
      if (this.#closed.signal.aborted) return;
      this.#frame = metadata?.mediaTime ?? null;
      next(onFrame);
      onMove();
    };
    next?.(onFrame);
  }

  /** Whether it has a place on a timeline at all. It keeps it while it seeks and loads. */
  get isOn() {
    return this.#video.readyState >= 1;
  }

  /** Seconds on the element's own timeline. */
  get seconds() {
    const { currentTime, seeking } = this.#video;
    const isFresh = !seeking && this.#frame !== null && Math.abs(currentTime - this.#frame) < MOST_LAG_SECONDS;
    return isFresh ? this.#frame : currentTime;
  }

  /** Where the newest frame of a live stream is, in seconds; undefined: it is not live, or nobody knows. */
  get edge() {
    const { duration, seekable } = this.#video;
    return duration === Infinity && seekable?.length > 0 ? seekable.end(seekable.length - 1) : undefined;
  }

  close() {
    this.#closed.abort();
  }
}

// Where a timeline of seconds began, as media time. Going on later is a gap in what was filmed; going
// back is an error, and the first word counts until another has been steady.
class Origin {
  #known;
  #returned = null;

  forget() {
    this.#known = this.fault = undefined;
  }

  set(origin, seconds) {
    const isBack = origin < this.#known - MOST_BACK_MILLIS;
    if (isBack && !(Math.abs(origin - this.#returned?.origin) <= MOST_BACK_MILLIS)) this.#returned = { origin, since: seconds };
    this.fault = isBack && seconds - this.#returned.since < STEADY_SECONDS ? 'media-time-jumped' : undefined;
    this.raw = origin;
    if (!this.fault) this.#known = origin;
  }

  /** The media times there, of which the second is what was said last, where that is another. */
  times(source, seconds, edge) {
    if (this.#known === undefined) return [];
    const of = (origin, fault) => ({ source, at: origin + seconds * 1000, fault, ...edge.at(origin) });
    return [of(this.#known, this.fault), ...(this.fault ? [of(this.raw, this.fault)] : [])];
  }
}

// A cue's own place names the media time where the stream tells no dates. The first time each cue is
// met counts: a packager may repeat it later for those who join late.
class Anchor {
  #met = new Set();
  #origin = new Origin();

  set(cue, seconds) {
    const id = `${cue.cue} ${cue.poll} ${cue.at}`;
    if (!Number.isFinite(seconds) || this.#met.has(id) || this.#met.size > 4096) return;
    this.#met.add(id);
    this.#origin.set(cue.at - seconds * 1000, seconds);
  }

  times(seconds, edge) {
    return this.#origin.times('cue', seconds, edge);
  }
}

// The newest frame of a live stream, and when it was new: a picture that stalls or is paused gets late
// by itself, which says nothing of its dates.
class LiveEdge {
  #seconds;
  #seenAt;

  see(seconds, now) {
    if (seconds !== this.#seconds) this.#seenAt = undefined;
    this.#seconds = seconds;
    this.#seenAt ??= now;
    return this;
  }

  at(origin) {
    return this.#seconds === undefined ? {} : { isLive: true, edge: origin + this.#seconds * 1000, edgeSeenAt: this.#seenAt };
  }
}

// Hands on what was found, cues and problems: what is wrong with one loses none of the others.
function reading({ anchor, onCue, onError }) {
  return (found, seconds) => {
    for (const cue of found) {
      if (cue instanceof Problem) {
        onError(cue);
      } else {
        anchor.set(cue, seconds);
        onCue(cue);
      }
    }
  };
}

// Of a date and time, by RFC 3339 and as ISO 8601 has it.
const ZONE = /(Z|[+-]\d\d(:?\d\d)?)\s*$/i;
const holds = (fragment, seconds) => fragment && seconds >= fragment.start && seconds < fragment.start + fragment.duration;

/** hls.js: program dates of its playlists; cues from date ranges, ID3 (also in emsg) and SEI. */
export function hlsSource(hls, { playhead, onCue, onReset, onError }) {
  const anchor = new Anchor();
  const take = reading({ anchor, onCue, onError });
  const dates = new ProgramDates();
  const edge = new LiveEdge();
  let details;
  let fragment;
  // hls.js says nothing of dates that it cannot read.
  let isUnreadable = false;
  const listeners = {
    hlsManifestLoading: () => {
      details = fragment = undefined;
      dates.update();
      onReset();
    },
    hlsLevelUpdated: (_, data) => {
      details = data.details;
      dates.update(details?.url, details?.fragments);
      isUnreadable = /^#EXT-X-PROGRAM-DATE-TIME/m.test(details?.m3u8);
      fragment = find(playhead.seconds) ?? fragment;
      for (const range of Object.values(details?.dateRanges ?? {})) take(cuesOfDateRange(range?.attr));
    },
    hlsFragParsingMetadata: (_, { samples }) => {
      for (const { data, pts } of samples ?? []) take(cuesOfId3(data), pts);
    },
    hlsFragParsingUserdata: (_, { samples }) => {
      for (const { uuid, userDataBytes, pts } of samples ?? []) take(cuesOfSei(uuid, userDataBytes), pts);
    },
  };
  for (const [name, listener] of Object.entries(listeners)) hls.on(name, listener);
  // It may have loaded its playlist before this came.
  const loaded = hls.levels?.[hls.currentLevel]?.details;
  if (loaded) listeners.hlsLevelUpdated(null, { details: loaded });

  function find(seconds) {
    return details?.fragments?.find((one) => holds(one, seconds));
  }
  function datesAt(seconds, live) {
    // Outside of all fragments the one before goes on: a live playlist may have dropped what is still played.
    if (!holds(fragment, seconds)) fragment = find(seconds) ?? fragment ?? details?.fragments?.at(-1);
    if (!fragment) return [];
    // The date is that of the first picture; sound may begin a little earlier.
    const { video, audiovideo } = fragment.elementaryStreams ?? {};
    const begin = (video ?? audiovideo)?.startPTS ?? fragment.start;
    const { at, raw, fault = isUnreadable && !Number.isFinite(at) ? 'media-time-invalid' : undefined } = dates.of(fragment);
    const text = fragment.rawProgramDateTime;
    const hint = text && !ZONE.test(text) ? ' The dates have no time zone.' : '';
    const source = 'program-dates';
    if (!Number.isFinite(at)) return [{ source, fault, hint }];
    const last = details?.fragments?.at(-1) ?? fragment;
    const time = (kind, date) => ({
      source, at: date + (seconds - begin) * 1000, fault, hint, ...live.at(dates.of(last)[kind] - last.start * 1000),
    });
    return at === raw ? [time('at', at)] : [time('at', at), time('raw', raw)];
  }
  return {
    times(now) {
      const { seconds } = playhead;
      const live = edge.see(details?.live ? details.edge : undefined, now);
      return [...datesAt(seconds, live), ...anchor.times(seconds, live)];
    },
    close: () => Object.entries(listeners).forEach(([name, listener]) => hls.off(name, listener)),
  };
}

/** mpegts.js: cues from timed ID3 and SEI (from its version 1.8.1 on), which also tell where the picture is. */
export function mpegtsSource(player, { playhead, onCue, onError }) {
  const anchor = new Anchor();
  const take = reading({ anchor, onCue, onError });
  const listeners = {
    timed_id3_metadata_arrived: ({ data, pts }) => take(cuesOfId3(data), pts / 1000),
    sei_arrived: ({ uuid, user_data: data, pts }) => take(cuesOfSei(uuidText(uuid), data), pts / 1000),
  };
  for (const [name, listener] of Object.entries(listeners)) player.on(name, listener);
  const edge = new LiveEdge();
  return {
    times: (now) => anchor.times(playhead.seconds, edge.see(playhead.edge, now)),
    close: () => Object.entries(listeners).forEach(([name, listener]) => player.off(name, listener)),
  };
}

/** Safari's own HLS: the date of its timeline's start, and ID3 as its text tracks give it. */
export function nativeSource(video, { playhead, onCue, onError }) {
  const anchor = new Anchor();
  const take = reading({ anchor, onCue, onError });
  const closed = new AbortController();
  const { signal } = closed;
  const encoder = new TextEncoder();
  function read(track) {
    for (const { value, startTime } of track.cues ?? []) {
      if (value?.key === 'TXXX' && value.info === 'dev.oncue.cue') take([orProblem(() => cueOfBytes(encoder.encode(value.data)))], startTime);
    }
  }
  function follow(track) {
    if (track?.kind !== 'metadata') return;
    track.mode = 'hidden';
    track.addEventListener('cuechange', () => read(track), { signal });
  }
  for (const track of video.textTracks ?? []) follow(track);
  video.textTracks?.addEventListener('addtrack', ({ track }) => follow(track), { signal });
  const edge = new LiveEdge();
  const dates = new Origin();
  // Another video begins anew.
  video.addEventListener('emptied', () => dates.forget(), { signal });
  return {
    times(now) {
      const { seconds } = playhead;
      const live = edge.see(playhead.edge, now);
      const start = video.getStartDate?.().getTime();
      if (Number.isFinite(start)) dates.set(start, seconds);
      else dates.forget();
      return [...dates.times('program-dates', seconds, live), ...anchor.times(seconds, live)];
    },
    close: () => closed.abort(),
  };
}
