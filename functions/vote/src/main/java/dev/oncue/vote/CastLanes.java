package dev.oncue.vote;

import dev.oncue.Grid;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.http.Problem;
import dev.oncue.http.Settings;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The lanes by which ballots get from the event loops into their shards: one for each event loop
 * and shard that has ballots under way. No locks: a lane belongs to one event loop.
 */
@Startup
@Singleton
final class CastLanes {
  /**
   * Between two batches of one lane. Viewers do not notice it, and a vote costs the servers half of
   * what it would cost without; RATIONALE.md has the figures.
   */
  private static final long REST_MILLIS = 1;

  private final Vertx vertx;
  private final BallotBoxes boxes;
  private final int maxWaiting;
  private final AtomicInteger waiting = new AtomicInteger();
  private final ThreadLocal<Map<Shard, CastLane>> lanes = ThreadLocal.withInitial(HashMap::new);

  /** Where a ballot goes. */
  private record Shard(PollId poll, int number) {}

  @Inject
  CastLanes(
      Vertx vertx,
      Grid grid,
      MeterRegistry meters,
      @ConfigProperty(name = "oncue.vote.max-waiting", defaultValue = "50000") String maxWaiting) {
    this.vertx = vertx;
    this.boxes = grid.ballotBoxes();
    this.maxWaiting = Settings.number("ONCUE_VOTE_MAX_WAITING", maxWaiting, 0, Integer.MAX_VALUE);
    meters.gauge("oncue.vote.waiting", waiting);
  }

  /**
   * Casts a ballot. Call it on an event loop; the stage completes there.
   *
   * @return what became of it; fails with overloaded, not counted, when too many ballots wait
   */
  CompletionStage<CastOutcome> cast(Poll poll, Cast cast) {
    if (waiting.incrementAndGet() > maxWaiting) {
      waiting.decrementAndGet();
      throw Problem.OVERLOADED.with("too many ballots wait; this one was not counted");
    }
    Shard shard = new Shard(poll.id(), poll.shardOf(cast.viewer()));
    CompletableFuture<CastOutcome> outcome = new CompletableFuture<>();
    lane(poll, shard).add(cast, outcome);
    return outcome;
  }

  private CastLane lane(Poll poll, Shard shard) {
    Map<Shard, CastLane> mine = lanes.get();
    CastLane lane = mine.get(shard);
    if (lane == null) {
      Context loop = vertx.getOrCreateContext();
      lane =
          new CastLane(
              batch -> boxes.cast(poll, shard.number(), batch),
              poll.revote(),
              task -> loop.runOnContext(ignored -> task.run()),
              task -> vertx.setTimer(REST_MILLIS, rested -> task.run()),
              count -> waiting.addAndGet(-count),
              () -> mine.remove(shard));
      mine.put(shard, lane);
    }
    return lane;
  }
}
