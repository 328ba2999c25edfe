package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.GridUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedLookupsTest {
  private static final GridUnavailableException AWAY = new GridUnavailableException("away");

  private final Deque<CompletableFuture<Optional<String>>> calls = new ArrayDeque<>();
  private final SharedLookups<String> finds =
      new SharedLookups<>(
          key -> {
            calls.add(new CompletableFuture<>());
            return calls.getLast();
          });

  private List<CompletableFuture<Optional<String>>> askers(int number) {
    List<CompletableFuture<Optional<String>>> askers = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      askers.add(finds.find("q1"));
    }
    return askers;
  }

  @Test
  void whoAsksAtOnceSharesOneCall() {
    List<CompletableFuture<Optional<String>>> crowd = askers(1_000);
    assertThat(calls).hasSize(1);
    calls.remove().complete(Optional.of("poll"));
    assertThat(crowd).allMatch(asker -> asker.join().equals(Optional.of("poll")));
    assertThat(calls).isEmpty();
    assertThat(finds.underWay()).isZero();
    finds.find("q1");
    assertThat(calls).as("who asks later asks anew").hasSize(1);
  }

  @Test
  void nobodyIsToldThatThereIsNothingByACallThatBeganBeforeHeAsked() {
    CompletableFuture<Optional<String>> first = finds.find("q1");
    List<CompletableFuture<Optional<String>>> later = askers(1_000);
    calls.remove().complete(Optional.empty());
    assertThat(first).isCompletedWithValue(Optional.empty());
    assertThat(later).noneMatch(CompletableFuture::isDone);
    assertThat(calls).as("one call for all of them").hasSize(1);
    calls.remove().complete(Optional.of("added since"));
    assertThat(later).allMatch(asker -> asker.join().equals(Optional.of("added since")));
    assertThat(finds.underWay()).isZero();
  }

  @Test
  void whatNobodyHasCostsTwoCallsAtMostForACrowd() {
    List<CompletableFuture<Optional<String>>> crowd = askers(1_000);
    calls.remove().complete(Optional.empty());
    calls.remove().complete(Optional.empty());
    assertThat(crowd).allMatch(asker -> asker.join().isEmpty());
    assertThat(calls).isEmpty();
  }

  @Test
  void aFailureIsToldToAllAndToNobodyWhoComesLater() {
    List<CompletableFuture<Optional<String>>> crowd = askers(1_000);
    calls.remove().completeExceptionally(AWAY);
    assertThat(crowd).allMatch(CompletableFuture::isCompletedExceptionally);
    CompletableFuture<Optional<String>> later = finds.find("q1");
    calls.remove().complete(Optional.of("poll"));
    assertThat(later).isCompletedWithValue(Optional.of("poll"));
    assertThat(finds.underWay()).isZero();
  }

  @Test
  void anAskerWhoGivesUpTakesTheCallFromNobody() {
    CompletableFuture<Optional<String>> impatient = finds.find("q1");
    CompletableFuture<Optional<String>> patient = finds.find("q1");
    impatient.completeExceptionally(AWAY);
    calls.remove().complete(Optional.of("poll"));
    assertThat(patient).isCompletedWithValue(Optional.of("poll"));
  }

  @Test
  void differentKeysUnderWayHaveABound() {
    for (int i = 0; i < SharedLookups.MAX_UNDER_WAY; i++) {
      finds.find("q" + i);
    }
    assertThat(finds.find("one more").handle((found, fault) -> fault).join())
        .isInstanceOf(GridUnavailableException.class);
    assertThat(finds.find("q1")).as("what is under way is shared").isNotDone();
    calls.forEach(call -> call.complete(Optional.of("poll")));
    assertThat(finds.underWay()).isZero();
  }

  /**
   * Entries are added while many threads ask for them, and answers come late and on other threads,
   * some of them failures: who asks for what has been added is never told that there is nothing.
   */
  @Test
  void manyThreadsAskAndNobodyIsAnsweredByThePast() throws Exception {
    Map<String, Integer> grid = new ConcurrentHashMap<>();
    AtomicInteger answered = new AtomicInteger();
    ExecutorService answers = Executors.newFixedThreadPool(2);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    SharedLookups<Integer> shared =
        new SharedLookups<>(
            key ->
                CompletableFuture.supplyAsync(() -> grid.getOrDefault(key, 0), answers)
                    .thenApplyAsync(found -> answer(found, answered.incrementAndGet()), answers));
    try {
      List<CompletableFuture<Void>> running = new ArrayList<>();
      for (int seed = 0; seed < 4; seed++) {
        Random random = new Random(seed);
        running.add(CompletableFuture.runAsync(() -> askOften(shared, grid, random), threads));
      }
      CompletableFuture.allOf(running.toArray(new CompletableFuture<?>[0]))
          .get(60, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
      answers.shutdownNow();
    }
    assertThat(shared.underWay()).isZero();
  }

  private static Optional<Integer> answer(int found, int number) {
    if (number % 5 == 0) {
      throw AWAY;
    }
    return found == 0 ? Optional.empty() : Optional.of(found);
  }

  private static void askOften(
      SharedLookups<Integer> shared, Map<String, Integer> grid, Random random) {
    for (int i = 0; i < 5_000; i++) {
      String key = "q" + i / 20;
      if (random.nextInt(10) == 0) {
        grid.put(key, 1);
      }
      boolean isThere = grid.containsKey(key);
      Optional<Integer> found =
          shared
              .find(key)
              .exceptionally(fault -> Optional.of(-1))
              .orTimeout(20, TimeUnit.SECONDS)
              .join();
      if (isThere) {
        assertThat(found).as(key).isPresent();
      }
    }
  }
}
