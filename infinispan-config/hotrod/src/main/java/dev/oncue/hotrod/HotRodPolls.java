package dev.oncue.hotrod;

import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.Polls;
import dev.oncue.stream.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.infinispan.client.hotrod.MetadataValue;

/**
 * The polls that the grid's servers keep: key {@link PollId#path()}, value a {@link KeptPoll}.
 * Reads are answered by the {@link PollMirror} in this process.
 */
final class HotRodPolls implements Polls {
  private final GridCache<byte[]> cache;
  private final PollMirror mirror;

  /**
   * @param cache returns previous values
   */
  HotRodPolls(GridCache<byte[]> cache, PollMirror mirror) {
    this.cache = cache;
    this.mirror = mirror;
  }

  @Override
  public CompletionStage<Optional<Poll>> find(PollId id) {
    Poll known = mirror.get(id.path());
    return known == null
        ? refresh(id.path())
        : CompletableFuture.completedFuture(Optional.of(known));
  }

  private CompletionStage<Optional<Poll>> refresh(String key) {
    return cache
        .call(polls -> polls.getAsync(key))
        .thenApply(
            bytes -> {
              mirror.put(key, bytes);
              return Optional.ofNullable(bytes).map(KeptPoll::decode);
            });
  }

  @Override
  public CompletionStage<Optional<Poll>> add(Poll poll) {
    String key = poll.id().path();
    byte[] bytes = KeptPoll.encode(0, poll);
    return cache
        .call(polls -> polls.putIfAbsentAsync(key, bytes))
        .thenApply(
            existing -> {
              mirror.put(key, existing == null ? bytes : existing);
              return Optional.ofNullable(existing).map(KeptPoll::decode);
            });
  }

  @Override
  public CompletionStage<Boolean> replace(Poll expected, Poll next) {
    String key = expected.id().path();
    return cache
        .call(polls -> polls.getWithMetadataAsync(key))
        .thenCompose(found -> replace(key, found, expected, next))
        .thenCompose(
            done ->
                done
                    ? CompletableFuture.completedFuture(true)
                    : refresh(key).thenApply(p -> false));
  }

  private CompletionStage<Boolean> replace(
      String key, MetadataValue<byte[]> found, Poll expected, Poll next) {
    if (found == null || !KeptPoll.decode(found.getValue()).equals(expected)) {
      return CompletableFuture.completedFuture(false);
    }
    byte[] bytes = KeptPoll.encode(KeptPoll.revision(found.getValue()) + 1, next);
    return cache
        .call(polls -> polls.replaceWithVersionAsync(key, bytes, found.getVersion()))
        .thenApply(
            done -> {
              if (done) {
                mirror.put(key, bytes);
              }
              return done;
            });
  }

  @Override
  public CompletionStage<List<Poll>> ofStream(StreamId stream) {
    return all()
        .thenApply(
            polls -> polls.stream().filter(poll -> poll.id().stream().equals(stream)).toList());
  }

  @Override
  public CompletionStage<List<Poll>> all() {
    return mirror.all();
  }

  @Override
  public CompletionStage<Void> remove(PollId id) {
    return cache
        .call(polls -> polls.removeAsync(id.path()))
        .thenAccept(removed -> mirror.put(id.path(), null));
  }

  @Override
  public void watch(Consumer<Poll> listener) {
    mirror.watch(listener);
  }
}
