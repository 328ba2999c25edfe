package dev.oncue.task.entry;

import dev.oncue.ballot.BallotShard;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A ballot shard as it lies in the grid, with the change that made it of the one before, so that a
 * journal can append the change and need not write the whole shard. Immutable.
 *
 * <p>Its mark stands for its whole history: servers that ran the same changes in the same order
 * have the same mark. A change is a journal's record: a kind, and for ballots their {@link
 * CastBatch}.
 */
public final class ShardEntry {
  private static final byte BALLOTS = 1;
  private static final byte SEAL = 2;
  private static final byte[] SEALED = {SEAL};
  private static final ShardEntry EMPTY = new ShardEntry(BallotShard.empty(), 0, 0, null);

  private final BallotShard shard;
  private final long before;
  private final long mark;
  private final byte[] change;

  private ShardEntry(BallotShard shard, long before, long mark, byte[] change) {
    this.shard = shard;
    this.before = before;
    this.mark = mark;
    this.change = change;
  }

  /** What lies there before anything was cast; mark 0. */
  public static ShardEntry empty() {
    return EMPTY;
  }

  /** The shard. */
  public BallotShard shard() {
    return shard;
  }

  /** The mark of the history up to here. */
  public long mark() {
    return mark;
  }

  /** Whether {@link #change} makes a copy with this mark into a copy of this. */
  public boolean follows(long otherMark) {
    return change != null && before == otherMark;
  }

  /** The last change. */
  public byte[] change() {
    return change;
  }

  /** An entry after a batch, and what became of its ballots. */
  public record Cast(ShardEntry entry, List<CastOutcome> outcomes) {}

  /** This entry after a batch, encoded. */
  public Cast cast(byte[] encoded) {
    CastBatch batch = CastBatch.decode(encoded);
    BallotShard.CastResult result = shard.cast(batch);
    // All of it gets in as a rule, and need not be encoded again then.
    boolean whole = !result.gotIn().isEmpty() && result.gotIn().equals(batch.casts());
    ShardEntry entry =
        whole ? next(result.shard(), record(encoded)) : after(result, batch.revote());
    return new Cast(entry, result.outcomes());
  }

  /** This entry after ballots of another copy, {@link BallotShard#restore}. */
  public ShardEntry restore(CastBatch kept) {
    return after(shard.restore(kept), kept.revote());
  }

  /** This entry, sealed. */
  public ShardEntry seal() {
    return shard.isSealed() ? this : next(shard.seal(), SEALED);
  }

  private ShardEntry after(BallotShard.CastResult result, boolean revote) {
    if (result.gotIn().isEmpty()) {
      return this;
    }
    return next(result.shard(), ballots(new CastBatch(revote, result.gotIn())));
  }

  private ShardEntry next(BallotShard shard, byte[] change) {
    return new ShardEntry(shard, mark, mark(mark, change), change);
  }

  private static long mark(long before, byte[] change) {
    CRC32C crc = new CRC32C();
    crc.update(change);
    // The multiplier is Knuth's for linear congruential generators (MMIX).
    return before * 6364136223846793005L + crc.getValue() + 1;
  }

  private static byte[] ballots(CastBatch batch) {
    return record(batch.encode());
  }

  private static byte[] record(byte[] bytes) {
    byte[] record = new byte[1 + bytes.length];
    record[0] = BALLOTS;
    System.arraycopy(bytes, 0, record, 1, bytes.length);
    return record;
  }

  /** The records that make this shard out of nothing. */
  public List<byte[]> records() {
    List<byte[]> records = new ArrayList<>();
    if (shard.size() > 0) {
      records.add(ballots(shard.ballots()));
    }
    if (shard.isSealed()) {
      records.add(SEALED);
    }
    return records;
  }

  /** The ballots of a journal's records, in their order. */
  public static List<CastBatch> ballots(List<byte[]> records) {
    return withBallots(records)
        .map(record -> CastBatch.decode(Arrays.copyOfRange(record, 1, record.length)))
        .toList();
  }

  /** The same, as they are kept: each a {@link CastBatch}, encoded. */
  public static List<ByteBuffer> batches(List<byte[]> records) {
    return withBallots(records)
        .map(record -> ByteBuffer.wrap(record, 1, record.length - 1))
        .toList();
  }

  private static Stream<byte[]> withBallots(List<byte[]> records) {
    return records.stream().filter(record -> record[0] == BALLOTS);
  }

  /** Whether a journal's records seal the shard. */
  public static boolean isSealed(List<byte[]> records) {
    return records.stream().anyMatch(record -> record[0] == SEAL);
  }

  /** The entry as bytes: the mark, then the shard. The last change stays behind. */
  public byte[] encode() {
    byte[] bytes = shard.encode();
    return ByteBuffer.allocate(Long.BYTES + bytes.length).putLong(mark).put(bytes).array();
  }

  /** The entry that {@link #encode} made these bytes of. */
  public static ShardEntry decode(byte[] bytes) {
    BallotShard shard = BallotShard.decode(Arrays.copyOfRange(bytes, Long.BYTES, bytes.length));
    return new ShardEntry(shard, 0, ByteBuffer.wrap(bytes).getLong(), null);
  }
}
