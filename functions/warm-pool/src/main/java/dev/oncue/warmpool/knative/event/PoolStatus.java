package dev.oncue.warmpool.knative.event;

import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.warmpool.pool.FunctionStatus.Finding;

/** What Kubernetes Events say of a Service. */
enum PoolStatus {
  /** Nothing is kept. */
  RESTED("", false),
  WARMING("WarmPoolWarming", false),
  WARM("WarmPoolWarm", false),
  /** It was warm and is not, or it is held up, or it takes too long. */
  SHORT("WarmPoolShort", true),
  RESTORED("WarmPoolRestored", false),
  /** Somebody else changed what was set. */
  LEFT_ALONE("WarmPoolLeftAlone", true);

  private final String reason;
  private final boolean isWarning;

  PoolStatus(String reason, boolean isWarning) {
    this.reason = reason;
    this.isWarning = isWarning;
  }

  String reason() {
    return reason;
  }

  boolean isWarning() {
    return isWarning;
  }

  /**
   * @param isLate whether it should be warm by now
   */
  PoolStatus next(FunctionStatus functionStatus, boolean isLate) {
    if (functionStatus.wanted() == 0) {
      return RESTED;
    }
    if (functionStatus.isWarm()) {
      return WARM;
    }
    if (functionStatus.finding() == Finding.SEEN_ONCE) {
      return this;
    }
    boolean isHeldUp = functionStatus.finding() == Finding.HELD_UP;
    boolean hasBeenTold = this == WARM || this == SHORT;
    return isHeldUp || isLate || hasBeenTold ? SHORT : WARMING;
  }
}
