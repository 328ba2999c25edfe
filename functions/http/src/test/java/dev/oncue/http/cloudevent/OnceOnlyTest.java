package dev.oncue.http.cloudevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.Grid;
import dev.oncue.MemoryGrid;
import dev.oncue.Seed;
import dev.oncue.UnrulyGrid;
import dev.oncue.UnrulyGrid.Mood;
import dev.oncue.event.Claim;
import dev.oncue.event.ClaimOutcome;
import dev.oncue.event.DeliveryId;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deliveries at several processes, each an {@link OnceOnly} of its own on one grid. */
@Timeout(60)
@ExtendWith(Seed.class)
class OnceOnlyTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(9);
  private static final byte[] ANSWER = {'{', '}'};

  private final Vertx vertx = Vertx.vertx();
  private final Grid grid = MemoryGrid.create();
  private final AtomicInteger effects = new AtomicInteger();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static DeliveryId id(String id) {
    return new DeliveryId("t", "ann", "react", "show", "//producer", id);
  }

  private OnceOnly process() {
    return new OnceOnly(vertx, grid.deliveries());
  }

  private CompletionStage<byte[]> effect() {
    effects.incrementAndGet();
    return CompletableFuture.completedFuture(ANSWER);
  }

  private static CompletableFuture<byte[]> run(
      OnceOnly at, String id, Duration timeout, Supplier<CompletionStage<byte[]>> work) {
    return at.run(id(id), timeout, work).toCompletableFuture();
  }

  @Test
  void a_second_delivery_waits_for_the_answer_of_the_first() {
    CompletableFuture<byte[]> pending = new CompletableFuture<>();
    CompletableFuture<byte[]> first = run(process(), "1", TIMEOUT, () -> pending);
    CompletableFuture<byte[]> second = run(process(), "1", TIMEOUT, this::effect);
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    pending.complete(ANSWER);
    assertThat(second.join()).isEqualTo(ANSWER);
    assertThat(first.join()).isEqualTo(ANSWER);
    assertThat(effects).hasValue(0);
  }

  @Test
  void a_refusal_gives_the_id_back_before_it_is_told() {
    for (RuntimeException refusal :
        List.of(Problem.RATE_LIMITED.with("too often"), new IllegalStateException())) {
      CompletableFuture<byte[]> refused =
          run(process(), "1", TIMEOUT, () -> CompletableFuture.failedFuture(refusal));
      assertThatThrownBy(refused::join).hasRootCause(refusal);
      assertThatThrownBy(run(process(), "2", TIMEOUT, () -> fail(refusal))::join)
          .hasRootCause(refusal);
    }
    assertThat(run(process(), "1", TIMEOUT, this::effect).join()).isEqualTo(ANSWER);
    assertThat(run(process(), "2", TIMEOUT, this::effect).join()).isEqualTo(ANSWER);
  }

  private static CompletionStage<byte[]> fail(RuntimeException refusal) {
    throw refusal;
  }

  @Test
  void a_delivery_that_is_still_under_way_elsewhere_is_told_in_time() {
    CompletableFuture<byte[]> pending = new CompletableFuture<>();
    run(process(), "1", TIMEOUT, () -> pending);
    CompletableFuture<byte[]> second = run(process(), "1", Duration.ofMillis(100), this::effect);
    assertThatThrownBy(second::join).hasRootCauseInstanceOf(TimeoutException.class);
    pending.complete(ANSWER);
    assertThat(run(process(), "1", TIMEOUT, this::effect).join()).isEqualTo(ANSWER);
    assertThat(effects).hasValue(0);
  }

  @Test
  void the_claim_of_a_process_that_died_ends() {
    Duration rest = Duration.ofMillis(400);
    Claim dead = Claim.on(id("1"));
    assertThat(grid.deliveries().claim(dead, rest).toCompletableFuture().join())
        .isEqualTo(new ClaimOutcome.Granted());
    long since = System.nanoTime();
    assertThat(run(process(), "1", TIMEOUT, this::effect).join()).isEqualTo(ANSWER);
    assertThat(System.nanoTime() - since).isGreaterThanOrEqualTo(rest.toNanos() / 2);
    assertThat(effects).hasValue(1);
  }

  /** A process that stood still does not begin what another one may have done meanwhile. */
  @Test
  void no_work_begins_after_the_time_of_its_event() {
    try (UnrulyGrid late = new UnrulyGrid(grid, Mood.CALM, Seed.get())) {
      late.holdUp(Duration.ofMillis(200), "claim");
      OnceOnly stalled = new OnceOnly(vertx, late.grid().deliveries());
      CompletableFuture<byte[]> first = run(stalled, "1", Duration.ofMillis(50), this::effect);
      assertThatThrownBy(first::join).hasRootCauseInstanceOf(TimeoutException.class);
      assertThat(effects).hasValue(0);
      assertThat(run(process(), "1", TIMEOUT, this::effect).join()).isEqualTo(ANSWER);
    }
  }

  /** What a broker does: each delivery is sent again until it has an answer. */
  @Test
  void on_a_grid_that_fails_each_delivery_has_an_answer_in_the_end() {
    try (UnrulyGrid failing =
        new UnrulyGrid(grid, Mood.failing(Duration.ofMillis(50)), Seed.get())) {
      OnceOnly left = new OnceOnly(vertx, failing.grid().deliveries());
      OnceOnly right = new OnceOnly(vertx, failing.grid().deliveries());
      Duration brief = Duration.ofMillis(200);
      for (int event = 0; event < 20; event++) {
        String id = "e" + event;
        boolean answered = false;
        for (int attempt = 0; !answered; attempt++) {
          answered = isAnswered(run(attempt % 2 == 0 ? left : right, id, brief, this::effect));
        }
      }
      assertThat(effects).hasValue(20);
    }
  }

  private static boolean isAnswered(CompletableFuture<byte[]> delivery) {
    try {
      return delivery.join() == ANSWER || delivery.join().length == ANSWER.length;
    } catch (CompletionException | ProblemException e) {
      return false;
    }
  }

  @Test
  void at_once_at_two_processes_on_a_late_grid_each_has_effect_once() {
    try (UnrulyGrid late = new UnrulyGrid(grid, Mood.LATE, Seed.get())) {
      OnceOnly left = new OnceOnly(vertx, late.grid().deliveries());
      OnceOnly right = new OnceOnly(vertx, late.grid().deliveries());
      List<CompletableFuture<byte[]>> all = new ArrayList<>();
      for (int event = 0; event < 200; event++) {
        all.add(run(left, "e" + event, TIMEOUT, this::effect));
        all.add(run(right, "e" + event, TIMEOUT, this::effect));
      }
      all.forEach(one -> assertThat(one.join()).isEqualTo(ANSWER));
      assertThat(effects).hasValue(200);
    }
  }
}
