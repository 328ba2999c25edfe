// The picture: HLS through hls.js where it can be played so, else as Safari plays it itself. What goes
// wrong is said on the page, and tried again for as long as it may pass.

import { setText } from './dom.js';

const FIRST_WAIT_MILLIS = 1000;
const MOST_WAIT_MILLIS = 8000;

/**
 * Plays `src` in `video`. Returns what the SDK takes its media time from.
 *
 * @param state the element that says what is wrong with the video
 */
export function play(video, src, state) {
  video.addEventListener('playing', () => setText(state, ''));
  video.addEventListener('waiting', () => setText(state, 'The video is loading…'));
  if (globalThis.Hls?.isSupported()) return { video, hls: playWithHls(video, src, state) };
  video.addEventListener('error', () => setText(state, `The video cannot be played: ${video.error?.message || 'no reason given'}.`));
  if (video.canPlayType('application/vnd.apple.mpegurl')) video.src = src;
  else setText(state, 'This browser cannot play the video: it has neither HLS nor Media Source Extensions.');
  return { video };
}

function playWithHls(video, src, state) {
  const { Hls } = globalThis;
  const hls = new Hls({ workerPath: 'oncue/hls/hls.worker.js' });
  let failures = 0;
  hls.on(Hls.Events.FRAG_BUFFERED, () => (failures = 0));
  hls.on(Hls.Events.ERROR, (_, { fatal, type, details, response }) => {
    if (!fatal) return;
    if (details === Hls.ErrorDetails.MANIFEST_PARSING_ERROR) return setText(state, 'There is no HLS playlist at this address.');
    if (type === Hls.ErrorTypes.MEDIA_ERROR && failures++ === 0) return hls.recoverMediaError();
    if (type !== Hls.ErrorTypes.NETWORK_ERROR) return setText(state, `The video cannot be played: ${details}.`);
    const said = response?.code ? `the server answers ${response.code}` : 'the network does not answer';
    setText(state, `The video does not come: ${said}. Trying again…`);
    setTimeout(() => (hls.levels.length > 0 ? hls.startLoad() : hls.loadSource(src)), Math.min(MOST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** failures++));
  });
  addEventListener('online', () => hls.startLoad());
  hls.loadSource(src);
  hls.attachMedia(video);
  return hls;
}
