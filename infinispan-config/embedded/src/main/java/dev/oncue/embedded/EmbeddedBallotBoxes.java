package dev.oncue.embedded;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.BallotLookup;
import dev.oncue.ballot.BallotShard;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.ballot.Recount;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.infinispan.AdvancedCache;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.functional.FunctionalMap.ReadWriteMap;
import org.infinispan.functional.impl.FunctionalMapImpl;
import org.infinispan.functional.impl.ReadWriteMapImpl;

/**
 * The ballot boxes of the embedded grid. A shard is one cache entry, changed by functional commands
 * under the entry's lock; its key is {@link Poll#shardKey}.
 */
final class EmbeddedBallotBoxes implements BallotBoxes {
  /** How long a batch may take before its viewers are told to send again, in seconds. */
  private static final int TIMEOUT_SECONDS = 5;

  private final AdvancedCache<String, BallotShard> cache;
  private final ReadWriteMap<String, BallotShard> shards;
  private final Journal journal;

  EmbeddedBallotBoxes(AdvancedCache<String, BallotShard> cache, Journal journal) {
    this.cache = cache;
    this.shards = ReadWriteMapImpl.create(FunctionalMapImpl.create(cache));
    this.journal = journal;
  }

  @Override
  public CompletionStage<List<CastOutcome>> cast(Poll poll, int shard, CastBatch batch) {
    String key = poll.shardKey(shard);
    Journal.Row row = journal.row(key);
    CompletableFuture<List<CastOutcome>> cast =
        shards
            .eval(key, entry -> cast(entry, batch, row))
            .thenCompose(outcomes -> row.flush(batch.revote()).thenApply(kept -> outcomes));
    // As a rule it is done by now: only a disk that is asked to flush takes its time.
    return cast.isDone() ? cast : cast.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  private static List<CastOutcome> cast(
      ReadWriteEntryView<String, BallotShard> entry, CastBatch batch, Journal.Row row) {
    BallotShard.CastResult result = shard(entry).cast(batch);
    entry.set(result.shard());
    row.take(result.gotIn());
    return result.outcomes();
  }

  @Override
  public CompletionStage<Tally> seal(Poll poll) {
    return sum(
        poll,
        shard -> {
          String key = poll.shardKey(shard);
          return shards
              .eval(key, EmbeddedBallotBoxes::seal)
              .thenCompose(tally -> sealed(journal.row(key), poll, tally));
        });
  }

  private static CompletionStage<Tally> sealed(Journal.Row row, Poll poll, Tally tally) {
    return row.flush(poll.revote())
        .thenApply(
            kept -> {
              row.closeFile();
              return tally;
            });
  }

  private static Tally seal(ReadWriteEntryView<String, BallotShard> entry) {
    BallotShard sealed = shard(entry).seal();
    entry.set(sealed);
    return sealed.tally();
  }

  private static BallotShard shard(ReadWriteEntryView<String, BallotShard> entry) {
    return entry.find().orElseGet(BallotShard::empty);
  }

  @Override
  public CompletionStage<Tally> tally(Poll poll) {
    return sum(poll, shard -> read(poll.shardKey(shard)).thenApply(BallotShard::tally));
  }

  /** A ballot is shown with its receipt, so it must be kept by then as if it were acknowledged. */
  @Override
  public CompletionStage<List<Optional<Ballot>>> ballots(List<BallotLookup> lookups) {
    Map<String, Boolean> toFlush = new HashMap<>();
    CompletionStage<List<Optional<Ballot>>> found =
        CompletableFuture.completedFuture(new ArrayList<>(lookups.size()));
    for (BallotLookup lookup : lookups) {
      found =
          found.thenCombine(
              read(lookup.shardKey()),
              (ballots, shard) -> {
                Ballot ballot = shard.ballotOf(lookup.viewer());
                if (ballot != null) {
                  toFlush.put(lookup.shardKey(), lookup.poll().revote());
                }
                ballots.add(Optional.ofNullable(ballot));
                return ballots;
              });
    }
    return found.thenCompose(ballots -> flush(toFlush).thenApply(kept -> ballots));
  }

  private CompletionStage<Void> flush(Map<String, Boolean> revotes) {
    return CompletableFuture.allOf(
        revotes.entrySet().stream()
            .map(shard -> journal.row(shard.getKey()).flush(shard.getValue()))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<BallotShard> read(String key) {
    return cache.getAsync(key).thenApply(found -> found == null ? BallotShard.empty() : found);
  }

  @Override
  public CompletionStage<Tally> recount(Poll poll) {
    return sum(poll, shard -> journal.row(poll.shardKey(shard)).read().thenApply(Recount::of));
  }

  @Override
  public CompletionStage<Void> discard(Poll poll) {
    List<CompletableFuture<?>> removals = new ArrayList<>();
    for (int shard = 0; shard < poll.shards(); shard++) {
      String key = poll.shardKey(shard);
      removals.add(cache.removeAsync(key));
      removals.add(CompletableFuture.runAsync(journal.row(key)::discard));
    }
    return CompletableFuture.allOf(removals.toArray(CompletableFuture[]::new));
  }

  private static CompletionStage<Tally> sum(
      Poll poll, IntFunction<CompletionStage<Tally>> tallyOfShard) {
    CompletionStage<Tally> sum = CompletableFuture.completedFuture(Tally.ZERO);
    for (int shard = 0; shard < poll.shards(); shard++) {
      sum = sum.thenCombine(tallyOfShard.apply(shard), Tally::plus);
    }
    return sum;
  }

  /**
   * Makes the shards again from the journal. Batches of a poll that is gone are removed: the
   * process died while it discarded them.
   */
  void restore(List<Poll> polls) {
    Map<String, List<CastBatch>> stored = journal.restore();
    for (Poll poll : polls) {
      for (int shard = 0; shard < poll.shards(); shard++) {
        String key = poll.shardKey(shard);
        List<CastBatch> batches = stored.remove(key);
        if (batches != null || poll.isSettled()) {
          cache.put(key, restored(poll, batches == null ? List.of() : batches));
        }
      }
    }
    stored.keySet().forEach(key -> journal.row(key).discard());
  }

  private static BallotShard restored(Poll poll, List<CastBatch> batches) {
    BallotShard shard = BallotShard.empty();
    for (CastBatch batch : batches) {
      shard = shard.cast(batch).shard();
    }
    return poll.isSettled() ? shard.seal() : shard;
  }
}
