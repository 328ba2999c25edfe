package dev.oncue.ballot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

  private static final byte FORMAT = 1;

  /** Format, revote, count. */
  private static final int HEAD_BYTES = 1 + 1 + Integer.BYTES;

  /** The length of the viewer's name, options, cast time. */
  private static final int BALLOT_BYTES = Short.BYTES + Integer.BYTES + Long.BYTES;

  private static final int MAX_NAME_BYTES = 0xFFFF;

  /**
   * The batch as bytes: format, revote, count, then viewer (length of two bytes, UTF-8), options
   * and cast time of each ballot, big-endian.
   *
   * @throws IllegalArgumentException when a viewer's name has more than 65,535 bytes
   */
  public byte[] encode() {
    byte[][] names = new byte[casts.size()][];
    int size = HEAD_BYTES;
    for (int i = 0; i < names.length; i++) {
      names[i] = name(casts.get(i));
      size += BALLOT_BYTES + names[i].length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.put(FORMAT).put((byte) (revote ? 1 : 0)).putInt(names.length);
    for (int i = 0; i < names.length; i++) {
      Ballot ballot = casts.get(i).ballot();
      out.putShort((short) names[i].length).put(names[i]);
      out.putInt(ballot.options()).putLong(ballot.castAt());
    }
    return out.array();
  }

  private static byte[] name(Cast cast) {
    byte[] name = cast.viewer().getBytes(StandardCharsets.UTF_8);
    if (name.length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("a viewer's name of " + name.length + " bytes");
    }
    return name;
  }

  /**
   * The batch that {@link #encode} made these bytes of.
   *
   * @throws UncheckedIOException when they are something else
   */
  public static CastBatch decode(byte[] bytes) {
    try {
      return decode(ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw malformed("a batch that is cut short");
    }
  }

  private static CastBatch decode(ByteBuffer in) {
    byte format = in.get();
    if (format != FORMAT) {
      throw malformed("a batch of format " + format + ", but this version reads " + FORMAT);
    }
    boolean revote = in.get() != 0;
    int size = in.getInt();
    if (size < 0) {
      throw malformed("a batch of " + size + " ballots");
    }
    // A wrong count must not cost memory before the end of the bytes gives it away.
    List<Cast> casts = new ArrayList<>(Math.min(size, MAX_CASTS));
    for (int i = 0; i < size; i++) {
      casts.add(new Cast(name(in), new Ballot(in.getInt(), in.getLong())));
    }
    if (in.hasRemaining()) {
      throw malformed(in.remaining() + " bytes after the last of " + size + " ballots");
    }
    return new CastBatch(revote, casts);
  }

  private static String name(ByteBuffer in) {
    int length = Short.toUnsignedInt(in.getShort());
    int at = in.position();
    in.position(at + Math.min(length, in.remaining()));
    return new String(in.array(), at, length, StandardCharsets.UTF_8);
  }

  private static UncheckedIOException malformed(String what) {
    return new UncheckedIOException(new IOException(what));
  }
}
