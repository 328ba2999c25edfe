package dev.oncue;

import static dev.oncue.Concurrently.await;
import static dev.oncue.Concurrently.awaitFault;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AttemptsTest {
  private final AtomicInteger begun = new AtomicInteger();
  private final Attempts attempts = new Attempts("the poll");

  private CompletionStage<Integer> winAt(int attempt) {
    int now = begun.incrementAndGet();
    return now == attempt
        ? CompletableFuture.completedFuture(now)
        : attempts.again(() -> winAt(attempt));
  }

  @Test
  void whoever_comes_second_tries_again_and_wins() {
    assertThat(await(winAt(4))).isEqualTo(4);
    assertThat(begun).hasValue(4);
  }

  @Test
  void there_is_an_end_and_it_says_what_could_not_be_changed() {
    assertThat(awaitFault(winAt(Integer.MAX_VALUE)))
        .isInstanceOf(ContendedException.class)
        .hasMessage("the poll could not be changed: others were first 7 times");
    assertThat(begun).hasValue(Attempts.MAX);
  }

  @Test
  void the_pauses_grow() {
    long begunNanos = System.nanoTime();
    awaitFault(winAt(Integer.MAX_VALUE));
    // Half of each pause at least: 5, 10, 20, 40, 80 and 160 ms.
    assertThat(System.nanoTime() - begunNanos).isGreaterThan(155_000_000L);
  }

  @Test
  void a_fault_of_an_attempt_is_told() {
    IllegalStateException fault = new IllegalStateException("gone");
    assertThat(awaitFault(attempts.again(() -> CompletableFuture.failedFuture(fault))))
        .isSameAs(fault);
    assertThat(
            awaitFault(
                new Attempts("the poll")
                    .again(
                        () -> {
                          throw fault;
                        })))
        .isSameAs(fault);
  }
}
