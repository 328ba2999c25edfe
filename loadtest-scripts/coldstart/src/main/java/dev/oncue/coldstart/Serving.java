package dev.oncue.coldstart;

import java.time.Duration;

/**
 * What an instance of the function vote does. Immutable.
 *
 * @param capacity votes a second
 * @param answerTime what an answer takes apart from that: network and grid
 * @param maxWaiting votes that may wait in it; one more is answered 503 ({@code
 *     ONCUE_VOTE_MAX_WAITING})
 */
record Serving(int capacity, Duration answerTime, int maxWaiting) {
  private static final long SECOND = 1_000_000_000L;

  /** What a vote occupies an instance for. */
  long voteNanos() {
    return SECOND / capacity;
  }
}
