package dev.oncue.live;

import static org.awaitility.Awaitility.await;

import dev.oncue.Grid;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.BallotLookup;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The boxes of a real grid, whose tallies are given when the test says so, and what it says. */
final class TalliesByHand implements BallotBoxes {
  private final BallotBoxes real;
  private final BlockingQueue<CompletableFuture<Tally>> asked = new LinkedBlockingQueue<>();
  private final AtomicInteger readings = new AtomicInteger();

  private TalliesByHand(BallotBoxes real) {
    this.real = real;
  }

  static TalliesByHand of(Grid grid) {
    return new TalliesByHand(grid.ballotBoxes());
  }

  /** That grid with these boxes. */
  Grid in(Grid grid) {
    return new Grid(
        grid.polls(),
        this,
        grid.reactions(),
        grid.deliveries(),
        grid.windows(),
        grid.viewers(),
        grid.latencies(),
        grid.claims());
  }

  /** How many readings were asked for so far. */
  int readings() {
    return readings.get();
  }

  /** Answers the reading that was asked for first, once there is one. */
  void answer(Tally tally) {
    next().complete(tally);
  }

  /** The reading that was asked for first, to be answered later. */
  CompletableFuture<Tally> next() {
    return await().atMost(Duration.ofSeconds(30)).until(asked::poll, found -> found != null);
  }

  @Override
  public CompletionStage<Tally> tally(Poll poll) {
    CompletableFuture<Tally> reading = new CompletableFuture<>();
    readings.incrementAndGet();
    asked.add(reading);
    return reading;
  }

  @Override
  public CompletionStage<List<CastOutcome>> cast(Poll poll, int shard, CastBatch batch) {
    return real.cast(poll, shard, batch);
  }

  @Override
  public CompletionStage<Tally> seal(Poll poll) {
    return real.seal(poll);
  }

  @Override
  public CompletionStage<List<Optional<Ballot>>> ballots(List<BallotLookup> lookups) {
    return real.ballots(lookups);
  }

  @Override
  public CompletionStage<Tally> recount(Poll poll) {
    return real.recount(poll);
  }

  @Override
  public CompletionStage<Void> discard(Poll poll) {
    return real.discard(poll);
  }
}
