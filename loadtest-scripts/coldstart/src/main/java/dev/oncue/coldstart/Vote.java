package dev.oncue.coldstart;

/**
 * One viewer's vote in one window, and what became of it. Instants are nanoseconds. Not
 * thread-safe.
 */
final class Vote {
  private static final long NEVER = Long.MAX_VALUE;

  private final long opensAt;
  private final long closesAt;
  private final long castAt;
  private long countedAt = NEVER;
  private long answeredAt = NEVER;
  private boolean isRefused;
  private boolean isCold = true;

  Vote(long opensAt, long closesAt, long castAt) {
    this.opensAt = opensAt;
    this.closesAt = closesAt;
    this.castAt = castAt;
  }

  long castAt() {
    return castAt;
  }

  /**
   * An instance takes the ballot. Before the close it counts; after it, only a ballot that was
   * counted before is told so.
   *
   * @return whether its answer is 200
   */
  boolean take(long at) {
    if (at < closesAt) {
      countedAt = Math.min(countedAt, at);
    }
    return countedAt <= at;
  }

  /**
   * The viewer has read an answer with status 200.
   *
   * @param readySince from when on the instance was there that gave it
   */
  void answer(long at, long readySince) {
    answeredAt = at;
    isCold = readySince > castAt;
  }

  /** The viewer is told that it is too late. */
  void refuse() {
    isRefused = true;
  }

  boolean isAnswered() {
    return answeredAt != NEVER;
  }

  boolean isRefused() {
    return isRefused;
  }

  /** Whether no instance answered it that was ready when it was cast. */
  boolean isCold() {
    return isCold;
  }

  /** From casting it to its answer. */
  long latency() {
    return answeredAt - castAt;
  }

  /** When it was answered, from the opening of its window. */
  long answeredAfterOpening() {
    return answeredAt - opensAt;
  }
}
