package dev.oncue.reaction;

import dev.oncue.stream.StreamId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reactions that travel to a grid's servers together, and what is answered. */
public final class ReactionBatch {
  private ReactionBatch() {}

  /** The reactions as bytes: of each its tenant, stream, viewer, emoji and time. */
  public static byte[] encode(List<Reaction> reactions) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Reaction reaction : reactions) {
        out.writeUTF(reaction.stream().tenant());
        out.writeUTF(reaction.stream().name());
        out.writeUTF(reaction.viewer());
        out.writeUTF(reaction.emoji().text());
        out.writeLong(reaction.at().toEpochMilli());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The reactions that {@link #encode} made these bytes of.
   *
   * @throws UncheckedIOException when they are something else
   */
  public static List<Reaction> decode(byte[] bytes) {
    List<Reaction> reactions = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      while (in.available() > 0) {
        StreamId stream = new StreamId(in.readUTF(), in.readUTF());
        reactions.add(
            new Reaction(
                stream,
                in.readUTF(),
                new Emoji(in.readUTF()),
                Instant.ofEpochMilli(in.readLong())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reactions;
  }

  /** How long the viewers must wait, in milliseconds, as bytes. */
  public static byte[] encodeDelays(long[] delays) {
    ByteBuffer bytes = ByteBuffer.allocate(delays.length * Long.BYTES);
    bytes.asLongBuffer().put(delays);
    return bytes.array();
  }

  /** The delays that {@link #encodeDelays} made these bytes of. */
  public static long[] decodeDelays(byte[] bytes) {
    LongBuffer in = ByteBuffer.wrap(bytes).asLongBuffer();
    long[] delays = new long[in.remaining()];
    in.get(delays);
    return delays;
  }
}
