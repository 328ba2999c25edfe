package dev.oncue.hotrod;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.BallotLookup;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.ballot.CastOutcomes;
import dev.oncue.ballot.FoundBallots;
import dev.oncue.ballot.ShardLookup;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;

/**
 * The ballot boxes of the grid's servers. A shard is one entry there, changed by tasks that the
 * servers run where it lies; its key is {@link Poll#shardKey}. A call that the client repeats after
 * a fault counts once, for the same ballot met again is the same ballot.
 */
final class HotRodBallotBoxes implements BallotBoxes {
  private final GridCache<Object> shards;

  HotRodBallotBoxes(GridCache<Object> shards) {
    this.shards = shards;
  }

  @Override
  public CompletionStage<List<CastOutcome>> cast(Poll poll, int shard, CastBatch batch) {
    Map<String, Object> parameters = Map.of("shard", poll.shardKey(shard), "batch", batch.encode());
    return run("oncue.cast", parameters).thenApply(CastOutcomes::decode);
  }

  @Override
  public CompletionStage<Tally> seal(Poll poll) {
    return sum(poll, "oncue.seal");
  }

  @Override
  public CompletionStage<Tally> tally(Poll poll) {
    return sum(poll, "oncue.tally");
  }

  @Override
  public CompletionStage<Tally> recount(Poll poll) {
    return sum(poll, "oncue.recount");
  }

  private CompletionStage<Tally> sum(Poll poll, String task) {
    IntFunction<CompletionStage<Tally>> ofShard =
        shard -> run(task, Map.of("shard", poll.shardKey(shard))).thenApply(Tally::decode);
    CompletionStage<Tally> sum = CompletableFuture.completedFuture(Tally.ZERO);
    for (int shard = 0; shard < poll.shards(); shard++) {
      sum = sum.thenCombine(ofShard.apply(shard), Tally::plus);
    }
    return sum;
  }

  @Override
  public CompletionStage<List<Optional<Ballot>>> ballots(List<BallotLookup> lookups) {
    if (lookups.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    Map<String, List<Integer>> ofShards = new LinkedHashMap<>();
    for (int i = 0; i < lookups.size(); i++) {
      ofShards.computeIfAbsent(lookups.get(i).shardKey(), shard -> new ArrayList<>()).add(i);
    }
    List<ShardLookup> asked = new ArrayList<>(ofShards.size());
    ofShards.forEach(
        (shard, numbers) ->
            asked.add(
                new ShardLookup(
                    shard, numbers.stream().map(i -> lookups.get(i).viewer()).toList())));
    return shards
        .<byte[]>run(
            "oncue.ballots", asked.get(0).shard(), Map.of("lookups", ShardLookup.encode(asked)))
        .thenApply(bytes -> inOrder(FoundBallots.decode(bytes), ofShards.values()));
  }

  /** Puts what was found shard by shard into the order of the lookups. */
  private static List<Optional<Ballot>> inOrder(
      List<Optional<Ballot>> found, Collection<List<Integer>> numbers) {
    List<Optional<Ballot>> ordered = new ArrayList<>(found);
    Iterator<Optional<Ballot>> next = found.iterator();
    for (List<Integer> ofShard : numbers) {
      ofShard.forEach(i -> ordered.set(i, next.next()));
    }
    return ordered;
  }

  private CompletionStage<byte[]> run(String task, Map<String, Object> parameters) {
    return shards.run(task, (String) parameters.get("shard"), parameters);
  }

  @Override
  public CompletionStage<Void> discard(Poll poll) {
    CompletableFuture<?>[] removals = new CompletableFuture<?>[poll.shards()];
    for (int shard = 0; shard < removals.length; shard++) {
      removals[shard] =
          run("oncue.discard", Map.of("shard", poll.shardKey(shard))).toCompletableFuture();
    }
    return CompletableFuture.allOf(removals);
  }
}
