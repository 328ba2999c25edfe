package dev.oncue.embedded;

import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.Polls;
import dev.oncue.stream.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.infinispan.AdvancedCache;

/** The polls of the embedded grid: key {@link PollId#path()}. */
final class EmbeddedPolls implements Polls {
  private final EmbeddedEntries<Poll> polls;

  EmbeddedPolls(AdvancedCache<String, Poll> cache) {
    this.polls = new EmbeddedEntries<>(cache);
  }

  @Override
  public CompletionStage<Optional<Poll>> find(PollId id) {
    return polls.find(id.path());
  }

  @Override
  public CompletionStage<Optional<Poll>> add(Poll poll) {
    return polls.add(poll.id().path(), poll);
  }

  @Override
  public CompletionStage<Boolean> replace(Poll expected, Poll next) {
    return polls.replace(expected.id().path(), expected, next);
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
    return polls.remove(id.path());
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
