package dev.oncue.live;

import dev.oncue.Grid;
import dev.oncue.ballot.Ballot;
import dev.oncue.http.Caller;
import dev.oncue.http.Group;
import dev.oncue.http.Problem;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.stream.StreamId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** What a stream's state is for one caller. Thread-safe; never blocks. */
@Singleton
final class StreamStates {
  private final Grid grid;
  private final Feeds feeds;

  @Inject
  StreamStates(Grid grid, Feeds feeds) {
    this.grid = grid;
    this.feeds = feeds;
  }

  /** The state as JSON; fails with unknown-stream when nothing is known of the stream. */
  CompletionStage<byte[]> state(StreamId stream, Caller caller) {
    return known(stream, caller)
        .thenCompose(feed -> feed.welcome(null))
        .thenCompose(welcome -> document(welcome.snapshot(), caller));
  }

  /** The stream's polls; fails with unknown-stream when nothing is known of the stream. */
  CompletionStage<List<Poll>> polls(StreamId stream, Caller caller) {
    return known(stream, caller).thenCompose(feed -> grid.polls().ofStream(stream));
  }

  /**
   * A stream is known by its feed, its polls, its reactions, or a token that names it. A feed is
   * not started for any other, so that guessing names costs no memory.
   */
  private CompletionStage<Feed> known(StreamId stream, Caller caller) {
    Optional<Feed> running = feeds.running(stream);
    if (running.isPresent()) {
      return CompletableFuture.completedFuture(running.get());
    }
    if (stream.name().equals(caller.stream())) {
      return CompletableFuture.completedFuture(feeds.of(stream));
    }
    return grid.polls()
        .ofStream(stream)
        .thenCombine(
            grid.reactions().totals(stream),
            (polls, reactions) -> !polls.isEmpty() || !reactions.isEmpty())
        .thenApply(
            known -> {
              if (!known) {
                throw Problem.UNKNOWN_STREAM.with("nothing is known of " + stream.name());
              }
              return feeds.of(stream);
            });
  }

  /** A snapshot as the caller may see it, with the caller's own ballots. */
  CompletionStage<byte[]> document(Snapshot snapshot, Caller caller) {
    boolean host = caller.is(Group.HOST);
    if (!caller.is(Group.VIEWER)) {
      return CompletableFuture.completedFuture(snapshot.document(host, null, Map.of()));
    }
    Map<PollId, Ballot> ballots = new ConcurrentHashMap<>();
    CompletableFuture<?>[] reads =
        snapshot.polls().stream()
            .map(
                entry ->
                    grid.ballotBoxes()
                        .ballot(entry.poll(), caller.name())
                        .thenAccept(
                            found ->
                                found.ifPresent(ballot -> ballots.put(entry.poll().id(), ballot)))
                        .toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(reads)
        .thenApply(done -> snapshot.document(host, caller.name(), ballots));
  }
}
