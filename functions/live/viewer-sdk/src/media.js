// Where the picture is on the media timeline, and the cues that come with it. One shape for all:
// `mediaTime()` in ms since the epoch, undefined while nobody knows; `close()`.

import { cueOfBytes, cuesOfDateRange, cuesOfId3, cuesOfSei, uuidText } from './cues.js';

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

  close() {
    this.#closed.abort();
  }
}

// A cue's own place names the media time where the stream tells no dates. The first time each cue is
// met counts: a packager may repeat it later for those who join late.
class Anchor {
  #met = new Set();
  #offset;

  set(cue, seconds) {
    const id = `${cue.cue} ${cue.poll} ${cue.at}`;
    if (!Number.isFinite(seconds) || this.#met.has(id) || this.#met.size > 4096) return;
    this.#met.add(id);
    this.#offset = cue.at - seconds * 1000;
  }

  at(seconds) {
    return this.#offset === undefined ? undefined : this.#offset + seconds * 1000;
  }
}

// Hands on the cues that `read` finds; what is wrong with one is told, and loses none of the others.
function reading({ anchor, onCue, onError }) {
  return (read, seconds) => {
    try {
      for (const cue of read()) {
        anchor.set(cue, seconds);
        onCue(cue);
      }
    } catch (problem) {
      onError(problem);
    }
  };
}

const holds = (fragment, seconds) => fragment && seconds >= fragment.start && seconds < fragment.start + fragment.duration;

/** hls.js: program dates of its playlists; cues from date ranges, ID3 (also in emsg) and SEI. */
export function hlsSource(hls, { playhead, onCue, onReset, onError }) {
  const anchor = new Anchor();
  const take = reading({ anchor, onCue, onError });
  let details;
  let fragment;
  const listeners = {
    hlsManifestLoading: () => {
      details = fragment = undefined;
      onReset();
    },
    hlsLevelUpdated: (_, data) => {
      details = data.details;
      fragment = find(playhead.seconds) ?? fragment;
      for (const range of Object.values(details?.dateRanges ?? {})) take(() => cuesOfDateRange(range?.attr));
    },
    hlsFragParsingMetadata: (_, { samples }) => {
      for (const { data, pts } of samples ?? []) take(() => cuesOfId3(data), pts);
    },
    hlsFragParsingUserdata: (_, { samples }) => {
      for (const { uuid, userDataBytes, pts } of samples ?? []) take(() => cuesOfSei(uuid, userDataBytes), pts);
    },
  };
  for (const [name, listener] of Object.entries(listeners)) hls.on(name, listener);
  // It may have loaded its playlist before this came.
  const loaded = hls.levels?.[hls.currentLevel]?.details;
  if (loaded) listeners.hlsLevelUpdated(null, { details: loaded });

  function find(seconds) {
    return details?.fragments?.find((one) => holds(one, seconds));
  }
  function dateAt(seconds) {
    // Outside of all fragments the one before goes on: a live playlist may have dropped what is still played.
    if (!holds(fragment, seconds)) fragment = find(seconds) ?? fragment ?? details?.fragments?.at(-1);
    if (!Number.isFinite(fragment?.programDateTime)) return undefined;
    // The date is that of the first picture; sound may begin a little earlier.
    const { video, audiovideo } = fragment.elementaryStreams ?? {};
    return fragment.programDateTime + (seconds - ((video ?? audiovideo)?.startPTS ?? fragment.start)) * 1000;
  }
  return {
    mediaTime: () => dateAt(playhead.seconds) ?? anchor.at(playhead.seconds),
    close: () => Object.entries(listeners).forEach(([name, listener]) => hls.off(name, listener)),
  };
}

/** mpegts.js: cues from timed ID3 and SEI (from its version 1.8.1 on), which also tell where the picture is. */
export function mpegtsSource(player, { playhead, onCue, onError }) {
  const anchor = new Anchor();
  const take = reading({ anchor, onCue, onError });
  const listeners = {
    timed_id3_metadata_arrived: ({ data, pts }) => take(() => cuesOfId3(data), pts / 1000),
    sei_arrived: ({ uuid, user_data: data, pts }) => take(() => cuesOfSei(uuidText(uuid), data), pts / 1000),
  };
  for (const [name, listener] of Object.entries(listeners)) player.on(name, listener);
  return {
    mediaTime: () => anchor.at(playhead.seconds),
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
      if (value?.key === 'TXXX' && value.info === 'dev.oncue.cue') take(() => [cueOfBytes(encoder.encode(value.data))], startTime);
    }
  }
  function follow(track) {
    if (track?.kind !== 'metadata') return;
    track.mode = 'hidden';
    track.addEventListener('cuechange', () => read(track), { signal });
  }
  for (const track of video.textTracks ?? []) follow(track);
  video.textTracks?.addEventListener('addtrack', ({ track }) => follow(track), { signal });
  return {
    mediaTime() {
      const start = video.getStartDate?.().getTime();
      return Number.isFinite(start) ? start + playhead.seconds * 1000 : anchor.at(playhead.seconds);
    },
    close: () => closed.abort(),
  };
}
