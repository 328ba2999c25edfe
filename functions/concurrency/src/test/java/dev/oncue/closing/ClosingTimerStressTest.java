package dev.oncue.closing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Grid;
import dev.oncue.MemoryGrid;
import dev.oncue.OneLoop;
import dev.oncue.Repeated;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.poll.VotingWindow;
import dev.oncue.testbed.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Polls that are over, of which the timer is told while it begins to sweep. */
class ClosingTimerStressTest {
  private static final Instant OPENED = PollFixtures.NOON;
  private static final Clock LATER = Clock.fixed(OPENED.plus(Duration.ofHours(1)), ZoneOffset.UTC);

  /** More than one thing leads to another there: sweep, its answer, a close, its end. */
  private static final int ROUNDS = 5;

  private static Poll overPoll() {
    return PollFixtures.freshPoll()
        .window(new VotingWindow(OPENED, OPENED.plusSeconds(20), Duration.ZERO))
        .shards(1)
        .build();
  }

  private static ClosingTimer timer(Grid grid, PollLifecycle lifecycle, Vertx vertx) {
    return new ClosingTimer(
        grid,
        lifecycle,
        LATER,
        vertx,
        TestSettings.of(ClosingConfig.class, Map.of("oncue.closing.delay", "PT0S")),
        TestSettings.of(RetentionConfig.class, Map.of()),
        new ResultMeters(LATER, new SimpleMeterRegistry()));
  }

  @Test
  void eachIsSettledOnceWhoeverTellsOfIt() {
    Repeated.run(
        () -> {
          Grid grid = MemoryGrid.create();
          List<Poll> settled = new CopyOnWriteArrayList<>();
          PollLifecycle lifecycle = new PollLifecycle(grid, LATER, 1, settled::add);
          Poll first = overPoll();
          Poll second = overPoll();
          grid.polls().add(first);
          try (OneLoop loop = new OneLoop()) {
            ClosingTimer timer = timer(grid, lifecycle, loop.vertx());
            Thread producer = new Thread(() -> grid.polls().add(second));
            Thread teller =
                new Thread(() -> grid.polls().replace(first, first.closedAt(first.end())));
            producer.start();
            teller.start();
            timer.start(null);
            producer.join();
            teller.join();
            awaitBoth(settled);
            for (int i = 0; i < ROUNDS; i++) {
              CompletableFuture.runAsync(() -> {}, loop).join();
            }
          }
          assertThat(settled)
              .extracting(poll -> poll.id())
              .containsExactlyInAnyOrder(first.id(), second.id());
        });
  }

  /** A change that another came before is tried again a moment later, on another thread. */
  private static void awaitBoth(List<Poll> settled) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (settled.size() < 2 && System.nanoTime() < deadlineNanos) {
      Thread.onSpinWait();
    }
  }
}
