package dev.oncue.http.batch;

import dev.oncue.Grid;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.BallotLookup;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The ballots that viewers have cast, looked up together for all who ask in the same moment:
 * viewers who join, and those whose vote comes after the close. Thread-safe; never blocks.
 */
@Singleton
public final class BallotLookups {
  /** Lookups that may wait in this process; a viewer who joins has one for each poll. */
  private static final int MAX_WAITING = 500_000;

  private final CallBatcher<BallotLookup, Optional<Ballot>> batcher;

  @Inject
  BallotLookups(Vertx vertx, Grid grid, MeterRegistry meters) {
    batcher =
        new CallBatcher<>(vertx, grid.ballotBoxes()::ballots, BallotBoxes.MAX_LOOKUPS, MAX_WAITING);
    meters.gauge("oncue.ballot.lookups.waiting", batcher, CallBatcher::waiting);
  }

  /** A viewer's ballot in one poll. */
  public CompletionStage<Optional<Ballot>> of(String viewer, Poll poll) {
    return batcher.ask(List.of(new BallotLookup(poll, viewer))).thenApply(found -> found.get(0));
  }

  /** A viewer's ballots in some polls; those in which the viewer has none are left out. */
  public CompletionStage<Map<PollId, Ballot>> of(String viewer, List<Poll> polls) {
    return batcher
        .ask(polls.stream().map(poll -> new BallotLookup(poll, viewer)).toList())
        .thenApply(found -> byPoll(polls, found));
  }

  private static Map<PollId, Ballot> byPoll(List<Poll> polls, List<Optional<Ballot>> found) {
    Map<PollId, Ballot> ballots = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      PollId poll = polls.get(i).id();
      found.get(i).ifPresent(ballot -> ballots.put(poll, ballot));
    }
    return ballots;
  }
}
