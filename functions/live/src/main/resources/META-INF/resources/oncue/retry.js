// Waiting before another try. Everybody in the audience is disturbed at the same instant, so
// everybody waits a different time: without jitter the crowd comes back as one wave.

export const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** Between half of and the whole of a delay that doubles with each attempt, from 0. */
export function backoffMillis(attempt, { first = 500, most = 30_000 } = {}) {
  return Math.min(most, first * 2 ** attempt) * (0.5 + Math.random() / 2);
}

/**
 * Calls until it succeeds, fails for good, or `attempts` are used up. Only for requests that have
 * their effect once however often they are sent. A server's Retry-After is a lower bound.
 *
 * @param onRetry told the number of the attempt that comes next
 */
export async function retrying(call, { attempts, onRetry }) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (problem) {
      if (!problem.isPassing || attempt === attempts) throw problem;
      onRetry(attempt + 1);
      const asked = problem.retryAfterMillis ?? 0;
      await sleep(asked + backoffMillis(attempt - 1, { most: 4000 }));
    }
  }
}
