package dev.oncue.live;

import dev.oncue.Grid;
import dev.oncue.http.batch.BallotLookups;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.response.Gzip;
import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.poll.Poll;
import dev.oncue.stream.StreamId;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a stream's state is for one caller. Thread-safe; never blocks. */
@Singleton
final class StreamStates {
  /** What is shorter fits into one packet anyhow. */
  private static final int SMALLEST_TO_COMPRESS = 1_400;

  private final Grid grid;
  private final Feeds feeds;
  private final BallotLookups ballots;
  private final StateMemory memory;
  private final DocumentEncoder encoder;
  private final Vertx vertx;

  @Inject
  StreamStates(
      Grid grid,
      Feeds feeds,
      BallotLookups ballots,
      StateMemory memory,
      DocumentEncoder encoder,
      Vertx vertx) {
    this.grid = grid;
    this.feeds = feeds;
    this.ballots = ballots;
    this.memory = memory;
    this.encoder = encoder;
    this.vertx = vertx;
  }

  /**
   * The state; fails with unknown-stream when nothing is known of the stream.
   *
   * @param gzip whether the caller takes that coding
   */
  CompletionStage<StateAnswer> state(StreamId stream, Caller caller, boolean gzip) {
    Context here = vertx.getOrCreateContext();
    return SingleFlightRead.inTime(
        known(stream, caller)
            .thenCompose(feed -> feed.initialEvents(null, caller.is(Group.HOST)))
            // Not on the feed's event loop, where all who ask would be served one after the other.
            .thenComposeAsync(
                initial -> answer(Objects.requireNonNull(initial.state()), caller, gzip),
                task -> here.runOnContext(onLoop -> task.run())));
  }

  /** The stream's polls; fails with unknown-stream when nothing is known of the stream. */
  CompletionStage<List<Poll>> polls(StreamId stream, Caller caller) {
    return SingleFlightRead.inTime(
        known(stream, caller).thenCompose(feed -> grid.polls().ofStream(stream)));
  }

  /**
   * A stream is known by its feed, its polls, its reactions, its latency, or a token that names it.
   * A feed is not started for any other, so that guessing names costs no memory.
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
        .thenCombine(
            grid.latencies().find(stream), (known, latency) -> known || latency.isPresent())
        .thenApply(
            known -> {
              if (!known) {
                throw Problem.UNKNOWN_STREAM.with("nothing is known of " + stream.name());
              }
              return feeds.of(stream);
            });
  }

  private CompletionStage<StateAnswer> answer(StateDocument state, Caller caller, boolean gzip) {
    return document(state, caller)
        .thenCompose(
            parts -> {
              Parts plain = new Parts(parts);
              return gzip && plain.size() >= SMALLEST_TO_COMPRESS
                  ? compressed(state, plain, parts.size() == 1)
                  : CompletableFuture.completedFuture(answer(state, plain, false));
            });
  }

  /**
   * What is shared is compressed once for all. Of the others a large one is sent as it is: it would
   * cost milliseconds for each caller.
   */
  private CompletionStage<StateAnswer> compressed(
      StateDocument state, Parts plain, boolean isShared) {
    if (isShared) {
      return encoder
          .encode(state.snapshot().polls().size(), state::gzipped)
          .thenApply(bytes -> answer(state, gzipped(bytes), true));
    }
    return CompletableFuture.completedFuture(
        state.isLarge()
            ? answer(state, plain, false)
            : answer(state, gzipped(Gzip.fastest(plain.take(Integer.MAX_VALUE).getBytes())), true));
  }

  private static Parts gzipped(byte[] bytes) {
    return new Parts(List.of(ByteBuffer.wrap(bytes)));
  }

  private StateAnswer answer(StateDocument state, Parts parts, boolean gzipped) {
    return new StateAnswer(vertx, memory, state, parts, gzipped);
  }

  /** The bytes of a state with the caller's own ballots. */
  CompletionStage<List<ByteBuffer>> document(StateDocument state, Caller caller) {
    if (!caller.is(Group.VIEWER)) {
      return CompletableFuture.completedFuture(state.parts());
    }
    return SingleFlightRead.inTime(ballots.of(caller.name(), state.votedPolls()))
        .thenApply(own -> state.parts(caller.name(), own));
  }
}
