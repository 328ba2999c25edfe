// Which of a stream's windows of the warm pool matters now: a pure rule.

/**
 * What the light says of an answer of `GET /windows`: the window that is under way, or comes next.
 *
 * @param now milliseconds since the epoch
 * @returns `status` (one of a window's, `none` without one, `absent` while nobody keeps a pool),
 *     `window`, and whether the pool is only observed
 */
export function lightOf({ mode, windows }, now) {
  if (!mode) return { status: 'absent', window: null, observed: false };
  const window = windows
    .filter(({ status, closesAt }) => status !== 'released' && !(closesAt && Date.parse(closesAt) < now))
    .sort((a, b) => Date.parse(a.opensAt) - Date.parse(b.opensAt))[0];
  return { status: window?.status ?? 'none', window: window ?? null, observed: mode === 'observe' };
}
