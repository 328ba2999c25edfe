package dev.oncue.pollopen;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Grid;
import dev.oncue.GridUnavailableException;
import dev.oncue.MemoryGrid;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.window.PoolReport;
import dev.oncue.window.Readiness;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import dev.oncue.window.Windows;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A warm pool that cannot be heard: the opening of a poll neither waits for it nor fails. */
class WarmPoolViewTest {
  private static final Poll POLL = PollFixtures.freshPoll().expectedViewers(1_000).build();

  private Supplier<CompletionStage<List<Window>>> all =
      () -> CompletableFuture.completedFuture(List.of());

  private PoolReport report = new PoolReport(true, Duration.ofMinutes(2), NOON);

  private final WarmPoolView view = new WarmPoolView(grid(new Heard()), null);

  /** Windows of a controller that keeps a pool; how the list is answered, a test says. */
  private final class Heard implements Windows {
    @Override
    public CompletionStage<List<Window>> all() {
      return all.get();
    }

    @Override
    public CompletionStage<Optional<PoolReport>> report() {
      return CompletableFuture.completedFuture(Optional.ofNullable(report));
    }

    @Override
    public CompletionStage<Optional<Window>> find(WindowId id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Optional<Window>> add(Window window) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Boolean> replace(Window expected, Window next) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> remove(WindowId id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void watch(Consumer<Window> listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> report(PoolReport report) {
      throw new UnsupportedOperationException();
    }
  }

  private static Grid grid(Windows windows) {
    Grid memory = MemoryGrid.create();
    return new Grid(
        memory.polls(),
        memory.ballotBoxes(),
        memory.reactions(),
        memory.deliveries(),
        windows,
        memory.viewers(),
        memory.latencies(),
        memory.claims());
  }

  @Test
  void before_it_was_heard_nothing_is_said() {
    assertThat(view.readiness(POLL, NOON)).isEmpty();
  }

  @Test
  void an_answer_that_does_not_come_is_not_waited_for() {
    CompletableFuture<List<Window>> late = new CompletableFuture<>();
    all = () -> late;
    view.read();
    assertThat(view.readiness(POLL, NOON)).isEmpty();
    late.complete(List.of());
    assertThat(view.readiness(POLL, NOON)).contains(Readiness.COLD);
  }

  @Test
  void a_fault_changes_nothing() {
    view.read();
    all = () -> CompletableFuture.failedFuture(new GridUnavailableException("away"));
    view.read();
    assertThat(view.readiness(POLL, NOON)).contains(Readiness.COLD);
    all =
        () -> {
          throw new IllegalStateException("stopped");
        };
    view.read();
    assertThat(view.readiness(POLL, NOON)).contains(Readiness.COLD);
  }

  @Test
  void a_controller_that_says_nothing_more_is_forgotten() {
    view.read();
    assertThat(view.readiness(POLL, NOON)).contains(Readiness.COLD);
    report = null;
    view.read();
    assertThat(view.readiness(POLL, NOON)).isEmpty();
  }

  @Test
  void of_a_poll_that_is_closed_nothing_is_said() {
    view.read();
    assertThat(view.readiness(POLL.closedAt(NOON), NOON)).isEmpty();
  }
}
