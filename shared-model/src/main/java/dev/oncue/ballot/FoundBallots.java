package dev.oncue.ballot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What was found for lookups, as it travels between a grid's nodes: one after the other. */
public final class FoundBallots {
  private static final byte NONE = 0;
  private static final byte BALLOT = 1;
  private static final int MAX_BYTES = 1 + Integer.BYTES + Long.BYTES;

  private FoundBallots() {}

  /** The ballots as bytes: for each whether there is one, then its options and cast time. */
  public static byte[] encode(List<Optional<Ballot>> ballots) {
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES * ballots.size());
    for (Optional<Ballot> ballot : ballots) {
      if (ballot.isEmpty()) {
        out.put(NONE);
      } else {
        out.put(BALLOT).putInt(ballot.get().options()).putLong(ballot.get().castAt());
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /**
   * The ballots that {@link #encode} made these bytes of, or of several such one after the other.
   *
   * @throws UncheckedIOException when they are something else
   */
  public static List<Optional<Ballot>> decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<Optional<Ballot>> ballots = new ArrayList<>();
    try {
      while (in.hasRemaining()) {
        ballots.add(read(in));
      }
    } catch (BufferUnderflowException e) {
      throw new UncheckedIOException(new IOException("ballots that are cut short"));
    }
    return ballots;
  }

  private static Optional<Ballot> read(ByteBuffer in) {
    byte kind = in.get();
    return switch (kind) {
      case NONE -> Optional.empty();
      case BALLOT -> Optional.of(new Ballot(in.getInt(), in.getLong()));
      default -> throw new UncheckedIOException(new IOException("a ballot of kind " + kind));
    };
  }
}
