package dev.oncue.ballot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentMap;
import org.jspecify.annotations.Nullable;

/**
 * One part of a poll's ballot box: the ballots of the viewers whose hash falls here, their tally,
 * and whether the shard is sealed. An immutable value; every change returns a new one that shares
 * most of its memory with the old, so that a reader never sees half a batch.
 *
 * <p>What holds for every shard, whatever batches and seals made it, in whatever order, also run
 * again: one ballot per viewer; the tally is the sum of the ballots; a sealed shard never changes.
 *
 * <p>A ballot that is met again with the same options is accepted with its first cast time, never
 * counted twice and never an error: clients retry, and grids replay. Where revoting is allowed the
 * later cast time wins, so that a replay of an earlier ballot cannot undo a change; whoever cast
 * the other one is told that it was overtaken.
 */
public final class BallotShard {
  private static final byte FORMAT = 1;

  private static final BallotShard EMPTY =
      new BallotShard(false, Tally.ZERO, ExtensionsKt.persistentHashMapOf());

  private final boolean sealed;
  private final Tally tally;
  private final PersistentMap<String, Ballot> ballots;

  private BallotShard(boolean sealed, Tally tally, PersistentMap<String, Ballot> ballots) {
    this.sealed = sealed;
    this.tally = tally;
    this.ballots = ballots;
  }

  /** A shard that nobody has voted into. */
  public static BallotShard empty() {
    return EMPTY;
  }

  /**
   * A shard and what became of the ballots cast into it.
   *
   * @param shard the shard after
   * @param outcomes one for each ballot of the batch, in its order
   * @param gotIn the ballots of the batch that changed the shard; empty: it is the same as before
   */
  public record CastResult(BallotShard shard, List<CastOutcome> outcomes, List<Cast> gotIn) {}

  /** This shard after a batch. */
  public CastResult cast(CastBatch batch) {
    Count count = new Count(batch.revote());
    List<CastOutcome> outcomes = new ArrayList<>(batch.casts().size());
    for (Cast cast : batch.casts()) {
      outcomes.add(count.cast(cast));
    }
    return new CastResult(count.shard(), outcomes, count.gotIn);
  }

  /**
   * This shard after ballots that another copy of it held, when copies are put together again. Of
   * two different ballots of one viewer the one that was cast later stays: only the last one can
   * have been acknowledged. A sealed shard takes them too, and stays sealed. The order in which
   * copies come does not matter, and neither does it how often.
   */
  public CastResult restore(CastBatch kept) {
    Count count = new Count(true);
    kept.casts().forEach(count::restore);
    return new CastResult(count.shard(), List.of(), count.gotIn);
  }

  /** This shard, into which nothing gets any more. Sealing twice is the same as once. */
  public BallotShard seal() {
    return sealed ? this : new BallotShard(true, tally, ballots);
  }

  /** Whether nothing gets in any more. */
  public boolean isSealed() {
    return sealed;
  }

  /** The sum of the ballots. */
  public Tally tally() {
    return tally;
  }

  /** A viewer's ballot, or {@code null}. */
  public @Nullable Ballot ballotOf(String viewer) {
    return ballots.get(viewer);
  }

  /** How many ballots lie here; always the tally's number. */
  public int size() {
    return ballots.size();
  }

  /** All ballots, in no order, as one batch. */
  public CastBatch ballots() {
    List<Cast> casts = new ArrayList<>(ballots.size());
    ballots.forEach((viewer, ballot) -> casts.add(new Cast(viewer, ballot)));
    return new CastBatch(false, casts);
  }

  /** The shard as bytes: format, sealed, then its ballots as a batch. The tally is not kept. */
  public byte[] encode() {
    byte[] batch = ballots().encode();
    return ByteBuffer.allocate(2 + batch.length)
        .put(FORMAT)
        .put((byte) (sealed ? 1 : 0))
        .put(batch)
        .array();
  }

  /**
   * The shard that {@link #encode} made these bytes of, counted anew.
   *
   * @throws UncheckedIOException when they are something else
   */
  public static BallotShard decode(byte[] bytes) {
    if (bytes.length < 2 || bytes[0] != FORMAT) {
      throw new UncheckedIOException(new IOException("not a ballot shard of format " + FORMAT));
    }
    BallotShard shard =
        EMPTY.cast(CastBatch.decode(Arrays.copyOfRange(bytes, 2, bytes.length))).shard();
    return bytes[1] == 1 ? shard.seal() : shard;
  }

  /** One batch being counted. The map is copied only where a ballot really gets in. */
  private final class Count {
    private final boolean revote;
    private final List<Cast> gotIn = new ArrayList<>();
    private final PersistentMap.Builder<String, Ballot> builder = ballots.builder();
    private final Tally.Counter counter = new Tally.Counter(tally);

    Count(boolean revote) {
      this.revote = revote;
    }

    CastOutcome cast(Cast cast) {
      return !sealed && isFirst(cast)
          ? new CastOutcome.Accepted(cast.ballot())
          : castAgain(cast, ballotOf(cast.viewer()));
    }

    /** Most ballots are their viewer's first: for those the map is walked but once. */
    private boolean isFirst(Cast cast) {
      Ballot earlier = builder.put(cast.viewer(), cast.ballot());
      if (earlier == null) {
        counter.add(cast.ballot().options());
        gotIn.add(cast);
        return true;
      }
      builder.put(cast.viewer(), earlier);
      return false;
    }

    private CastOutcome castAgain(Cast cast, @Nullable Ballot earlier) {
      Ballot ballot = cast.ballot();
      if (earlier != null && earlier.options() == ballot.options()) {
        return new CastOutcome.Accepted(earlier);
      }
      // Only a sealed box leaves a viewer without a ballot.
      if (sealed || earlier == null) {
        return new CastOutcome.PollClosed();
      }
      if (!revote) {
        return new CastOutcome.AlreadyVoted(earlier);
      }
      if (ballot.castAt() < earlier.castAt()) {
        return new CastOutcome.Overtaken(earlier);
      }
      Ballot later = after(earlier, ballot);
      put(new Cast(cast.viewer(), later)).replace(earlier.options(), later.options());
      return new CastOutcome.Changed(later);
    }

    private @Nullable Ballot ballotOf(String viewer) {
      return builder.get(viewer);
    }

    /** A change in the same microsecond is one later, so that a replay can tell which was last. */
    private static Ballot after(Ballot earlier, Ballot ballot) {
      return ballot.castAt() == earlier.castAt()
          ? new Ballot(ballot.options(), ballot.castAt() + 1)
          : ballot;
    }

    void restore(Cast cast) {
      Ballot earlier = ballotOf(cast.viewer());
      Ballot ballot = cast.ballot();
      if (earlier == null) {
        put(cast).add(ballot.options());
      } else if (isLater(ballot, earlier)) {
        put(cast).replace(earlier.options(), ballot.options());
      }
    }

    /** Two of the same instant: any rule will do that gives the same everywhere. */
    private static boolean isLater(Ballot ballot, Ballot other) {
      return ballot.castAt() == other.castAt()
          ? ballot.options() > other.options()
          : ballot.castAt() > other.castAt();
    }

    private Tally.Counter put(Cast cast) {
      builder.put(cast.viewer(), cast.ballot());
      gotIn.add(cast);
      return counter;
    }

    BallotShard shard() {
      return gotIn.isEmpty()
          ? BallotShard.this
          : new BallotShard(sealed, counter.tally(), builder.build());
    }
  }
}
