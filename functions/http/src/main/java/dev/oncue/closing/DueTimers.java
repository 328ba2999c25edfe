package dev.oncue.closing;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Timers for what becomes due at an instant of the server's clock: one for each key. Whoever has
 * them calls {@link #set} for all that is to come again and again, at least once in {@link
 * #HORIZON}: what is due later has no timer yet, and a clock that was set meanwhile is followed,
 * since a timer runs by a clock of its own. So there are never more timers than keys that become
 * due within the horizon. Confined to one event loop, where it must be made and where it fires.
 *
 * @param <K> what becomes due
 */
public final class DueTimers<K> {
  /** What is due later is left to a later call. */
  public static final Duration HORIZON = Duration.ofSeconds(3);

  /** A timer that would fire so much too early or too late is set anew. */
  private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  private final Vertx vertx;
  private final Clock clock;
  private final Map<K, DueTimer> timers = new HashMap<>();

  private record DueTimer(Instant due, long firesAtNanos, long id) {
    boolean isFor(Instant instant, long nanos) {
      return due.equals(instant) && Math.abs(firesAtNanos - nanos) < TOLERANCE_NANOS;
    }
  }

  /** With the clock by which things are due. */
  public DueTimers(Vertx vertx, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
  }

  /**
   * How long a timer is to wait for what is due; at least a millisecond, which is the least a timer
   * can wait, and never less than until then. Empty: longer than the horizon. Depends on its
   * arguments alone.
   */
  static OptionalLong waitMillis(Instant now, Instant due) {
    if (due.isAfter(now.plus(HORIZON))) {
      return OptionalLong.empty();
    }
    if (!due.isAfter(now)) {
      return OptionalLong.of(1);
    }
    return OptionalLong.of(Duration.between(now, due).plusNanos(999_999).toMillis());
  }

  /**
   * Runs a task when a key is due, in the place of what was set for it before. Never before it is.
   */
  public void set(K key, Instant due, Runnable task) {
    OptionalLong wait = waitMillis(clock.instant(), due);
    if (wait.isEmpty()) {
      cancel(key);
      return;
    }
    long firesAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait.getAsLong());
    DueTimer known = timers.get(key);
    if (known != null && known.isFor(due, firesAtNanos)) {
      return;
    }
    cancel(key);
    long id = vertx.setTimer(wait.getAsLong(), fired -> fire(key, due, task));
    timers.put(key, new DueTimer(due, firesAtNanos, id));
  }

  private void fire(K key, Instant due, Runnable task) {
    timers.remove(key);
    if (clock.instant().isBefore(due)) {
      // The timer was a hair early, or the clock was set back.
      set(key, due, task);
    } else {
      task.run();
    }
  }

  /** Forgets a key. */
  public void cancel(K key) {
    DueTimer timer = timers.remove(key);
    if (timer != null) {
      vertx.cancelTimer(timer.id());
    }
  }

  /** Forgets all keys. */
  public void cancelAll() {
    timers.values().forEach(timer -> vertx.cancelTimer(timer.id()));
    timers.clear();
  }

  /** How many timers there are. */
  int size() {
    return timers.size();
  }
}
