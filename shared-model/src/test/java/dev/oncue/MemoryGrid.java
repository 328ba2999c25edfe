package dev.oncue;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.BallotLookup;
import dev.oncue.ballot.BallotShard;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.ballot.Recount;
import dev.oncue.ballot.Tally;
import dev.oncue.event.Claim;
import dev.oncue.event.ClaimOutcome;
import dev.oncue.event.Deliveries;
import dev.oncue.event.DeliveryId;
import dev.oncue.limit.ClaimKind;
import dev.oncue.limit.ClaimSet;
import dev.oncue.limit.Claims;
import dev.oncue.poll.Latencies;
import dev.oncue.poll.Latency;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.Polls;
import dev.oncue.reaction.Reaction;
import dev.oncue.reaction.ReactionChanges;
import dev.oncue.reaction.ReactionLimit;
import dev.oncue.reaction.ReactionMark;
import dev.oncue.reaction.ReactionTotals;
import dev.oncue.reaction.Reactions;
import dev.oncue.stream.StreamId;
import dev.oncue.viewer.Connected;
import dev.oncue.viewer.Viewers;
import dev.oncue.window.PoolReport;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import dev.oncue.window.Windows;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A grid in plain maps under one lock each, for tests: the ports at their simplest. Every stage is
 * complete when it is returned.
 */
public final class MemoryGrid {
  private MemoryGrid() {}

  /** A new grid with nothing in it. */
  public static Grid create() {
    return new Grid(
        new MemoryPolls(),
        new MemoryBallotBoxes(),
        new MemoryReactions(),
        new MemoryDeliveries(),
        new MemoryWindows(),
        new MemoryViewers(),
        new MemoryLatencies(),
        new MemoryClaims());
  }

  private static <T> CompletionStage<T> done(Supplier<T> work) {
    try {
      return CompletableFuture.completedFuture(work.get());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static final class MemoryPolls implements Polls {
    private final Map<PollId, Poll> polls = new HashMap<>();
    private final List<Consumer<Poll>> listeners = new ArrayList<>();

    @Override
    public synchronized CompletionStage<Optional<Poll>> find(PollId id) {
      return done(() -> Optional.ofNullable(polls.get(id)));
    }

    @Override
    public synchronized CompletionStage<Optional<Poll>> add(Poll poll) {
      Poll existing = polls.putIfAbsent(poll.id(), poll);
      if (existing == null) {
        listeners.forEach(listener -> listener.accept(poll));
      }
      return done(() -> Optional.ofNullable(existing));
    }

    @Override
    public synchronized CompletionStage<Boolean> replace(Poll expected, Poll next) {
      boolean replaced = polls.replace(expected.id(), expected, next);
      if (replaced) {
        listeners.forEach(listener -> listener.accept(next));
      }
      return done(() -> replaced);
    }

    @Override
    public synchronized CompletionStage<List<Poll>> ofStream(StreamId stream) {
      List<Poll> found =
          polls.values().stream().filter(poll -> poll.id().stream().equals(stream)).toList();
      return done(() -> found);
    }

    @Override
    public synchronized CompletionStage<List<Poll>> all() {
      List<Poll> found = List.copyOf(polls.values());
      return done(() -> found);
    }

    @Override
    public synchronized CompletionStage<Void> remove(PollId id) {
      polls.remove(id);
      return done(() -> null);
    }

    @Override
    public synchronized void watch(Consumer<Poll> listener) {
      listeners.add(listener);
    }
  }

  private static final class MemoryBallotBoxes implements BallotBoxes {
    private record Shard(PollId poll, int number) {}

    private final Map<Shard, BallotShard> shards = new HashMap<>();
    private final Map<Shard, List<Cast>> journal = new HashMap<>();

    @Override
    public synchronized CompletionStage<List<CastOutcome>> cast(
        Poll poll, int number, CastBatch batch) {
      Shard key = new Shard(poll.id(), number);
      BallotShard.CastResult result = shard(key).cast(batch);
      shards.put(key, result.shard());
      List<Cast> kept = journal.computeIfAbsent(key, none -> new ArrayList<>());
      for (int i = 0; i < batch.casts().size(); i++) {
        Cast cast = batch.casts().get(i);
        CastOutcome outcome = result.outcomes().get(i);
        if (outcome instanceof CastOutcome.Accepted accepted) {
          kept.add(new Cast(cast.viewer(), accepted.ballot()));
        } else if (outcome instanceof CastOutcome.Changed) {
          kept.add(cast);
        }
      }
      return done(result::outcomes);
    }

    private BallotShard shard(Shard key) {
      return shards.getOrDefault(key, BallotShard.empty());
    }

    private static List<Shard> keys(Poll poll) {
      List<Shard> keys = new ArrayList<>();
      for (int number = 0; number < poll.shards(); number++) {
        keys.add(new Shard(poll.id(), number));
      }
      return keys;
    }

    @Override
    public synchronized CompletionStage<Tally> seal(Poll poll) {
      keys(poll).forEach(key -> shards.put(key, shard(key).seal()));
      return tally(poll);
    }

    @Override
    public synchronized CompletionStage<Tally> tally(Poll poll) {
      Tally sum =
          keys(poll).stream().map(key -> shard(key).tally()).reduce(Tally.ZERO, Tally::plus);
      return done(() -> sum);
    }

    @Override
    public synchronized CompletionStage<List<Optional<Ballot>>> ballots(
        List<BallotLookup> lookups) {
      List<Optional<Ballot>> kept = lookups.stream().map(this::ballot).toList();
      return done(() -> kept);
    }

    private Optional<Ballot> ballot(BallotLookup lookup) {
      Shard key = new Shard(lookup.poll().id(), lookup.poll().shardOf(lookup.viewer()));
      return Optional.ofNullable(shard(key).ballotOf(lookup.viewer()));
    }

    @Override
    public synchronized CompletionStage<Tally> recount(Poll poll) {
      Tally sum =
          keys(poll).stream()
              .map(key -> new CastBatch(poll.revote(), journal.getOrDefault(key, List.of())))
              .map(batch -> Recount.of(List.of(ByteBuffer.wrap(batch.encode()))))
              .reduce(Tally.ZERO, Tally::plus);
      return done(() -> sum);
    }

    @Override
    public synchronized CompletionStage<Void> discard(Poll poll) {
      keys(poll).forEach(shards::remove);
      keys(poll).forEach(journal::remove);
      return done(() -> null);
    }
  }

  private static final class MemoryReactions implements Reactions {
    private final Map<StreamId, ReactionTotals> totals = new HashMap<>();
    private final Map<String, ReactionLimit> limits = new HashMap<>();

    @Override
    public synchronized CompletionStage<List<Outcome>> send(List<Reaction> reactions) {
      List<Outcome> outcomes = reactions.stream().map(this::send).toList();
      return done(() -> outcomes);
    }

    private Outcome send(Reaction reaction) {
      long now = reaction.at().toEpochMilli();
      ReactionLimit limit = limits.getOrDefault(reaction.sender(), ReactionLimit.fresh());
      if (!limit.delay(now).isZero()) {
        return new Outcome.RateLimited(limit.delay(now));
      }
      limits.put(reaction.sender(), limit.after(now));
      totals.put(
          reaction.stream(),
          of(reaction.stream()).plus(Map.of(reaction.emoji().text(), 1L), System.nanoTime()));
      return new Outcome.Counted();
    }

    private ReactionTotals of(StreamId stream) {
      return totals.getOrDefault(stream, ReactionTotals.none());
    }

    @Override
    public synchronized CompletionStage<ReactionChanges> changes(
        StreamId stream, ReactionMark since) {
      ReactionChanges changes = of(stream).since(since);
      return done(() -> changes);
    }
  }

  private static final class MemoryDeliveries implements Deliveries {
    private static final Duration DAY = Duration.ofDays(1);

    private final Map<String, Brief<byte[]>> kept = new HashMap<>();

    private Optional<byte[]> kept(Claim claim) {
      return Optional.ofNullable(kept.get(claim.delivery().path()))
          .filter(Brief::isKept)
          .map(Brief::value);
    }

    private boolean isHeld(Claim claim) {
      return kept(claim).filter(claim::is).isPresent();
    }

    @Override
    public synchronized CompletionStage<Optional<byte[]>> answer(DeliveryId id) {
      Optional<byte[]> answer = kept(Claim.on(id)).filter(Claim::isAnswer);
      return done(() -> answer);
    }

    @Override
    public synchronized CompletionStage<ClaimOutcome> claim(Claim claim, Duration lifespan) {
      Optional<byte[]> before = kept(claim);
      if (before.isEmpty()) {
        kept.put(claim.delivery().path(), Brief.of(claim.encode(), lifespan));
      }
      return done(() -> before.map(claim::refusedBy).orElseGet(ClaimOutcome.Granted::new));
    }

    @Override
    public synchronized CompletionStage<Boolean> remember(Claim claim, byte[] answer) {
      boolean held = isHeld(claim);
      if (held) {
        kept.put(claim.delivery().path(), Brief.of(answer, DAY));
      }
      return done(() -> held);
    }

    @Override
    public synchronized CompletionStage<Void> release(Claim claim) {
      if (isHeld(claim)) {
        kept.remove(claim.delivery().path());
      }
      return done(() -> null);
    }
  }

  /** What is forgotten at an instant, by {@link System#nanoTime}. */
  private record Brief<T>(T value, long endNanos) {
    static <T> Brief<T> of(T value, Duration time) {
      return new Brief<>(value, System.nanoTime() + time.toNanos());
    }

    boolean isKept() {
      return System.nanoTime() - endNanos < 0;
    }
  }

  private static final class MemoryWindows implements Windows {
    private final Map<WindowId, Window> windows = new HashMap<>();
    private final List<Consumer<Window>> listeners = new ArrayList<>();
    private Brief<PoolReport> report;

    @Override
    public synchronized CompletionStage<Optional<Window>> find(WindowId id) {
      return done(() -> Optional.ofNullable(windows.get(id)));
    }

    @Override
    public synchronized CompletionStage<Optional<Window>> add(Window window) {
      Window existing = windows.putIfAbsent(window.id(), window);
      if (existing == null) {
        listeners.forEach(listener -> listener.accept(window));
      }
      return done(() -> Optional.ofNullable(existing));
    }

    @Override
    public synchronized CompletionStage<Boolean> replace(Window expected, Window next) {
      boolean replaced = windows.replace(expected.id(), expected, next);
      if (replaced) {
        listeners.forEach(listener -> listener.accept(next));
      }
      return done(() -> replaced);
    }

    @Override
    public synchronized CompletionStage<List<Window>> all() {
      List<Window> found = List.copyOf(windows.values());
      return done(() -> found);
    }

    @Override
    public synchronized CompletionStage<Void> remove(WindowId id) {
      windows.remove(id);
      return done(() -> null);
    }

    @Override
    public synchronized void watch(Consumer<Window> listener) {
      listeners.add(listener);
    }

    @Override
    public synchronized CompletionStage<Void> report(PoolReport next) {
      report = Brief.of(next, PoolReport.KEPT);
      return done(() -> null);
    }

    @Override
    public synchronized CompletionStage<Optional<PoolReport>> report() {
      Optional<PoolReport> kept =
          Optional.ofNullable(report).filter(Brief::isKept).map(Brief::value);
      return done(() -> kept);
    }
  }

  private static final class MemoryLatencies implements Latencies {
    private final Map<StreamId, Latency> latencies = new HashMap<>();

    @Override
    public synchronized CompletionStage<Optional<Latency>> find(StreamId stream) {
      return done(() -> Optional.ofNullable(latencies.get(stream)));
    }

    @Override
    public synchronized CompletionStage<Void> set(StreamId stream, Latency latency) {
      latencies.put(stream, latency);
      return done(() -> null);
    }
  }

  private static final class MemoryClaims implements Claims {
    private final Map<String, ClaimSet> claims = new HashMap<>();

    @Override
    public synchronized CompletionStage<ClaimSet> change(
        ClaimKind kind, String tenant, UnaryOperator<ClaimSet> step) {
      return done(
          () ->
              claims.compute(
                  kind.key(tenant),
                  (key, kept) -> step.apply(kept == null ? ClaimSet.none() : kept)));
    }
  }

  private static final class MemoryViewers implements Viewers {
    private final Map<String, Brief<Connected>> told = new HashMap<>();

    @Override
    public synchronized CompletionStage<Void> report(Connected connected) {
      told.put(connected.path(), Brief.of(connected, KEPT));
      return done(() -> null);
    }

    @Override
    public synchronized CompletionStage<List<Connected>> all() {
      List<Connected> kept =
          told.values().stream()
              .filter(Brief::isKept)
              .map(Brief::value)
              .filter(connected -> connected.viewers() > 0)
              .toList();
      return done(() -> kept);
    }
  }
}
