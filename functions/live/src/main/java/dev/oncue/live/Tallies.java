package dev.oncue.live;

import dev.oncue.Grid;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.Tally;
import dev.oncue.http.batch.CallBatcher;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The tallies of open polls for those who ask for a poll by its address: read after the question,
 * and once for all who ask while another reading is under way. Thread-safe; never blocks.
 */
@Singleton
final class Tallies {
  /** The most that may wait, and the most that share a reading. */
  private static final int MAX_WAITING = 50_000;

  private final BallotBoxes boxes;
  private final CallBatcher<Poll, Tally> batcher;

  @Inject
  Tallies(Vertx vertx, Grid grid) {
    boxes = grid.ballotBoxes();
    batcher = new CallBatcher<>(vertx, this::read, MAX_WAITING, MAX_WAITING);
  }

  /** A poll's tally as it stands. */
  CompletionStage<Tally> of(Poll poll) {
    return batcher.ask(List.of(poll)).thenApply(tallies -> tallies.get(0));
  }

  private CompletionStage<List<Tally>> read(List<Poll> polls) {
    Map<PollId, CompletableFuture<Tally>> tallies = new HashMap<>();
    List<CompletableFuture<Tally>> ofPolls = new ArrayList<>();
    for (Poll poll : polls) {
      ofPolls.add(
          tallies.computeIfAbsent(poll.id(), id -> boxes.tally(poll).toCompletableFuture()));
    }
    return CompletableFuture.allOf(ofPolls.toArray(CompletableFuture[]::new))
        .thenApply(done -> ofPolls.stream().map(CompletableFuture::join).toList());
  }
}
