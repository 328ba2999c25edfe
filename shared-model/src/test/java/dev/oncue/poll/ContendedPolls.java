package dev.oncue.poll;

import dev.oncue.Grid;
import dev.oncue.stream.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Polls of which others are always first to change one, as it seems: nothing is ever replaced.
 * Counts the calls.
 */
public final class ContendedPolls implements Polls {
  private final Polls polls;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger replacements = new AtomicInteger();
  private final AtomicInteger sweeps = new AtomicInteger();

  private ContendedPolls(Polls polls) {
    this.polls = polls;
  }

  /** The polls of a grid, and what else it has. */
  public static ContendedPolls of(Grid grid) {
    return new ContendedPolls(grid.polls());
  }

  /** The grid with these polls in place of its own. */
  public Grid in(Grid grid) {
    return new Grid(
        this,
        grid.ballotBoxes(),
        grid.reactions(),
        grid.deliveries(),
        grid.windows(),
        grid.viewers(),
        grid.latencies(),
        grid.claims());
  }

  /** How often any of them was asked for, or was to be changed. */
  public int calls() {
    return calls.get();
  }

  /** How often one was to be replaced. */
  public int replacements() {
    return replacements.get();
  }

  /** How often all of them were asked for. */
  public int sweeps() {
    return sweeps.get();
  }

  @Override
  public CompletionStage<Boolean> replace(Poll expected, Poll next) {
    calls.incrementAndGet();
    replacements.incrementAndGet();
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public CompletionStage<Optional<Poll>> find(PollId id) {
    calls.incrementAndGet();
    return polls.find(id);
  }

  @Override
  public CompletionStage<List<Poll>> all() {
    calls.incrementAndGet();
    sweeps.incrementAndGet();
    return polls.all();
  }

  @Override
  public CompletionStage<Optional<Poll>> add(Poll poll) {
    return polls.add(poll);
  }

  @Override
  public CompletionStage<List<Poll>> ofStream(StreamId stream) {
    return polls.ofStream(stream);
  }

  @Override
  public CompletionStage<Void> remove(PollId id) {
    return polls.remove(id);
  }

  @Override
  public void watch(Consumer<Poll> listener) {
    polls.watch(listener);
  }
}
