package dev.oncue.ballot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Counts ballots again from what was kept of them, knowing nothing of any tally. This is what
 * certifies a result, so it shares no code with {@link BallotShard}, nor with how a {@link
 * CastBatch} is read. Results wait for it: it walks over the bytes as they were kept, and makes no
 * object of a ballot.
 */
public final class Recount {
  private static final byte FORMAT = 1;

  /** Format, revote, count. */
  private static final int HEAD_BYTES = 1 + 1 + Integer.BYTES;

  /** A viewer's name of no length, options, cast time. */
  private static final int LEAST_BALLOT_BYTES = Short.BYTES + Integer.BYTES + Long.BYTES;

  /** Random: whoever chooses viewers' names must not choose their places in the table. */
  private static final int MULTIPLIER = new SecureRandom().nextInt() | 1;

  private final ByteBuffer bytes;

  /** By the hash of a viewer: where the last ballot begins. 0: no ballot begins there. */
  private final int[] last;

  private Recount(ByteBuffer bytes) {
    this.bytes = bytes;
    int ballots = bytes.capacity() / LEAST_BALLOT_BYTES + 1;
    this.last = new int[4 * Integer.highestOneBit(ballots)];
  }

  /**
   * The tally of kept batches, as {@link CastBatch#encode} made them, in the order in which they
   * were kept. A viewer's last ballot counts: only ballots that got in are kept, and a second one
   * gets in only where the poll allows it.
   *
   * @param batches two gigabytes at most, taken together
   * @throws UncheckedIOException when they are something else
   */
  public static Tally of(List<ByteBuffer> batches) {
    int size = batches.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact);
    Recount recount = new Recount(ByteBuffer.allocate(size));
    try {
      for (ByteBuffer batch : batches) {
        recount.add(batch);
      }
    } catch (IndexOutOfBoundsException e) {
      throw malformed("a batch that is cut short");
    }
    return recount.tally();
  }

  private void add(ByteBuffer batch) {
    int at = bytes.position();
    bytes.put(batch.duplicate());
    if (bytes.get(at) != FORMAT) {
      throw malformed("a batch of format " + bytes.get(at));
    }
    int ballots = bytes.getInt(at + 2);
    at += HEAD_BYTES;
    for (int i = 0; i < ballots; i++) {
      add(at);
      at = end(at);
    }
    if (at != bytes.position()) {
      throw malformed("a batch that does not end with the last of " + ballots + " ballots");
    }
  }

  private static UncheckedIOException malformed(String what) {
    return new UncheckedIOException(new IOException(what));
  }

  private void add(int ballot) {
    int slot = hash(ballot) & last.length - 1;
    while (last[slot] != 0 && !isSameViewer(last[slot], ballot)) {
      slot = slot + 1 & last.length - 1;
    }
    if (last[slot] == 0 || castAt(ballot) >= castAt(last[slot])) {
      last[slot] = ballot;
    }
  }

  private int hash(int ballot) {
    int hash = 0;
    for (int at = ballot + Short.BYTES; at < viewerEnd(ballot); at++) {
      hash = (hash + bytes.get(at)) * MULTIPLIER;
    }
    // The low bits of a product know only the low bits of what was multiplied.
    return hash ^ hash >>> 16;
  }

  private boolean isSameViewer(int ballot, int other) {
    return viewerEnd(ballot) - ballot == viewerEnd(other) - other
        && Arrays.equals(
            bytes.array(), ballot, viewerEnd(ballot), bytes.array(), other, viewerEnd(other));
  }

  private int viewerEnd(int ballot) {
    return ballot + Short.BYTES + Short.toUnsignedInt(bytes.getShort(ballot));
  }

  private int options(int ballot) {
    return bytes.getInt(viewerEnd(ballot));
  }

  private long castAt(int ballot) {
    return bytes.getLong(viewerEnd(ballot) + Integer.BYTES);
  }

  private int end(int ballot) {
    return viewerEnd(ballot) + Integer.BYTES + Long.BYTES;
  }

  private Tally tally() {
    int viewers = 0;
    int[] votes = new int[Integer.SIZE];
    for (int ballot : last) {
      if (ballot != 0) {
        viewers++;
        for (int rest = options(ballot); rest != 0; rest &= rest - 1) {
          votes[Integer.numberOfTrailingZeros(rest)]++;
        }
      }
    }
    return Tally.of(viewers, votes);
  }
}
