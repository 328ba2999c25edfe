package dev.oncue.embedded;

import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.Polls;
import dev.oncue.stream.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.infinispan.AdvancedCache;

/** The polls of the embedded grid: key {@link PollId#path()}. */
final class EmbeddedPolls implements Polls {
  private final AdvancedCache<String, Poll> cache;
  private final List<Consumer<Poll>> listeners = new CopyOnWriteArrayList<>();

  EmbeddedPolls(AdvancedCache<String, Poll> cache) {
    this.cache = cache;
  }

  @Override
  public CompletionStage<Optional<Poll>> find(PollId id) {
    return cache.getAsync(id.path()).thenApply(Optional::ofNullable);
  }

  @Override
  public CompletionStage<Optional<Poll>> add(Poll poll) {
    return cache
        .putIfAbsentAsync(poll.id().path(), poll)
        .thenApply(
            existing -> {
              if (existing == null) {
                tell(poll);
              }
              return Optional.ofNullable(existing);
            });
  }

  @Override
  public CompletionStage<Boolean> replace(Poll expected, Poll next) {
    return cache
        .replaceAsync(expected.id().path(), expected, next)
        .thenApply(
            done -> {
              if (done) {
                tell(next);
              }
              return done;
            });
  }

  @Override
  public CompletionStage<List<Poll>> ofStream(StreamId stream) {
    return CompletableFuture.completedFuture(
        stored().stream().filter(poll -> poll.id().stream().equals(stream)).toList());
  }

  @Override
  public CompletionStage<List<Poll>> all() {
    return CompletableFuture.completedFuture(stored());
  }

  @Override
  public CompletionStage<Void> remove(PollId id) {
    return cache.removeAsync(id.path()).thenApply(removed -> null);
  }

  @Override
  public void watch(Consumer<Poll> listener) {
    listeners.add(listener);
  }

  /** All polls. They are all in memory, so this does no I/O. */
  List<Poll> stored() {
    return List.copyOf(cache.getDataContainer().size() == 0 ? List.of() : inMemory());
  }

  private List<Poll> inMemory() {
    List<Poll> polls = new java.util.ArrayList<>();
    cache.getDataContainer().forEach(entry -> polls.add(entry.getValue()));
    return polls;
  }

  private void tell(Poll poll) {
    listeners.forEach(listener -> listener.accept(poll));
  }
}
