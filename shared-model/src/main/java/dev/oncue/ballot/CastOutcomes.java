package dev.oncue.ballot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What became of a batch, as it travels between a grid's nodes: one outcome after the other. */
public final class CastOutcomes {
  private static final byte ACCEPTED = 1;
  private static final byte CHANGED = 2;
  private static final byte ALREADY_VOTED = 3;
  private static final byte POLL_CLOSED = 4;
  private static final byte OVERTAKEN = 5;

  private static final int MAX_BYTES = 1 + Integer.BYTES + Long.BYTES;

  private CastOutcomes() {}

  /** The outcomes as bytes: for each its kind, then options and cast time of its ballot. */
  public static byte[] encode(List<CastOutcome> outcomes) {
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES * outcomes.size());
    outcomes.forEach(outcome -> write(out, outcome));
    return out.position() == out.capacity()
        ? out.array()
        : Arrays.copyOf(out.array(), out.position());
  }

  private static void write(ByteBuffer out, CastOutcome outcome) {
    if (outcome instanceof CastOutcome.Accepted accepted) {
      write(out, ACCEPTED, accepted.ballot());
    } else if (outcome instanceof CastOutcome.Changed changed) {
      write(out, CHANGED, changed.ballot());
    } else if (outcome instanceof CastOutcome.AlreadyVoted voted) {
      write(out, ALREADY_VOTED, voted.earlier());
    } else if (outcome instanceof CastOutcome.Overtaken overtaken) {
      write(out, OVERTAKEN, overtaken.kept());
    } else {
      out.put(POLL_CLOSED);
    }
  }

  private static void write(ByteBuffer out, byte kind, Ballot ballot) {
    out.put(kind).putInt(ballot.options()).putLong(ballot.castAt());
  }

  /**
   * The outcomes that {@link #encode} made these bytes of.
   *
   * @throws UncheckedIOException when they are something else
   */
  public static List<CastOutcome> decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<CastOutcome> outcomes = new ArrayList<>(bytes.length / MAX_BYTES + 1);
    try {
      while (in.hasRemaining()) {
        outcomes.add(read(in));
      }
    } catch (BufferUnderflowException e) {
      throw new UncheckedIOException(new IOException("outcomes that are cut short"));
    }
    return outcomes;
  }

  private static CastOutcome read(ByteBuffer in) {
    byte kind = in.get();
    return switch (kind) {
      case ACCEPTED -> new CastOutcome.Accepted(ballot(in));
      case CHANGED -> new CastOutcome.Changed(ballot(in));
      case ALREADY_VOTED -> new CastOutcome.AlreadyVoted(ballot(in));
      case POLL_CLOSED -> new CastOutcome.PollClosed();
      case OVERTAKEN -> new CastOutcome.Overtaken(ballot(in));
      default -> throw new UncheckedIOException(new IOException("an outcome of kind " + kind));
    };
  }

  private static Ballot ballot(ByteBuffer in) {
    return new Ballot(in.getInt(), in.getLong());
  }
}
