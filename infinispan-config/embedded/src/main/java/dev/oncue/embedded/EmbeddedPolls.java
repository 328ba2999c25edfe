package dev.oncue.embedded;

import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.Polls;
import dev.oncue.stream.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.infinispan.AdvancedCache;

/** The polls of the embedded grid: key {@link PollId#path()}. */
final class EmbeddedPolls implements Polls {
  private final EmbeddedEntries<Poll> polls;

  /** The polls of each stream. One may be here that is not, or not any more; never the reverse. */
  private final Map<StreamId, Set<PollId>> ofStreams = new ConcurrentHashMap<>();

  EmbeddedPolls(AdvancedCache<String, Poll> cache) {
    this.polls = new EmbeddedEntries<>(cache);
    stored().forEach(poll -> index(poll.id()));
  }

  private void index(PollId id) {
    ofStreams.compute(
        id.stream(),
        (stream, known) -> {
          Set<PollId> ids = known == null ? ConcurrentHashMap.newKeySet() : known;
          ids.add(id);
          return ids;
        });
  }

  private void unindex(PollId id) {
    ofStreams.computeIfPresent(
        id.stream(),
        (stream, ids) -> {
          ids.remove(id);
          return ids.isEmpty() ? null : ids;
        });
    if (polls.get(id.path()) != null) {
      // One of that id was added meanwhile.
      index(id);
    }
  }

  @Override
  public CompletionStage<Optional<Poll>> find(PollId id) {
    return polls.find(id.path());
  }

  @Override
  public CompletionStage<Optional<Poll>> add(Poll poll) {
    index(poll.id());
    return polls.add(poll.id().path(), poll);
  }

  @Override
  public CompletionStage<Boolean> replace(Poll expected, Poll next) {
    return polls.replace(expected.id().path(), expected, next);
  }

  @Override
  public CompletionStage<List<Poll>> ofStream(StreamId stream) {
    return CompletableFuture.completedFuture(
        ofStreams.getOrDefault(stream, Set.of()).stream()
            .map(id -> polls.get(id.path()))
            .filter(Objects::nonNull)
            .toList());
  }

  @Override
  public CompletionStage<List<Poll>> all() {
    return CompletableFuture.completedFuture(stored());
  }

  @Override
  public CompletionStage<Void> remove(PollId id) {
    return polls.remove(id.path()).thenAccept(done -> unindex(id));
  }

  @Override
  public void watch(Consumer<Poll> listener) {
    polls.watch(listener);
  }

  /** All polls, without waiting. */
  List<Poll> stored() {
    return polls.stored();
  }
}
