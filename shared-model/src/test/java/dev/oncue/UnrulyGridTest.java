package dev.oncue;

import static dev.oncue.Concurrently.await;
import static dev.oncue.Concurrently.awaitFault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.UnrulyGrid.Mood;
import dev.oncue.ballot.BallotBoxesContract;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.PollLifecycleContract;
import dev.oncue.poll.PollsContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Late answers keep the ports' promises, so all contract suites hold; and faults are what they say.
 */
@ExtendWith(Seed.class)
class UnrulyGridTest {
  /** Its answers are late, but its news come in order, as those of all grids do. */
  private static final UnrulyGrid LATE =
      new UnrulyGrid(
          MemoryGrid.create(),
          new Mood(85, 0, 0, 0, false, Duration.ofMillis(2), Duration.ZERO),
          Seed.get());

  private final Grid calm = MemoryGrid.create();
  private final UnrulyGrid unruly = new UnrulyGrid(calm, Mood.CALM, Seed.get());
  private final Poll poll = PollFixtures.freshPoll().build();

  @AfterAll
  static void end() {
    LATE.close();
  }

  @AfterEach
  void close() {
    unruly.close();
  }

  @Nested
  class PollsTest extends PollsContract {
    @Override
    protected Grid grid() {
      return LATE.grid();
    }
  }

  @Nested
  class BallotBoxesTest extends BallotBoxesContract {
    @Override
    protected Grid grid() {
      return LATE.grid();
    }
  }

  @Nested
  class PollLifecycleTest extends PollLifecycleContract {
    @Override
    protected Grid grid() {
      return LATE.grid();
    }
  }

  private static Mood always(int late, int refused, int lost, int silent, Duration patience) {
    return new Mood(late, refused, lost, silent, true, Duration.ofMillis(5), patience);
  }

  private CompletableFuture<Optional<Poll>> add(Poll added) {
    return unruly.grid().polls().add(added).toCompletableFuture();
  }

  private Optional<Poll> kept(Poll added) {
    return await(calm.polls().find(added.id()));
  }

  @Test
  void whatIsLateIsAnsweredByOtherThreadsAndOutOfOrder() {
    unruly.mood(always(100, 0, 0, 0, Duration.ZERO));
    Set<String> threads = ConcurrentHashMap.newKeySet();
    List<Integer> order = new CopyOnWriteArrayList<>();
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int number = i;
      all.add(
          add(PollFixtures.freshPoll().build())
              .thenRun(
                  () -> {
                    threads.add(Thread.currentThread().getName());
                    order.add(number);
                  }));
    }
    await(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
    assertThat(threads).contains("unruly-grid");
    assertThat(order).isNotEqualTo(IntStream.range(0, 200).boxed().toList());
  }

  @Test
  void whatIsRefusedIsNotDone() {
    unruly.mood(always(0, 100, 0, 0, Duration.ZERO));
    assertThat(awaitFault(add(poll))).isInstanceOf(GridUnavailableException.class);
    assertThat(kept(poll)).isEmpty();
  }

  @Test
  void whatIsLostIsDone() {
    unruly.mood(always(0, 0, 100, 0, Duration.ZERO));
    assertThat(awaitFault(add(poll))).isInstanceOf(GridUnavailableException.class);
    assertThat(kept(poll)).contains(poll);
  }

  @Test
  void whatIsSilentIsToldWhenThePatienceIsOverOrTheGridIsClosed() {
    unruly.mood(always(0, 0, 0, 100, Duration.ofMillis(20)));
    assertThat(awaitFault(add(poll))).isInstanceOf(GridUnavailableException.class);
    unruly.mood(always(0, 0, 0, 100, Duration.ofDays(1)));
    CompletableFuture<?> waiting = add(PollFixtures.freshPoll().build());
    assertThat(waiting).isNotDone();
    unruly.close();
    assertThat(awaitFault(waiting)).isInstanceOf(GridUnavailableException.class);
    assertThat(add(PollFixtures.freshPoll().build())).isCompletedWithValue(Optional.empty());
  }

  @Test
  void whatIsHeldUpIsDoneAndAnsweredLaterOrWhenTheGridIsClosed() {
    unruly.holdUp(Duration.ofMillis(20), "add");
    long start = System.nanoTime();
    await(add(poll));
    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(20).toNanos());
    assertThat(await(unruly.grid().polls().find(poll.id()))).as("others are not").contains(poll);
    unruly.holdUp(UnrulyGrid.NEVER, "add");
    Poll another = PollFixtures.freshPoll().build();
    CompletableFuture<?> waiting = add(another);
    assertThat(kept(another)).contains(another);
    assertThat(waiting).isNotDone();
    unruly.holdUp(Duration.ZERO, "add");
    assertThat(add(PollFixtures.freshPoll().build())).isDone();
    unruly.close();
    assertThat(awaitFault(waiting)).isInstanceOf(GridUnavailableException.class);
  }

  @Test
  void shuffledNewsAreToldAndSomeOfThemTwice() {
    unruly.mood(always(100, 0, 0, 0, Duration.ZERO));
    List<Poll> told = new CopyOnWriteArrayList<>();
    unruly.grid().polls().watch(told::add);
    Set<Poll> added = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 200; i++) {
      Poll one = PollFixtures.freshPoll().build();
      added.add(one);
      await(calm.polls().add(one));
    }
    Awaitility.await().until(() -> Set.copyOf(told).equals(added) && told.size() > added.size());
    assertThat(told).isNotEqualTo(List.copyOf(added));
  }

  @Test
  void theSameSeedGivesTheSameFates() {
    Mood half = always(0, 50, 0, 0, Duration.ZERO);
    List<List<Boolean>> runs = new ArrayList<>();
    for (long seed : new long[] {7, 7, 8}) {
      try (UnrulyGrid grid = new UnrulyGrid(MemoryGrid.create(), half, seed)) {
        runs.add(
            IntStream.range(0, 100)
                .mapToObj(i -> await(grid.grid().polls().all().handle((all, f) -> f == null)))
                .toList());
      }
    }
    assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2));
  }
}
