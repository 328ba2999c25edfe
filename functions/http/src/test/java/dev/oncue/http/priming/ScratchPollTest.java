package dev.oncue.http.priming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Grid;
import dev.oncue.GridUnavailableException;
import dev.oncue.MemoryGrid;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.poll.Polls;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ScratchPollTest {
  private final Grid grid = MemoryGrid.create();

  private ScratchPoll on(Grid changed) {
    return new ScratchPoll(changed, new PollLifecycle(changed, Clock.systemUTC(), 1));
  }

  private List<Poll> polls() {
    return grid.polls().all().toCompletableFuture().join();
  }

  /** The grid, but for one method of its polls. */
  private Grid with(String method, UnaryOperator<Object> result) {
    Polls changed =
        (Polls)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Polls.class},
                (proxy, called, arguments) ->
                    called.getName().equals(method)
                        ? result.apply(arguments[0])
                        : called.invoke(grid.polls(), arguments));
    return new Grid(
        changed,
        grid.ballotBoxes(),
        grid.reactions(),
        grid.deliveries(),
        grid.windows(),
        grid.viewers(),
        grid.latencies(),
        grid.claims());
  }

  @Test
  void itIsOpenAndThenGone() throws Exception {
    ScratchPoll scratch = on(grid);
    assertThat(scratch.open(() -> false)).isTrue();
    assertThat(polls()).singleElement().matches(poll -> poll.id().stream().isScratch());
    scratch.remove();
    assertThat(polls()).isEmpty();
  }

  @Test
  void anotherInstanceMayRemoveItFirst() throws Exception {
    ScratchPoll scratch =
        on(
            with(
                "replace",
                poll -> grid.polls().remove(((Poll) poll).id()).thenApply(gone -> false)));
    assertThat(scratch.open(() -> false)).isTrue();
    scratch.remove();
    assertThat(polls()).isEmpty();
  }

  @Test
  void aGridThatIsAwayIsAwaitedUntilTheProcessEnds() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Grid away =
        with(
            "find",
            id -> {
              asked.incrementAndGet();
              return CompletableFuture.failedFuture(new GridUnavailableException("away"));
            });
    assertThat(on(away).open(() -> asked.get() == 3)).isFalse();
    on(away).remove();
  }
}
