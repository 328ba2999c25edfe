package dev.oncue.warmpool.plan;

import static dev.oncue.poll.PollFixtures.NOON;

import dev.oncue.stream.StreamId;
import dev.oncue.testbed.TestSettings;
import dev.oncue.window.Window;
import dev.oncue.window.WindowFixtures;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Settings, windows and a clock for tests: lead two minutes, hold one. */
public final class PoolFixtures {
  public static final Duration LEAD = Duration.ofMinutes(2);
  public static final Duration HOLD = Duration.ofMinutes(1);
  public static final StreamId SHOW = new StreamId("acme", "show-42");
  static final StreamId OTHER = new StreamId("other", "show-42");

  private PoolFixtures() {}

  /** The defaults. */
  public static PoolSettings settings() {
    return settings(Map.of());
  }

  /** The defaults, but for these config properties. */
  public static PoolSettings settings(Map<String, String> properties) {
    return PoolSettings.of(TestSettings.of(PoolConfig.class, properties));
  }

  /** The function vote alone: one instance for each vote, no headroom. */
  public static PoolSettings oneVoteAnInstance(int ceiling) {
    FunctionSettings vote =
        new FunctionSettings("vote", Measure.VOTERS, BigDecimal.ONE, 1, BigDecimal.ONE, 0, ceiling);
    return new PoolSettings(false, LEAD, HOLD, List.of(vote));
  }

  /** An announced window of an hour from noon on. */
  public static Window announced(StreamId stream, String name, int viewers) {
    return WindowFixtures.of(stream).named(name).expectedViewers(viewers).build();
  }

  /** A poll of an hour from noon on. */
  static Window poll(StreamId stream, String name, int viewers) {
    return WindowFixtures.of(stream).ofPoll(name).expectedViewers(viewers).build();
  }

  /** A clock that a test sets. */
  public static final class SetClock extends Clock {
    private Instant now = NOON;

    public void set(Instant instant) {
      now = instant;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
