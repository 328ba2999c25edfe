package dev.oncue.warmpool.plan;

/**
 * What comes at one moment, over all streams.
 *
 * @param voters see {@link Measure#VOTERS}
 * @param viewers see {@link Measure#VIEWERS}
 * @param windows see {@link Measure#WINDOWS}
 */
record Demand(long voters, long viewers, long windows) {
  static final Demand NONE = new Demand(0, 0, 0);

  /** What one window alone asks for. */
  static Demand ofWindow(long viewers) {
    return new Demand(viewers, viewers, 1);
  }

  long by(Measure measure) {
    return switch (measure) {
      case VOTERS -> voters;
      case VIEWERS -> viewers;
      case WINDOWS -> windows;
    };
  }

  Demand plus(Demand other) {
    return new Demand(voters + other.voters, viewers + other.viewers, windows + other.windows);
  }

  Demand minus(Demand other) {
    return new Demand(voters - other.voters, viewers - other.viewers, windows - other.windows);
  }
}
