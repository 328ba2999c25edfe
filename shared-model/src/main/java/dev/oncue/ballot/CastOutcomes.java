package dev.oncue.ballot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What became of a batch, as it travels between a grid's nodes: one outcome after the other. */
public final class CastOutcomes {
  private static final byte ACCEPTED = 1;
  private static final byte CHANGED = 2;
  private static final byte ALREADY_VOTED = 3;
  private static final byte POLL_CLOSED = 4;

  private CastOutcomes() {}

  /** The outcomes as bytes: for each its kind, then options and cast time of its ballot. */
  public static byte[] encode(List<CastOutcome> outcomes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 * outcomes.size());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (CastOutcome outcome : outcomes) {
        write(out, outcome);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, CastOutcome outcome) throws IOException {
    if (outcome instanceof CastOutcome.Accepted accepted) {
      write(out, ACCEPTED, accepted.ballot());
    } else if (outcome instanceof CastOutcome.Changed changed) {
      write(out, CHANGED, changed.ballot());
    } else if (outcome instanceof CastOutcome.AlreadyVoted voted) {
      write(out, ALREADY_VOTED, voted.earlier());
    } else {
      out.writeByte(POLL_CLOSED);
    }
  }

  private static void write(DataOutputStream out, byte kind, Ballot ballot) throws IOException {
    out.writeByte(kind);
    out.writeInt(ballot.options());
    out.writeLong(ballot.castAt());
  }

  /**
   * The outcomes that {@link #encode} made these bytes of.
   *
   * @throws UncheckedIOException when they are something else
   */
  public static List<CastOutcome> decode(byte[] bytes) {
    List<CastOutcome> outcomes = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      while (in.available() > 0) {
        outcomes.add(read(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return outcomes;
  }

  private static CastOutcome read(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case ACCEPTED -> new CastOutcome.Accepted(ballot(in));
      case CHANGED -> new CastOutcome.Changed(ballot(in));
      case ALREADY_VOTED -> new CastOutcome.AlreadyVoted(ballot(in));
      case POLL_CLOSED -> new CastOutcome.PollClosed();
      default -> throw new IOException("an outcome of kind " + kind);
    };
  }

  private static Ballot ballot(DataInputStream in) throws IOException {
    return new Ballot(in.readInt(), in.readLong());
  }
}
