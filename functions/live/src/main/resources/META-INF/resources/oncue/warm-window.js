// Which of a stream's windows of the warm pool matters now: a pure rule.

/**
 * What the light says of an answer of `GET /windows`: the window that is under way, or comes next, or was the
 * last.
 *
 * @param now milliseconds since the epoch
 * @returns `status` (one of a window's, `none` without one, `absent` while nobody keeps a pool),
 *     `window`, and whether the pool is only observed
 */
export function lightOf({ mode, windows }, now) {
  if (!mode) return { status: 'absent', window: null, observed: false };
  const byOpening = [...windows].sort((a, b) => Date.parse(a.opensAt) - Date.parse(b.opensAt));
  const isOver = ({ status, closesAt }) => status === 'released' || (closesAt && Date.parse(closesAt) < now);
  const window = byOpening.find((candidate) => !isOver(candidate)) ?? byOpening.at(-1) ?? null;
  return { status: window?.status ?? 'none', window, observed: mode === 'observe' };
}
