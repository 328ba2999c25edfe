package dev.oncue.closing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.testbed.TurnedClock;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DueTimersTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = ((VertxInternal) vertx).createEventLoopContext();
  private final TurnedClock clock = new TurnedClock();
  private final DueTimers<String> timers = new DueTimers<>(vertx, clock);
  private final List<Instant> fired = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    vertx.close();
  }

  private <T> T onLoop(Supplier<T> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.runOnContext(ignored -> done.complete(task.get()));
    return done.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private void set(String key, Instant due) {
    onLoop(
        () -> {
          timers.set(key, due, () -> fired.add(clock.instant()));
          return null;
        });
  }

  private int size() {
    return onLoop(timers::size);
  }

  @Test
  void aTimerWaitsToTheMillisecondAfterAndNeverLess() {
    assertThat(DueTimers.waitMillis(NOON, NOON.plusMillis(500))).isEqualTo(OptionalLong.of(500));
    assertThat(DueTimers.waitMillis(NOON, NOON.plusNanos(500_000_001)))
        .isEqualTo(OptionalLong.of(501));
    assertThat(DueTimers.waitMillis(NOON.plusNanos(1), NOON.plusMillis(500)))
        .isEqualTo(OptionalLong.of(500));
    assertThat(DueTimers.waitMillis(NOON, NOON.plusNanos(1))).isEqualTo(OptionalLong.of(1));
  }

  @Test
  void whatIsDueAlreadyHasTheShortestTimer() {
    for (Instant due : List.of(NOON, NOON.minusSeconds(5), Instant.MIN)) {
      assertThat(DueTimers.waitMillis(NOON, due)).isEqualTo(OptionalLong.of(1));
    }
  }

  @Test
  void whatIsFarAheadHasNoneHoweverFar() {
    Instant edge = NOON.plus(DueTimers.HORIZON);
    assertThat(DueTimers.waitMillis(NOON, edge))
        .isEqualTo(OptionalLong.of(DueTimers.HORIZON.toMillis()));
    for (Instant due :
        List.of(edge.plusNanos(1), Instant.parse("9999-12-31T23:59:59.999Z"), Instant.MAX)) {
      assertThat(DueTimers.waitMillis(NOON, due)).as(due.toString()).isEmpty();
    }
  }

  @Test
  void itRingsOnceAndNotBefore() {
    Instant due = clock.instant().plusMillis(150);
    set("q1", due);
    set("q1", due);
    assertThat(size()).as("one timer for each").isEqualTo(1);
    await().atMost(TIMEOUT).until(() -> !fired.isEmpty());
    assertThat(fired.get(0)).isAfterOrEqualTo(due);
    assertThat(size()).isZero();
    set("q2", clock.instant());
    await().atMost(TIMEOUT).until(() -> fired.size() == 2);
  }

  @Test
  void anEndThatMovesMovesItsTimer() {
    set("q1", clock.instant().plus(DueTimers.HORIZON).minusMillis(100));
    Instant sooner = clock.instant().plusMillis(50);
    set("q1", sooner);
    await().atMost(TIMEOUT).until(() -> !fired.isEmpty());
    assertThat(fired.get(0)).isAfterOrEqualTo(sooner);
    assertThat(size()).isZero();
    set("q1", clock.instant().plusMillis(1_000));
    set("q1", clock.instant().plus(DueTimers.HORIZON.multipliedBy(2)));
    assertThat(size()).as("left to a later call").isZero();
  }

  @Test
  void aClockThatIsSetBackRingsNothingEarly() {
    Instant due = clock.instant().plusMillis(200);
    set("q1", due);
    clock.turn(Duration.ofMillis(-400));
    await().atMost(TIMEOUT).until(() -> !fired.isEmpty());
    assertThat(fired).hasSize(1);
    assertThat(fired.get(0)).isAfterOrEqualTo(due);
  }

  @Test
  void aClockThatIsSetBackFarLeavesItToALaterCall() {
    Instant due = clock.instant().plusMillis(50);
    set("q1", due);
    clock.turn(Duration.ofHours(-1));
    await().atMost(TIMEOUT).until(() -> size() == 0);
    assertThat(fired).isEmpty();
    clock.turn(Duration.ZERO);
    set("q1", due);
    await().atMost(TIMEOUT).until(() -> !fired.isEmpty());
  }

  @Test
  void aClockThatIsSetForwardIsFollowedByTheNextCall() {
    Instant due = clock.instant().plus(DueTimers.HORIZON);
    long setNanos = System.nanoTime();
    set("q1", due);
    clock.turn(Duration.ofHours(1));
    set("q1", due);
    await().atMost(TIMEOUT).until(() -> !fired.isEmpty());
    assertThat(Duration.ofNanos(System.nanoTime() - setNanos)).isLessThan(DueTimers.HORIZON);
    assertThat(fired).hasSize(1);
  }

  @Test
  void whatIsForgottenDoesNotRing() {
    set("q1", clock.instant().plusMillis(100));
    set("q2", clock.instant().plusMillis(100));
    onLoop(
        () -> {
          timers.cancelAll();
          return null;
        });
    assertThat(size()).isZero();
    set("q3", clock.instant().plusMillis(150));
    await().atMost(TIMEOUT).until(() -> !fired.isEmpty());
    assertThat(fired).hasSize(1);
  }
}
