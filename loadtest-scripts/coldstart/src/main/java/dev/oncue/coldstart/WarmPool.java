package dev.oncue.coldstart;

import dev.oncue.stream.StreamId;
import dev.oncue.warmpool.PoolSettings;
import dev.oncue.warmpool.WarmPoolPlan;
import dev.oncue.window.Origin;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import dev.oncue.window.WindowStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Oncue's warm pool: the lower bound is what the real {@link WarmPoolPlan} says of the announced
 * windows. Not thread-safe.
 */
final class WarmPool implements MinScale {
  private static final StreamId STREAM = new StreamId(StreamId.DEFAULT_TENANT, "show");
  private static final Instant BEGINNING = Instant.EPOCH;

  /** The reconciler of functions/warm-pool makes a plan so often. */
  private static final long ROUND = 2_000_000_000L;

  private final List<Window> windows;
  private final Map<StreamId, Long> connected;
  private final PoolSettings settings;
  private final int atRest;
  private final Map<Long, Integer> rounds = new HashMap<>();

  /**
   * What a producer has announced.
   *
   * @param expectedViewers in each window; 0: nothing is announced
   * @param connected viewers who follow the stream's feed all the time
   * @param lead how long before a window it begins
   * @param atRest the lower bound that it raises
   */
  record Announcement(int expectedViewers, int connected, Duration lead, int atRest) {
    Announcement expecting(int viewers) {
      return new Announcement(viewers, connected, lead, atRest);
    }

    Announcement connected(int viewers) {
      return new Announcement(expectedViewers, viewers, lead, atRest);
    }

    Announcement lead(Duration other) {
      return new Announcement(expectedViewers, connected, other, atRest);
    }
  }

  WarmPool(Show show, Serving serving, Scaling scaling, Announcement announced) {
    windows =
        announced.expectedViewers() == 0
            ? List.of()
            : IntStream.range(0, show.windows())
                .mapToObj(i -> window(i, show, announced.expectedViewers()))
                .toList();
    connected = Map.of(STREAM, (long) announced.connected());
    settings = settings(serving, scaling, announced.lead());
    atRest = announced.atRest();
  }

  private static Window window(int number, Show show, int expectedViewers) {
    Instant opensAt = BEGINNING.plusNanos(show.openings()[number]);
    return new Window(
        new WindowId(STREAM, Origin.ANNOUNCED, "window-" + number),
        opensAt,
        opensAt.plus(show.length()),
        expectedViewers,
        null,
        false,
        WindowStatus.planned(BEGINNING));
  }

  /** The pool's defaults, with what was measured of an instance. */
  private static PoolSettings settings(Serving serving, Scaling scaling, Duration lead) {
    Map<String, String> given =
        Map.of(
            "oncue.warm.pool.vote.capacity", Integer.toString(serving.capacity()),
            "oncue.warm.pool.vote.ceiling", Integer.toString(scaling.maxScale()),
            "oncue.warm.pool.lead", lead.toString());
    return PoolSettings.read(name -> Optional.ofNullable(given.get(name)));
  }

  @Override
  public int at(long now) {
    return Math.max(atRest, rounds.computeIfAbsent(now / ROUND, this::planned));
  }

  /** The most that the plan ever asks for. */
  int most() {
    return windows.stream().mapToInt(window -> planned(window.opensAt())).reduce(atRest, Math::max);
  }

  private int planned(long round) {
    return planned(BEGINNING.plusNanos(round * ROUND));
  }

  private int planned(Instant now) {
    return WarmPoolPlan.of(windows, connected, settings, now).instances().get("vote");
  }
}
