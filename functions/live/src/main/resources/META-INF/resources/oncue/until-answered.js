// Does what a host has asked for until the engine has answered. Opening, closing and revealing may be
// sent again: they have effect once. So a moment in which the grid is away loses nothing, and what
// does not come about within the patience is told.

import { backoffMillis, sleep } from './sdk/oncue-viewer.js';

const PATIENCE_MILLIS = 60_000;
const MOST_PAUSE_MILLIS = 2000;

/**
 * @param action sends the request; rejects with a Problem
 * @param onWait told of the Problem before each pause
 * @returns what the action resolved to; rejects with a Problem that will not pass, or has not
 */
export async function untilAnswered(action, { onWait, patienceMillis = PATIENCE_MILLIS, pause = sleep }) {
  const end = performance.now() + patienceMillis;
  for (let failures = 0; ; failures++) {
    try {
      return await action();
    } catch (problem) {
      const wait = (problem.retryAfterMillis ?? 0) + backoffMillis(failures, { most: MOST_PAUSE_MILLIS });
      if (!problem.isPassing || performance.now() + wait >= end) throw problem;
      onWait(problem);
      await pause(wait);
    }
  }
}
