package dev.oncue.window;

import dev.oncue.stream.StreamId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What a poll expects of the warm pool.
 *
 * @param stream its stream
 * @param poll its name
 * @param opensAt when it opens, or opened
 * @param viewers how many it expects; 0: it does not say
 */
public record Expectation(StreamId stream, String poll, Instant opensAt, int viewers) {
  /**
   * How ready the pool is for it, as its own window says, or else the announced ones that it falls
   * into. Depends on its arguments alone.
   *
   * @param windows all that are kept, of this stream and others
   * @param report what the controller says of itself
   */
  public Readiness readiness(Collection<Window> windows, PoolReport report, Instant now) {
    WindowId own = new WindowId(stream, Origin.POLL, poll);
    for (Window window : windows) {
      if (window.id().equals(own)) {
        return Readiness.of(window.status().phase());
      }
    }
    List<Window> around = windows.stream().filter(this::fallsInto).toList();
    if (around.isEmpty()) {
      return willBePlanned(report, now) ? Readiness.PLANNED : Readiness.COLD;
    }
    long announced = around.stream().mapToLong(Window::expectedViewers).sum();
    return announced < viewers ? Readiness.SHORT : worst(around);
  }

  private boolean fallsInto(Window window) {
    return window.id().stream().equals(stream)
        && window.id().origin() == Origin.ANNOUNCED
        && !window.cancelled()
        && !opensAt.isBefore(window.opensAt())
        && opensAt.isBefore(window.closesAt());
  }

  /** The controller has not made its window yet, and will in time. */
  private boolean willBePlanned(PoolReport report, Instant now) {
    return viewers > 0 && !opensAt.isBefore(now.plus(report.lead()));
  }

  private static Readiness worst(List<Window> windows) {
    return windows.stream()
        .map(window -> Readiness.of(window.status().phase()))
        .max(Comparator.naturalOrder())
        .orElse(Readiness.COLD);
  }
}
