package dev.oncue.warmpool;

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
record Span(Window window, Instant from, Instant until) {
  static final Comparator<Span> BY_BEGINNING =
      Comparator.comparing(Span::from).thenComparing(span -> span.window().id().path());

  static final Comparator<Span> BY_END =
      Comparator.comparing(Span::until).thenComparing(span -> span.window().id().path());

  /**
   * The span of a window; empty: it is over, was cancelled, or ends before it opens.
   *
   * @param lead where the window says none
   */
  static Optional<Span> of(Window window, Duration lead, Duration hold, Instant now) {
    Duration before = window.lead() == null ? lead : window.lead();
    Instant until = window.closesAt().plus(hold);
    return window.cancelled() || !window.closesAt().isAfter(window.opensAt()) || !until.isAfter(now)
        ? Optional.empty()
        : Optional.of(new Span(window, window.opensAt().minus(before), until));
  }

  boolean hasBegun(Instant now) {
    return !from.isAfter(now);
  }

  /** Whether it is under way at an instant. */
  boolean holds(Instant at) {
    return hasBegun(at) && at.isBefore(until);
  }
}
