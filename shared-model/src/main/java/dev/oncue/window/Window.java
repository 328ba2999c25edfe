package dev.oncue.window;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a stream's viewers are expected, so that instances are kept hot for them: a show
 * segment that a producer announced, or the voting window of a poll. Immutable. Instants are the
 * server's, to the millisecond.
 *
 * @param id which window it is
 * @param opensAt from when on the viewers are expected
 * @param closesAt until when; a window that ends before it opens is kept hot for nobody
 * @param expectedViewers how many
 * @param lead how long before {@code opensAt} warming begins; {@code null}: as the pool is set
 * @param cancelled whether its producer has taken it back
 * @param status what the warm pool has made of it
 */
public record Window(
    WindowId id,
    Instant opensAt,
    Instant closesAt,
    int expectedViewers,
    @Nullable Duration lead,
    boolean cancelled,
    WindowStatus status) {

  /** The longest window; a poll that is open longer is kept hot for no longer than this. */
  public static final Duration MAX_LENGTH = Duration.ofHours(24);

  /** How far ahead a window can be announced. */
  public static final Duration MAX_AHEAD = Duration.ofDays(366);

  /** The longest lead. */
  public static final Duration MAX_LEAD = Duration.ofHours(1);

  /** The most viewers a window can expect. */
  public static final int MAX_EXPECTED_VIEWERS = 1_000_000_000;

  /** How many announced windows a tenant can have that are neither over nor cancelled. */
  public static final int MAX_PER_TENANT = 100;

  /** How many announced windows a tenant can have together with those that are still kept. */
  public static final int MAX_KEPT_PER_TENANT = 1_000;

  /** How long a window is kept after it was released, so that its end can be looked up. */
  public static final Duration KEPT = Duration.ofHours(1);

  /** Whether it holds, or may come to hold, instances. */
  public boolean isPending(Instant now) {
    return !cancelled && now.isBefore(closesAt);
  }

  /** This window with another status. */
  public Window with(WindowStatus next) {
    return new Window(id, opensAt, closesAt, expectedViewers, lead, cancelled, next);
  }

  /** This window, taken back at an instant. It keeps its id until another is announced by it. */
  public Window cancelledAt(Instant now) {
    WindowStatus released =
        new WindowStatus(
            Phase.RELEASED,
            now,
            status.warmingSince(),
            status.warmAfter(),
            null,
            status.functions());
    return new Window(id, opensAt, closesAt, expectedViewers, lead, true, released);
  }
}
