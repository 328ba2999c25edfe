package dev.oncue.coldstart;

/**
 * Brings the Deployment to what was decided, within its bounds, and to zero once nobody needs it:
 * knative/serving pkg/reconciler/autoscaling/kpa/scaler.go, scale and handleScaleToZero, at
 * v0.50.0. Not thread-safe.
 */
final class PodAutoscaler {
  private static final long STABLE_WINDOW = Scaling.STABLE_WINDOW_SECONDS * 1_000_000_000L;
  private static final long GRACE = Scaling.SCALE_TO_ZERO_GRACE.toNanos();

  /** Its condition Active: Unknown, True and False. */
  private enum Phase {
    ACTIVATING,
    ACTIVE,
    INACTIVE
  }

  private final Fleet fleet;
  private final MinScale minScale;
  private final int maxScale;
  private Phase phase = Phase.INACTIVE;
  private long since;

  PodAutoscaler(Fleet fleet, MinScale minScale, int maxScale) {
    this.fleet = fleet;
    this.minScale = minScale;
    this.maxScale = maxScale;
  }

  void reconcile(long now, int desired) {
    // As applyBounds there: the lower bound wins.
    int min = minScale.at(now);
    int bounded = Math.max(min, Math.min(maxScale, desired));
    int want = bounded;
    if (bounded > 0) {
      fleet.scale(bounded);
    } else {
      want = scaleToZero(now);
    }
    become(now, next(want, Math.max(1, min)));
  }

  /** What is wanted when nothing is desired. */
  private int scaleToZero(long now) {
    return switch (phase) {
      // It is on its way up: nothing is known yet.
      case ACTIVATING -> fleet.replicas();
      case ACTIVE -> {
        if (now - since >= STABLE_WINDOW) {
          yield 0;
        }
        fleet.scale(1);
        yield 1;
      }
      case INACTIVE -> {
        if (now - since >= GRACE) {
          fleet.scale(0);
        }
        yield 0;
      }
    };
  }

  /** kpa.go, computeActiveCondition. */
  private Phase next(int want, int threshold) {
    if (want == 0) {
      return Phase.INACTIVE;
    }
    return fleet.ready().size() < threshold ? Phase.ACTIVATING : Phase.ACTIVE;
  }

  private void become(long now, Phase next) {
    if (next != phase) {
      phase = next;
      since = now;
    }
  }
}
