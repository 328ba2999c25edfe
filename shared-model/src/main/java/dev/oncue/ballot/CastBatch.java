package dev.oncue.ballot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ballots that go into one shard together, in this order. Everything that decides is inside: the
 * shard reads no clock and no configuration, so that the same batch run twice does the same.
 *
 * @param revote whether the poll lets a later ballot replace an earlier one
 * @param casts the ballots
 */
public record CastBatch(boolean revote, List<Cast> casts) {
  /** The most ballots in one batch: bounds the time a shard is held. */
  public static final int MAX_CASTS = 1024;

  private static final int FORMAT = 1;

  /**
   * The batch as bytes: format, revote, count, then viewer, options and cast time of each ballot,
   * big-endian.
   */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 + 32 * casts.size());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeBoolean(revote);
      out.writeInt(casts.size());
      for (Cast cast : casts) {
        out.writeUTF(cast.viewer());
        out.writeInt(cast.ballot().options());
        out.writeLong(cast.ballot().castAt());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The batch that {@link #encode} made these bytes of.
   *
   * @throws UncheckedIOException when they are something else
   */
  public static CastBatch decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int format = in.readByte();
      if (format != FORMAT) {
        throw new IOException("a batch of format " + format + ", but this version reads " + FORMAT);
      }
      boolean revote = in.readBoolean();
      int size = in.readInt();
      if (size < 0) {
        throw new IOException("a batch of " + size + " ballots");
      }
      // A wrong count must not cost memory before the end of the bytes gives it away.
      List<Cast> casts = new ArrayList<>(Math.min(size, MAX_CASTS));
      for (int i = 0; i < size; i++) {
        casts.add(new Cast(in.readUTF(), new Ballot(in.readInt(), in.readLong())));
      }
      if (in.available() > 0) {
        throw new IOException(in.available() + " bytes after the last of " + size + " ballots");
      }
      return new CastBatch(revote, casts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
