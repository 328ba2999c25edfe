// The picture: HLS through hls.js where it can be played so, else as Safari plays it itself. What goes
// wrong is said on the page, and tried again for as long as it may pass.

import { setText } from './dom.js';
import { t } from './texts.js';

const FIRST_WAIT_MILLIS = 1000;
const MOST_WAIT_MILLIS = 8000;

/**
 * Plays `src` in `video`. Returns what the SDK takes its media time from.
 *
 * @param state the element that says what is wrong with the video
 */
export function play(video, src, state) {
  video.addEventListener('playing', () => setText(state, ''));
  video.addEventListener('waiting', () => setText(state, t('video.loading')));
  if (globalThis.Hls?.isSupported()) return { video, hls: playWithHls(video, src, state) };
  video.addEventListener('error', () => setText(state, t('video.broken', { reason: video.error?.message || t('video.no-reason') })));
  if (video.canPlayType('application/vnd.apple.mpegurl')) video.src = src;
  else setText(state, t('video.no-player'));
  return { video };
}

function playWithHls(video, src, state) {
  const { Hls } = globalThis;
  const hls = new Hls({ workerPath: new URL('hls/hls.worker.js', import.meta.url).href });
  let failures = 0;
  hls.on(Hls.Events.FRAG_BUFFERED, () => (failures = 0));
  hls.on(Hls.Events.ERROR, (_, { fatal, type, details, response }) => {
    if (!fatal) return;
    if (details === Hls.ErrorDetails.MANIFEST_PARSING_ERROR) return setText(state, t('video.no-playlist'));
    if (type === Hls.ErrorTypes.MEDIA_ERROR && failures++ === 0) return hls.recoverMediaError();
    if (type !== Hls.ErrorTypes.NETWORK_ERROR) return setText(state, t('video.broken', { reason: details }));
    const reason = response?.code ? t('video.refused', { status: response.code }) : t('video.silent');
    setText(state, t('video.away', { reason }));
    setTimeout(() => (hls.levels.length > 0 ? hls.startLoad() : hls.loadSource(src)), Math.min(MOST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** failures++));
  });
  addEventListener('online', () => hls.startLoad());
  hls.loadSource(src);
  hls.attachMedia(video);
  return hls;
}
