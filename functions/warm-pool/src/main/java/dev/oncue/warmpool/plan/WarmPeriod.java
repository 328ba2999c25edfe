package dev.oncue.warmpool.plan;

import dev.oncue.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * From when to when instances are kept hot for a window: from its lead time before it opens until a
 * hold after it closed.
 *
 * @param from the first instant
 * @param until the first instant at which they are not
 */
public record WarmPeriod(Window window, Instant from, Instant until) {
  static final Comparator<WarmPeriod> BY_BEGINNING =
      Comparator.comparing(WarmPeriod::from).thenComparing(period -> period.window().id().path());

  static final Comparator<WarmPeriod> BY_END =
      Comparator.comparing(WarmPeriod::until).thenComparing(period -> period.window().id().path());

  /**
   * The period of a window; empty: it is over, was cancelled, or ends before it opens.
   *
   * @param lead where the window says none
   */
  public static Optional<WarmPeriod> of(Window window, Duration lead, Duration hold, Instant now) {
    Duration before = window.lead() == null ? lead : window.lead();
    Instant until = window.closesAt().plus(hold);
    return window.cancelled() || !window.closesAt().isAfter(window.opensAt()) || !until.isAfter(now)
        ? Optional.empty()
        : Optional.of(new WarmPeriod(window, window.opensAt().minus(before), until));
  }

  /** Whether it has begun at an instant. */
  public boolean hasBegun(Instant now) {
    return !from.isAfter(now);
  }

  /** Whether it is under way at an instant. */
  boolean contains(Instant at) {
    return hasBegun(at) && at.isBefore(until);
  }
}
